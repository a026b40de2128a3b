package ai.tidemark.demo.model;

import java.util.Arrays;

/** Different n-grams, ascending, and how often each occurs. */
final class Counts {
  final long[] grams;
  final int[] counts;

  private Counts(long[] grams, int[] counts) {
    this.grams = grams;
    this.counts = counts;
  }

  /** Sorts the grams in place and counts equal ones. */
  static Counts ofRuns(long[] all) {
    Arrays.sort(all);
    int[] counts = new int[all.length];
    int n = 0;
    for (int i = 0; i < all.length; i++) {
      if (i > 0 && all[i] == all[n - 1]) {
        counts[n - 1]++;
      } else {
        all[n] = all[i];
        counts[n++] = 1;
      }
    }
    return new Counts(Arrays.copyOf(all, n), Arrays.copyOf(counts, n));
  }

  /** Returns, for each gram without its first part, how many different first parts it has. */
  Counts withoutFirst(int tokens) {
    long mask = (1L << (tokens * NGramModel.BITS)) - 1;
    long[] shorter = new long[grams.length];
    for (int i = 0; i < grams.length; i++) {
      shorter[i] = grams[i] & mask;
    }
    return ofRuns(shorter);
  }

  /** Returns the different contexts, ascending: grams without their last token. */
  long[] contexts() {
    long[] contexts = new long[grams.length];
    int n = 0;
    for (long gram : grams) {
      long context = gram >>> NGramModel.BITS;
      if (n == 0 || contexts[n - 1] != context) {
        contexts[n++] = context;
      }
    }
    return Arrays.copyOf(contexts, n);
  }

  /** Returns the absolute discount, in (0, 1). */
  double discount() {
    long once = 0;
    long twice = 0;
    for (int count : counts) {
      once += count == 1 ? 1 : 0;
      twice += count == 2 ? 1 : 0;
    }
    return once == 0 || twice == 0 ? 0.5 : once / (once + 2.0 * twice);
  }

  long total(int from, int to) {
    long total = 0;
    for (int i = from; i < to; i++) {
      total += counts[i];
    }
    return total;
  }

  /** Returns the end of the run of grams from an index on that start with a context. */
  int endOfContext(int from, long context) {
    int to = from;
    while (to < grams.length && grams[to] >>> NGramModel.BITS == context) {
      to++;
    }
    return to;
  }
}
