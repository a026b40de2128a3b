package ai.tidemark.scan.state;

import ai.tidemark.scan.inference.TextForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tuples in the order of arrival, repeats included until they are {@linkplain #reduce made
 * distinct}: 16 bytes each, and a byte for text forms once a tuple is not in both. Grows by small
 * blocks, so that nothing is copied and no array is large. Not thread-safe.
 */
final class TupleStore {
  private static final int BLOCK_BITS = 10;

  /** Tuples of a block. */
  static final int BLOCK = 1 << BLOCK_BITS;

  private final List<long[]> blocks = new ArrayList<>(); // hi and lo in turn
  private final List<byte[]> forms = new ArrayList<>(); // none while every tuple is in both
  private int size;

  int size() {
    return size;
  }

  /** Returns whether a tuple may not be in both forms. */
  boolean hasForms() {
    return !forms.isEmpty();
  }

  /** Returns hi and lo of the tuples of a block, in turn. */
  long[] block(int b) {
    return blocks.get(b);
  }

  /** Returns the forms that a tuple is in. */
  int forms(int index) {
    return forms.isEmpty() ? TextForm.BOTH : forms.get(index >>> BLOCK_BITS)[index & (BLOCK - 1)];
  }

  /**
   * Appends tuples.
   *
   * @param pairs hi and lo in turn
   * @param from first tuple
   * @param n how many
   * @param in forms of each, from the same index; empty for tuples in both
   */
  void append(long[] pairs, int from, int n, byte[] in) {
    if (in.length > 0 && forms.isEmpty() && anyNotBoth(in, from, n)) {
      blocks.forEach(_ -> forms.add(filled()));
    }
    int done = 0;
    while (done < n) {
      int b = size >>> BLOCK_BITS;
      if (b == blocks.size()) {
        blocks.add(new long[2 * BLOCK]);
        if (!forms.isEmpty() || (in.length > 0 && anyNotBoth(in, from, n))) {
          forms.add(filled());
        }
      }
      int at = size & (BLOCK - 1);
      int taken = Math.min(n - done, BLOCK - at);
      System.arraycopy(pairs, 2 * (from + done), blocks.get(b), 2 * at, 2 * taken);
      if (!forms.isEmpty()) {
        if (in.length > 0) {
          System.arraycopy(in, from + done, forms.get(b), at, taken);
        } else {
          Arrays.fill(forms.get(b), at, at + taken, (byte) TextForm.BOTH);
        }
      }
      size += taken;
      done += taken;
    }
  }

  private static byte[] filled() {
    byte[] all = new byte[BLOCK];
    Arrays.fill(all, (byte) TextForm.BOTH);
    return all;
  }

  private static boolean anyNotBoth(byte[] in, int from, int n) {
    for (int i = from; i < from + n; i++) {
      if (in[i] != TextForm.BOTH) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the tuples distinct; one that came more than once is in the forms of all of them.
   *
   * @param level tuples that are not sampled at it are dropped
   * @param byZeros cleared; takes the number of distinct tuples by leading zeros of their hash
   */
  void reduce(Distinct distinct, int level, long[] byZeros) {
    Arrays.fill(byZeros, 0);
    distinct.begin(size, hasForms());
    for (int b = 0; b << BLOCK_BITS < size; b++) {
      byte[] in = hasForms() ? forms.get(b) : Distinct.NO_FORMS;
      distinct.add(blocks.get(b), in, inBlock(b), level, byZeros);
    }
    clear();
    distinct.appendTo(this);
  }

  /** Returns the digest of the tuples, which are distinct. */
  TupleDigest digest() {
    TupleDigest digest = new TupleDigest();
    for (int b = 0; b << BLOCK_BITS < size; b++) {
      long[] block = blocks.get(b);
      for (int i = 0; i < inBlock(b); i++) {
        digest.add(block[2 * i], block[2 * i + 1], forms((b << BLOCK_BITS) + i));
      }
    }
    return digest;
  }

  /** Adds the tuples to runs. */
  void forEach(TupleRuns runs) {
    for (int b = 0; b << BLOCK_BITS < size; b++) {
      runs.add(blocks.get(b), hasForms() ? forms.get(b) : Distinct.NO_FORMS, inBlock(b));
    }
  }

  private int inBlock(int b) {
    return Math.min(BLOCK, size - (b << BLOCK_BITS));
  }

  /** Forgets the tuples and keeps the memory. */
  void clear() {
    size = 0;
  }

  /** Gives back the memory that holds no tuple. */
  void trim() {
    int used = (size + BLOCK - 1) >>> BLOCK_BITS;
    blocks.subList(used, blocks.size()).clear();
    if (!forms.isEmpty() && used > 0) {
      forms.subList(used, forms.size()).clear();
    } else if (used == 0) {
      forms.clear();
    }
  }
}
