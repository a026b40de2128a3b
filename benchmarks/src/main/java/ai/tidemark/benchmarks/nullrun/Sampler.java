package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.WordTuples;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Consistent samples of a corpus' tuples: whether a tuple is in depends on a hash of it (or of its
 * context) that no key touches, so the null stays exact. Rates are in units of 2^-20.
 */
final class Sampler {
  /** The rate of the whole. */
  static final int WHOLE = 1 << 20;

  private final Texts texts;
  private final Contender contender;
  private final int[] ids;

  /** Samples of the texts' tuples under a scheme. */
  Sampler(Texts texts, Contender contender) {
    this.texts = texts;
    this.contender = contender;
    this.ids = new int[texts.mostIds()];
  }

  /**
   * Returns the distinct tuples whose hash is below the rate, with all their occurrences.
   *
   * @param rate in 1..{@link #WHOLE}
   * @param expected how many, about; only memory depends on it
   */
  CountedTuples byTuple(int rate, int expected) {
    return sample(hash(0, contender.width()), 0, rate, expected);
  }

  /**
   * Returns one part of all distinct tuples, with all their occurrences.
   *
   * @param part in 0..parts-1
   * @param byLastWord whether tuples that share their last word must lie in one part
   * @param expected how many, about; only memory depends on it
   */
  CountedTuples part(int part, int parts, boolean byLastWord, int expected) {
    int width = contender.width();
    int from = (int) ((long) WHOLE * part / parts);
    int to = (int) ((long) WHOLE * (part + 1) / parts);
    return sample(byLastWord ? hash(width - 1, 1) : hash(0, width), from, to, expected);
  }

  /** What decides whether a tuple is in. */
  @FunctionalInterface
  private interface Hash {
    long of(int[] words, int at);
  }

  private static Hash hash(int first, int count) {
    return (words, at) -> WordTuples.hash(words, at + first, count);
  }

  /**
   * Returns distinct tuples context by context: the contexts that come first in the order of their
   * hashes, each with all its tuples, until there are enough. Only contexts of {@code least} to
   * {@code most} distinct tuples are taken: fewer are not worth a list of the whole vocabulary, and
   * more would be a large share of one.
   *
   * @param contextWords how many words of a tuple, from the first, are its context
   * @param enough tuples wanted
   */
  CountedTuples byContext(int contextWords, int least, int most, int enough) {
    for (int rate = WHOLE / 32; ; rate = Math.min(WHOLE, rate * 4)) {
      CountedTuples all = sample(hash(0, contextWords), 0, rate, 1 << 20);
      CountedTuples chosen = choose(all, contextWords, least, most, enough);
      if (chosen.size() >= enough || rate == WHOLE) {
        return chosen;
      }
    }
  }

  private CountedTuples sample(Hash hash, int from, int to, int expected) {
    int width = contender.width();
    CountedTuples tuples = new CountedTuples(width, expected);
    for (int text = 0; text < texts.count(); text++) {
      int now = text;
      contender.forEach(
          ids,
          texts.read(text, ids),
          (_, words, at) -> {
            long place = hash.of(words, at) >>> 44;
            if (place >= from && place < to) {
              tuples.add(words, at, WordTuples.hash(words, at, width), now);
            }
          });
    }
    return tuples;
  }

  private static CountedTuples choose(
      CountedTuples all, int contextWords, int least, int most, int enough) {
    int width = all.width();
    int[] words = all.words();
    Integer[] order = new Integer[all.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingLong(i -> WordTuples.hash(words, i * width, contextWords))
            .thenComparing((i, j) -> compareContexts(words, width, contextWords, i, j)));
    CountedTuples chosen = new CountedTuples(width, enough + most);
    for (int from = 0, to; from < order.length && chosen.size() < enough; from = to) {
      to = from + 1;
      while (to < order.length
          && compareContexts(words, width, contextWords, order[from], order[to]) == 0) {
        to++;
      }
      for (int i = from; i < to && to - from >= least && to - from <= most; i++) {
        chosen.copy(all, order[i]);
      }
    }
    return chosen;
  }

  private static int compareContexts(int[] words, int width, int contextWords, int i, int j) {
    return Arrays.compare(
        words, i * width, i * width + contextWords, words, j * width, j * width + contextWords);
  }
}
