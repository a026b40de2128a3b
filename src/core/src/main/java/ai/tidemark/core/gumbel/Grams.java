package ai.tidemark.core.gumbel;

import ai.tidemark.core.scheme.Contexts;
import java.util.Objects;

/**
 * Which tuples a document holds: for every scored position its wide and its narrow gram. Both sets
 * are key-independent; the coin of a key later decides which of the two counts (docs/formats,
 * section "Scoring").
 */
public final class Grams {
  private Grams() {}

  /** Receives the tuples of a document, repeats included. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one tuple: bits 127..64 and 63..0 of its block. */
    void tuple(long hi, long lo);
  }

  /**
   * Pushes the tuples of one document: positions from the widest context on whose gram holds no id
   * of 2^18 or more. A tuple that no coin could ever select (share 0 or 1) is left out.
   *
   * @param ids token ids of the document, no control tokens, shape [>= n]
   * @param n how many ids
   * @return how many positions are scored
   */
  public static int forEach(Contexts.Coined contexts, int[] ids, int n, Sink sink) {
    int wide = contexts.wide();
    int narrow = contexts.narrow();
    boolean anyWide = contexts.narrowShare() < Contexts.Coined.ONE;
    boolean anyNarrow = contexts.narrowShare() > 0;
    int positions = 0;
    int tooLarge = -1; // last index whose id does not fit a slot; -1 = none
    for (int i = 0; i < n; i++) {
      if (ids[i] >= Block.ID_LIMIT || ids[i] < 0) {
        tooLarge = i;
      }
      if (i < wide || (tooLarge >= 0 && tooLarge >= i - wide)) {
        continue;
      }
      positions++;
      if (anyWide) {
        sink.tuple(Block.hi(Block.WIDE, ids, i, wide), Block.lo(ids, i, wide));
      }
      if (anyNarrow) {
        sink.tuple(Block.hi(Block.NARROW, ids, i, narrow), Block.lo(ids, i, narrow));
      }
    }
    return positions;
  }

  /**
   * Adds the tuples of one document to a set, as {@link #forEach} would push them.
   *
   * @param ids token ids of the document, no control tokens, shape [>= n]
   * @param n how many ids
   * @return how many positions are scored
   */
  public static int addTo(TupleSet set, Contexts.Coined contexts, int[] ids, int n) {
    Objects.checkFromToIndex(0, n, ids.length);
    int wide = contexts.wide();
    boolean anyWide = contexts.narrowShare() < Contexts.Coined.ONE;
    boolean anyNarrow = contexts.narrowShare() > 0;
    long wideHi = Block.hiMask(wide);
    long narrowHi = Block.hiMask(contexts.narrow());
    long narrowLo = Block.loMask(contexts.narrow());
    long hi = 0; // the last seven ids, slot by slot
    long lo = 0;
    int run = 0; // ids since the last that does not fit a slot
    int positions = 0;
    for (int i = 0; i < n; i++) {
      int id = ids[i];
      hi = (hi << Block.SLOT_BITS) | (lo >>> (Long.SIZE - Block.SLOT_BITS));
      lo = (lo << Block.SLOT_BITS) | id;
      run = Integer.compareUnsigned(id, Block.ID_LIMIT) < 0 ? run + 1 : 0;
      if (run <= wide) {
        continue;
      }
      positions++;
      if (anyWide) {
        set.add(hi & wideHi, lo);
      }
      if (anyNarrow) {
        set.add(Block.NARROW_HI | (hi & narrowHi), lo & narrowLo);
      }
    }
    return positions;
  }
}
