package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Tally;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A row over every distinct tuple of the corpus. The tuples are taken in parts that no key touches,
 * each as large as memory allows; sums over parts are exact, so the parts change nothing.
 *
 * @param tuples distinct, all there are
 * @param occurrences of them
 * @param parts they were taken in
 * @param proven tuples on which bulk and scalar code were first found equal
 * @param bulkNanos to score a tuple, the best of some rounds with keys used for nothing else
 * @param seconds it took
 */
record WholeRow(
    KeyTrials trials,
    long tuples,
    long occurrences,
    int parts,
    int proven,
    double bulkNanos,
    double seconds) {
  /** Keys under which bulk and scalar code are compared: the first ones of the row. */
  static final int PROOF_KEYS = 3;

  private static final int PROOF_TUPLES = 100_000;
  private static final int PACE_TUPLES = 500_000;
  private static final int PACE_ROUNDS = 12;
  private static final int MOST_IN_PART = 30_000_000;
  private static final double ROOM = 1.05;

  /**
   * Runs it.
   *
   * @param distinct tuples of the corpus, about
   * @throws IllegalStateException if bulk and scalar code differ
   */
  static WholeRow run(Contender contender, Texts texts, long distinct, int keys, int threads) {
    long begin = System.nanoTime();
    String profile = contender.profile();
    boolean merging = false;
    for (int key = 0; key < keys; key++) {
      merging |= contender.merges(Keys.seed(profile, key));
    }
    boolean byLastWord = merging;
    int parts = Math.ceilDiv((int) Math.ceilDiv(distinct, (long) MOST_IN_PART), threads) * threads;
    int expected = (int) (ROOM * distinct / parts);
    Weights[] sums = new Weights[keys];
    Arrays.setAll(sums, _ -> new Weights());
    AtomicLong tuples = new AtomicLong();
    AtomicLong occurrences = new AtomicLong();
    double[] nanos = new double[1];
    int[] proven = new int[1];
    KeyTrials.spread(
        parts,
        threads,
        part -> {
          CountedTuples counted =
              new Sampler(texts, contender).part(part, parts, byLastWord, expected);
          if (part == 0) {
            proven[0] = prove(contender, counted, byLastWord);
          }
          WeighedColumns columns = columns(counted, byLastWord);
          if (part == 0) {
            nanos[0] = pace(contender, counted, byLastWord);
          }
          counted.release();
          tuples.addAndGet(columns.size());
          occurrences.addAndGet(Arrays.stream(columns.occurrences()).asLongStream().sum());
          for (int key = 0; key < keys; key++) {
            Weights weights = new Weights();
            contender.bulk(Keys.seed(profile, key), columns, weights);
            sums[key].add(weights);
          }
          System.err.printf("null:   part %d of %d, %,d tuples%n", part, parts, columns.size());
        });
    Tally[] tallies = new Tally[keys];
    Arrays.setAll(tallies, key -> sums[key].tally());
    KeyTrials trials = KeyTrials.of(contender, tallies, threads);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    return new WholeRow(
        trials, tuples.get(), occurrences.get(), parts, proven[0], nanos[0], seconds);
  }

  private static WeighedColumns columns(CountedTuples tuples, boolean byLastWord) {
    WeighedColumns columns = WeighedColumns.of(tuples);
    return byLastWord ? columns.byLastWord() : columns;
  }

  /** Compares bulk and scalar sums; returns on how many tuples. */
  static int prove(Contender contender, CountedTuples tuples, boolean byLastWord) {
    CountedTuples few = first(tuples, PROOF_TUPLES);
    WeighedColumns columns = columns(few, byLastWord);
    for (int key = 0; key < PROOF_KEYS; key++) {
      byte[] seed = Keys.seed(contender.profile(), key);
      Weights weights = new Weights();
      contender.bulk(seed, columns, weights);
      Tally bulk = weights.tally();
      Tally scalar = contender.oneByOne(seed, few);
      if (!bulk.equals(scalar)) {
        throw new IllegalStateException(
            contender.profile() + ", key " + key + ": bulk gives " + bulk + ", scalar " + scalar);
      }
    }
    return few.size();
  }

  private static double pace(Contender contender, CountedTuples tuples, boolean byLastWord) {
    WeighedColumns columns = columns(first(tuples, PACE_TUPLES), byLastWord);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < PACE_ROUNDS; round++) {
      byte[] seed = Keys.seed(contender.profile(), Keys.PACE + round);
      long start = System.nanoTime();
      contender.bulk(seed, columns, new Weights());
      best = Math.min(best, (double) (System.nanoTime() - start) / columns.size());
    }
    return best;
  }

  private static CountedTuples first(CountedTuples from, int most) {
    CountedTuples few = new CountedTuples(from.width(), most);
    for (int i = 0; i < Math.min(most, from.size()); i++) {
      few.copy(from, i);
    }
    return few;
  }
}
