package ai.tidemark.scan.acceptance;

import static ai.tidemark.scan.acceptance.Acceptance.got;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.NegativeControl;
import ai.tidemark.scan.state.TupleSlice;
import ai.tidemark.scan.state.TupleSource;
import ai.tidemark.scan.state.TupleWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 4: the corpus z of innocent text over many keys. */
final class CorpusNullTest {
  private static final int KEYS = 1_000;
  private static final String MUTATION = "no global dedup";

  private static CorpusTuples distinct(List<TupleSet> documents) {
    CorpusTuples tuples = new CorpusTuples(1L << 30);
    TupleWriter writer = tuples.writer();
    documents.forEach(d -> writer.add(d, TextForm.BOTH));
    writer.flush();
    tuples.finish();
    return tuples;
  }

  private static List<Evidence> evidence(TupleSource tuples, int level) {
    List<DrawKey> keys =
        LongStream.range(0, KEYS).mapToObj(k -> TestKeys.key(30_000_000L + k)).toList();
    CorpusScores.Keys scored =
        new CorpusScores.Keys(Contexts.Coined.DEFAULT, keys.getFirst().coinKey(), keys, List.of());
    return CorpusScores.ofSlice(
            TupleSlice.of(tuples, level, 2, () -> false), scored, 2, () -> false)
        .evidence(Tier.FLEET, TextForm.RAW);
  }

  private static double[] z(List<Evidence> evidence) {
    return evidence.stream()
        .mapToDouble(
            e -> {
              double n = (double) e.n();
              return (e.sum().toBigInteger().doubleValue() * 0x1p-32 - n) / Math.sqrt(n);
            })
        .toArray();
  }

  private static void four(TupleSource tuples, int level, String what) {
    List<Evidence> evidence = evidence(tuples, level);
    double sd = Acceptance.sd(z(evidence));
    String name = what + ", n = " + evidence.getFirst().n() + ", " + KEYS + " keys, ";
    assertThat(got("4", name + "sd of z", sd, "0.93 to 1.07", MUTATION)).isBetween(0.93, 1.07);
    double[] p = evidence.stream().mapToDouble(e -> Math.exp(e.lnP())).toArray();
    double most = Acceptance.ksOnePerMille(KEYS);
    assertThat(got("4", name + "KS", Acceptance.ks(p), "below " + most, MUTATION)).isLessThan(most);
  }

  private static void four(int documents) {
    List<TupleSet> sets = new NullCorpus(documents, 4).distinctInDocument(Contexts.Coined.DEFAULT);
    CorpusTuples tuples = distinct(sets);
    four(tuples, 0, "all tuples");
    four(tuples, 4, "one tuple in 16");
    four(distinct(throughBloomFilter(sets, tuples.size())), 0, "behind a Bloom filter");
  }

  /**
   * Returns each tuple once, and not at all where a Bloom filter of two hashes takes it for one
   * seen before: about a tenth of all, whatever the key.
   */
  private static List<TupleSet> throughBloomFilter(List<TupleSet> documents, long distinct) {
    int bits = (int) Math.min(Integer.MAX_VALUE, 2 * distinct / Math.log(1 / (1 - 0.53)));
    BitSet filter = new BitSet(bits);
    List<TupleSet> kept = new ArrayList<>();
    long dropped = 0;
    TupleSet seen = new TupleSet(1 << 16);
    for (TupleSet document : documents) {
      TupleSet passed = new TupleSet(128);
      for (int i = 0; i < document.size(); i++) {
        long hi = document.hi()[i];
        long lo = document.lo()[i];
        int a = Math.floorMod(TupleSet.mix(hi, lo), bits);
        int b = Math.floorMod(TupleSet.mix(lo, ~hi), bits);
        boolean known = filter.get(a) && filter.get(b);
        if (!known) {
          passed.add(hi, lo);
        } else if (!seen.contains(hi, lo)) {
          dropped++;
        }
        seen.add(hi, lo);
        filter.set(a);
        filter.set(b);
      }
      kept.add(passed);
    }
    double share = (double) dropped / distinct;
    assertThat(got("4", "Bloom filter, tuples dropped", share, "0.05 to 0.2", "an idle filter"))
        .isBetween(0.05, 0.2);
    return kept;
  }

  @Test
  void fourCorpusWithGlobalDedup() {
    four(1_500);
  }

  @Test
  @Tag("statistics")
  void fourCorpusWithGlobalDedupInFull() {
    four(60_000);
  }

  @Test
  void fourFailsWithoutGlobalDedup() {
    List<TupleSet> documents = new NullCorpus(3_000, 4).distinctInDocument(Contexts.Coined.DEFAULT);
    double sd = Acceptance.sd(z(evidence(NegativeControl.of(documents), 0)));
    assertThat(got("4", "mutant: sd of z", sd, "above 3", MUTATION)).isGreaterThan(3);
  }
}
