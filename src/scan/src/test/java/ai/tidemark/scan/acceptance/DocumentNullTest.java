package ai.tidemark.scan.acceptance;

import static ai.tidemark.scan.acceptance.Acceptance.got;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.multiplicity.BenjaminiHochberg;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.acceptance.NullCorpus.Tuples;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 1, 2 and 3: the p-values of innocent documents. */
final class DocumentNullTest {
  private static final String NO_DEDUP = "repeats inside a document counted again";
  private static final String NO_OWNER = "boilerplate counted in every document as if independent";

  /** Scores documents under one key; for one thread. */
  private static final class Key {
    private final Coin coin;
    private final Draws draws;

    Key(long number) {
      try (DrawKey key = TestKeys.key(number);
          DrawKey coinKey = key.coinKey()) {
        coin = new Coin(NullCorpus.ALL, coinKey);
        draws = Draws.bulk(key);
      }
    }

    double p(Tuples tuples) {
      return Math.exp(
          coin.route(tuples.hi(), tuples.lo(), 0, tuples.hi().length)
              .fleet()
              .evidence(draws)
              .lnP());
    }
  }

  private static double[] freshKeys(List<Tuples> documents) {
    return IntStream.range(0, documents.size())
        .parallel()
        .mapToDouble(d -> new Key(10_000_000L + d).p(documents.get(d)))
        .toArray();
  }

  /** p of every document that has tuples, for each of several keys. */
  private static List<double[]> oneKey(List<Tuples> documents, int keys) {
    List<Tuples> scored = documents.stream().filter(d -> d.hi().length > 0).toList();
    IntFunction<double[]> ofKey =
        k -> {
          Key key = new Key(20_000_000L + k);
          return scored.stream().mapToDouble(key::p).toArray();
        };
    return IntStream.range(0, keys).parallel().mapToObj(ofKey).toList();
  }

  private static void one(int documents, double most, double leastFpr, double mostFpr) {
    double[] p = freshKeys(new NullCorpus(documents, 1).onceInDocument());
    String what = documents + " documents, a fresh key each, ";
    assertThat(got("1", what + "KS", Acceptance.ks(p), "below " + most, NO_DEDUP)).isLessThan(most);
    double fpr = Acceptance.shareAtMost(p, 1e-3);
    String range = leastFpr + " to " + mostFpr;
    assertThat(got("1", what + "share at 1e-3", fpr, range, NO_DEDUP)).isBetween(leastFpr, mostFpr);
    double few = Acceptance.shareAtMost(p, 1e-5) * documents;
    assertThat(got("1", what + "p at most 1e-5", few, "at most 5", NO_DEDUP))
        .isLessThanOrEqualTo(5);
  }

  @Test
  void oneFreshKeyPerDocument() {
    one(10_000, Acceptance.ksOnePercent(10_000), 0.0002, 0.002);
  }

  @Test
  @Tag("statistics")
  void oneFreshKeyPerDocumentInFull() {
    one(100_000, 0.0052, 0.0007, 0.0013);
  }

  @Test
  void oneFailsWhereRepeatsInsideADocumentCount() {
    double[] p = freshKeys(new NullCorpus(10_000, 1).withRepeats());
    double fpr = Acceptance.shareAtMost(p, 1e-3);
    assertThat(got("1", "mutant: share at 1e-3", fpr, "above 0.002", NO_DEDUP))
        .isGreaterThan(0.002);
  }

  private static int uniformKeys(List<Tuples> documents, int keys) {
    List<double[]> all = oneKey(documents, keys);
    return (int)
        all.stream().filter(p -> Acceptance.ks(p) < Acceptance.ksOnePercent(p.length)).count();
  }

  private static void two(int documents, int keys, int least) {
    int uniform = uniformKeys(new NullCorpus(documents, 2).onceInCorpus(), keys);
    String what = documents + " documents, each tuple in one, keys of " + keys + " with KS at 1 %";
    assertThat((int) got("2", what, uniform, "at least " + least, NO_OWNER))
        .isGreaterThanOrEqualTo(least);
  }

  @Test
  void twoOneKeyAndEachTupleInOneDocument() {
    two(5_000, 20, 18);
  }

  @Test
  @Tag("statistics")
  void twoOneKeyAndEachTupleInOneDocumentInFull() {
    two(100_000, 100, 96);
  }

  @Test
  void twoFailsWhereDocumentsShareTuples() {
    int uniform = uniformKeys(new NullCorpus(20_000, 2).onceInDocument(), 12);
    assertThat((int) got("2", "mutant: keys of 12", uniform, "below 6", NO_OWNER)).isLessThan(6);
  }

  private static double anyRejection(List<double[]> p) {
    long any =
        p.stream()
            .filter(
                own ->
                    BenjaminiHochberg.decide(
                                Arrays.stream(own)
                                    .map(Math::log)
                                    .map(v -> Math.min(v, 0))
                                    .toArray(),
                                own.length,
                                0.05)
                            .rejected()
                        > 0)
            .count();
    return (double) any / p.size();
  }

  private static double meanFpr(List<double[]> p) {
    return p.stream().mapToDouble(own -> Acceptance.shareAtMost(own, 1e-3)).average().orElse(0);
  }

  private static void three(int documents, int keys, double least, double most, double anyMost) {
    List<double[]> p = oneKey(new NullCorpus(documents, 3).onceInDocument(), keys);
    String what = documents + " documents, " + keys + " keys, ";
    String range = least + " to " + most;
    assertThat(got("3", what + "mean share at 1e-3", meanFpr(p), range, NO_DEDUP))
        .isBetween(least, most);
    String must = "at most " + anyMost;
    assertThat(got("3", what + "any rejection by BH at .05", anyRejection(p), must, NO_DEDUP))
        .isLessThanOrEqualTo(anyMost);
  }

  @Test
  void threeOneKeyAndDedupInsideDocuments() {
    three(1_000, 300, 0.0005, 0.0016, 0.075);
  }

  @Test
  @Tag("statistics")
  void threeOneKeyAndDedupInsideDocumentsInFull() {
    three(20_000, 300, 0.0007, 0.0013, 0.075);
  }

  @Test
  void threeFailsWhereRepeatsInsideADocumentCount() {
    List<double[]> p = oneKey(new NullCorpus(2_000, 3).withRepeats(), 40);
    assertThat(got("3", "mutant: mean share at 1e-3", meanFpr(p), "above 0.002", NO_DEDUP))
        .isGreaterThan(0.002);
    assertThat(got("3", "mutant: any rejection by BH", anyRejection(p), "above 0.5", NO_DEDUP))
        .isGreaterThan(0.5);
  }
}
