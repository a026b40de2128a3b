package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Tally;
import ai.tidemark.core.foreign.WordTuples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * @param seconds it took, or its share where rows with the same tuples ran together
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
   * Runs rows that have the same tuples.
   *
   * @param contenders with the same {@link #tuples} in the texts
   * @param distinct tuples of the corpus, about
   * @return a row for each contender
   * @throws IllegalStateException if bulk and scalar code of one differ
   */
  static List<WholeRow> run(
      List<Contender> contenders, Texts texts, long distinct, int keys, int threads) {
    long begin = System.nanoTime();
    List<Sums> sums = contenders.stream().map(contender -> new Sums(contender, keys)).toList();
    boolean byLastWord = sums.stream().anyMatch(Sums::merges);
    int parts = Math.ceilDiv((int) Math.ceilDiv(distinct, (long) MOST_IN_PART), threads) * threads;
    int expected = (int) (ROOM * distinct / parts);
    KeyTrials.spread(
        parts,
        threads,
        part -> {
          CountedTuples counted =
              new Sampler(texts, contenders.getFirst()).part(part, parts, byLastWord, expected);
          if (part == 0) {
            for (Sums one : sums) {
              one.proven = prove(one.contender, counted, byLastWord);
              one.nanos = pace(one.contender, counted, byLastWord);
            }
          }
          WeighedColumns columns = columns(counted, byLastWord);
          counted.release();
          for (Sums one : sums) {
            one.add(columns);
          }
          System.err.printf("null:   part %d of %d, %,d tuples%n", part, parts, columns.size());
        });
    List<WholeRow> rows = new ArrayList<>();
    for (Sums one : sums) {
      KeyTrials trials = KeyTrials.of(one.contender, one.tallies(), threads);
      double seconds = (System.nanoTime() - begin) * 1e-9 / sums.size();
      rows.add(
          new WholeRow(
              trials,
              one.tuples.get(),
              one.occurrences.get(),
              parts,
              one.proven,
              one.nanos,
              seconds));
    }
    return rows;
  }

  /** Returns a digest of all tuples in their order: equal for rows that have the same ones. */
  static long tuples(Contender contender, Texts texts) {
    int[] ids = new int[texts.mostIds()];
    long[] digest = {contender.width()};
    for (int text = 0; text < texts.count(); text++) {
      contender.forEach(
          ids,
          texts.read(text, ids),
          (_, words, at) ->
              digest[0] =
                  digest[0] * 0x9E3779B97F4A7C15L + WordTuples.hash(words, at, contender.width()));
      digest[0] = Long.rotateLeft(digest[0], 1) + text;
    }
    return digest[0];
  }

  /** What every key of a contender has so far. */
  private static final class Sums {
    private final Contender contender;
    private final Weights[] weights;
    private final AtomicLong tuples = new AtomicLong();
    private final AtomicLong occurrences = new AtomicLong();
    private int proven;
    private double nanos;

    Sums(Contender contender, int keys) {
      this.contender = contender;
      this.weights = new Weights[keys];
      Arrays.setAll(weights, _ -> new Weights());
    }

    boolean merges() {
      for (int key = 0; key < weights.length; key++) {
        if (contender.merges(Keys.seed(contender.profile(), key))) {
          return true;
        }
      }
      return false;
    }

    void add(WeighedColumns columns) {
      tuples.addAndGet(columns.size());
      occurrences.addAndGet(Arrays.stream(columns.occurrences()).asLongStream().sum());
      for (int key = 0; key < weights.length; key++) {
        Weights part = new Weights();
        contender.bulk(Keys.seed(contender.profile(), key), columns, part);
        weights[key].add(part);
      }
    }

    Tally[] tallies() {
      Tally[] tallies = new Tally[weights.length];
      Arrays.setAll(tallies, key -> weights[key].tally());
      return tallies;
    }
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
