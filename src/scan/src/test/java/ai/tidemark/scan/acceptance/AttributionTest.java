package ai.tidemark.scan.acceptance;

import static ai.tidemark.scan.acceptance.Acceptance.got;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.TupleWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 11: three guilty tenants among many, and no innocent one. */
final class AttributionTest {
  /** Every position is wide and drawn under the tenant's key. */
  private static final Contexts.Coined TENANTS = new Contexts.Coined(4, 2, 0, 0);

  private static final String MUTATION = "p not charged for the number of keys";

  /**
   * Distinct tuples of which the first shares are marked: of two candidates the one with the larger
   * draw, which is what marking does where two tokens are equally likely.
   */
  private static CorpusTuples tuples(int count, double share, List<DrawKey> guilty, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CorpusTuples tuples = new CorpusTuples(1L << 30);
    TupleWriter writer = tuples.writer();
    List<Draws> draws = guilty.stream().map(Draws::bulk).toList();
    int marked = (int) (share * count);
    TupleSet some = new TupleSet(1 << 12);
    for (int i = 0; i < count; i++) {
      long hi = random.nextLong() >>> 2; // domain 0: wide
      long lo = random.nextLong();
      int who = i / marked;
      if (who < draws.size()) {
        long other = lo ^ 1; // another candidate of the same context
        Draws own = draws.get(who);
        lo = Long.compareUnsigned(own.word(hi, lo), own.word(hi, other)) > 0 ? lo : other;
      }
      some.add(hi, lo);
      if (some.size() == 1 << 12) {
        writer.add(some, TextForm.BOTH);
        some.clear();
      }
    }
    writer.add(some, TextForm.BOTH);
    writer.flush();
    tuples.finish();
    return tuples;
  }

  private static List<Judge.Case> cases(List<Evidence> evidence) {
    List<Judge.Case> cases = new ArrayList<>();
    for (int k = 0; k < evidence.size(); k++) {
      cases.add(new Judge.Case(Claim.TENANT, "era", "t" + k, "id", List.of(evidence.get(k))));
    }
    return cases;
  }

  private static void found(int keys, int count) {
    List<DrawKey> tenants =
        LongStream.range(0, keys).mapToObj(k -> TestKeys.key(40_000_000L + k)).toList();
    List<Integer> guilty = List.of(keys / 7, keys / 2, keys - 1);
    CorpusTuples tuples = tuples(count, 0.1, guilty.stream().map(tenants::get).toList(), 11);
    CorpusScores scores =
        CorpusScores.of(
            tuples,
            0,
            new CorpusScores.Keys(TENANTS, TestKeys.key(1).coinKey(), List.of(), tenants),
            2,
            () -> false);
    System.out.printf(
        "acceptance 8.4.11 cost: %d draws, %.2f ns of processor time per tuple and key%n",
        scores.draws(), (double) scores.cpuNanosTaken() / scores.draws());
    List<Finding> findings =
        new Judge(Levels.DEFAULT, 1).together(cases(scores.evidence(Tier.TENANT, TextForm.RAW)));
    List<Integer> marked =
        IntStream.range(0, keys)
            .filter(k -> findings.get(k).verdict() == Verdict.MARKED)
            .boxed()
            .toList();
    got(
        "11",
        keys + " keys, 3 guilty at .1 in " + count + " tuples, marked keys",
        marked.size(),
        "3, the guilty",
        MUTATION);
    assertThat(marked).isEqualTo(guilty);
  }

  @Test
  void elevenFindsTheThreeGuilty() {
    found(300, 40_000);
  }

  @Test
  @Tag("statistics")
  void elevenFindsTheThreeGuiltyInFull() {
    found(10_000, 2_000_000);
  }

  /** Draws S of n unit exponentials: Gamma(n), by Marsaglia and Tsang (2000). */
  private static Evidence drawn(SplittableRandom random, long n) {
    double d = n - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        BigDecimal sum = new BigDecimal(d * v).multiply(new BigDecimal(1L << 32));
        return new Evidence(n, ScoreSum.of(sum.toBigInteger()));
      }
    }
  }

  /** Share of runs in which some innocent key is accused at alpha = .01. */
  private static double accused(int runs, int keys, long n, boolean charged) {
    Levels levels = Levels.DEFAULT.withAlpha(0.01, 0.02);
    long any =
        IntStream.range(0, runs)
            .parallel()
            .filter(
                run -> {
                  SplittableRandom random = new SplittableRandom(11_000 + run);
                  List<Evidence> evidence = new ArrayList<>();
                  for (int k = 0; k < keys; k++) {
                    evidence.add(drawn(random, n));
                  }
                  List<Finding> findings = new Judge(levels, 1).together(cases(evidence));
                  double ln = Math.log(0.01);
                  return findings.stream()
                      .anyMatch(f -> (charged ? f.adjustedLnP() : f.lnP()) <= ln);
                })
            .count();
    return (double) any / runs;
  }

  private static void innocent(int runs, int keys, long n) {
    double most = 0.01 + 3 * Math.sqrt(0.01 * 0.99 / runs);
    String what = runs + " null runs of " + keys + " keys, n = " + n + ", runs with an accusation";
    double share = accused(runs, keys, n, true);
    String must = "at most .01, with 3 SE " + most;
    assertThat(got("11", what, share, must, MUTATION)).isLessThanOrEqualTo(most);
  }

  @Test
  void elevenAccusesNoInnocentKey() {
    innocent(200, 200, 20_000);
  }

  @Test
  @Tag("statistics")
  void elevenAccusesNoInnocentKeyInFull() {
    innocent(1_000, 10_000, 2_000_000);
  }

  @Test
  void elevenFailsWhereKeysAreNotCharged() {
    double share = accused(100, 200, 20_000, false);
    assertThat(got("11", "mutant: runs with an accusation", share, "above 0.5", MUTATION))
        .isGreaterThan(0.5);
  }
}
