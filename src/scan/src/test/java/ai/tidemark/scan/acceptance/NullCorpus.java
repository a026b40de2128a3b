package ai.tidemark.scan.acceptance;

import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Innocent documents as they are on the web: 40 % hold one of 20 blocks of boilerplate, 10 % repeat
 * a line five times. About 120 tokens each.
 */
final class NullCorpus {
  /** Every position counts, wide, under the fleet key: what the coin would leave out is kept. */
  static final Contexts.Coined ALL = new Contexts.Coined(4, 2, 0, Contexts.Coined.ONE);

  private final List<int[]> documents = new ArrayList<>();

  NullCorpus(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ZipfLanguage language = new ZipfLanguage(seed);
    List<int[]> blocks = new ArrayList<>();
    for (int b = 0; b < 20; b++) {
      blocks.add(language.plain(60, random));
    }
    for (int d = 0; d < count; d++) {
      int kind = random.nextInt(10);
      if (kind < 4) {
        documents.add(joined(language.plain(60, random), blocks.get(random.nextInt(20))));
      } else if (kind == 4) {
        int[] line = language.plain(20, random);
        documents.add(joined(joined(line, line), joined(joined(line, line), line)));
      } else {
        documents.add(language.plain(120, random));
      }
    }
  }

  private static int[] joined(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  int size() {
    return documents.size();
  }

  /** Returns the distinct tuples of each document. */
  List<TupleSet> distinctInDocument(Contexts.Coined contexts) {
    List<TupleSet> sets = new ArrayList<>();
    for (int[] ids : documents) {
      TupleSet set = new TupleSet(128);
      Grams.forEach(contexts, ids, ids.length, set::add);
      sets.add(set);
    }
    return sets;
  }

  /** Tuples of a document in two arrays, repeats as they come. */
  static final class Tuples {
    private final long[] hi;
    private final long[] lo;

    private Tuples(long[] hi, long[] lo) {
      this.hi = hi;
      this.lo = lo;
    }

    static Tuples of(TupleSet set) {
      return new Tuples(Arrays.copyOf(set.hi(), set.size()), Arrays.copyOf(set.lo(), set.size()));
    }

    long[] hi() {
      return hi;
    }

    long[] lo() {
      return lo;
    }
  }

  /** Returns the tuples of each document: each once within it. */
  List<Tuples> onceInDocument() {
    return distinctInDocument(ALL).stream().map(Tuples::of).toList();
  }

  /** Returns the tuples of each document: each only in the first document that has it. */
  List<Tuples> onceInCorpus() {
    TupleSet seen = new TupleSet(1 << 16);
    List<Tuples> owned = new ArrayList<>();
    for (TupleSet set : distinctInDocument(ALL)) {
      TupleSet own = new TupleSet(128);
      for (int i = 0; i < set.size(); i++) {
        if (seen.add(set.hi()[i], set.lo()[i])) {
          own.add(set.hi()[i], set.lo()[i]);
        }
      }
      owned.add(Tuples.of(own));
    }
    return owned;
  }

  /** Returns the tuples of each document with every repeat: the mutation without dedup. */
  List<Tuples> withRepeats() {
    List<Tuples> all = new ArrayList<>();
    for (int[] ids : documents) {
      long[] hi = new long[ids.length];
      long[] lo = new long[ids.length];
      int[] n = new int[1];
      Grams.forEach(
          ALL,
          ids,
          ids.length,
          (high, low) -> {
            hi[n[0]] = high;
            lo[n[0]++] = low;
          });
      all.add(new Tuples(Arrays.copyOf(hi, n[0]), Arrays.copyOf(lo, n[0])));
    }
    return all;
  }
}
