package ai.tidemark.keys.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The hashes of a tree's perfect subtrees, wherever they lie: in tiles, in memory. Roots and proofs
 * of any size are made of them, at most two for each level.
 */
@FunctionalInterface
public interface Subtrees {
  /**
   * Returns the hash of 2^level entries, those from index x 2^level on.
   *
   * @param level 0..62; 0 are leaf hashes
   * @param index of the subtree in its level
   */
  byte[] hash(int level, long index);

  /**
   * Returns the root of the tree over the first entries (RFC 6962 section 2.1).
   *
   * @param size at least 0
   */
  default byte[] root(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size must be at least 0, but is " + size);
    }
    return size == 0 ? Merkle.sha256() : range(0, size);
  }

  /**
   * Returns the audit path of an entry, nearest sibling first (RFC 6962 section 2.1.1).
   *
   * @param index in 0..size - 1
   */
  default List<byte[]> inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("index must be in 0.." + (size - 1) + ", but is " + index);
    }
    List<byte[]> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + Long.highestOneBit(to - from - 1);
      boolean right = index >= middle;
      path.addFirst(right ? range(from, middle) : range(middle, to));
      from = right ? middle : from;
      to = right ? to : middle;
    }
    return path;
  }

  /**
   * Returns the proof that the tree over the first entries is a beginning of a larger one (RFC 6962
   * section 2.1.2); of the empty tree and of equal sizes it is empty.
   *
   * @param old in 0..size
   */
  default List<byte[]> consistency(long old, long size) {
    if (old < 0 || old > size) {
      throw new IllegalArgumentException("old must be in 0.." + size + ", but is " + old);
    }
    List<byte[]> path = new ArrayList<>();
    if (old == 0) {
      return path;
    }
    long from = 0;
    long to = size;
    while (old < to) {
      long middle = from + Long.highestOneBit(to - from - 1);
      boolean right = old > middle;
      path.addFirst(right ? range(from, middle) : range(middle, to));
      from = right ? middle : from;
      to = right ? to : middle;
    }
    if (from > 0) { // else the verifier knows this hash: the old root
      path.addFirst(range(from, to));
    }
    return path;
  }

  private byte[] range(long from, long to) {
    long width = to - from;
    if (Long.bitCount(width) == 1) {
      int level = Long.numberOfTrailingZeros(width);
      return hash(level, from >> level);
    }
    long middle = from + Long.highestOneBit(width);
    return Merkle.node(range(from, middle), range(middle, to));
  }
}
