package ai.tidemark.keys.derive;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Merkle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The commitments of one era: leaves of 64 bytes, tag || commitment, sorted by tag, each tag once.
 * Its {@link #root} (RFC 6962, leaf hash over the 64 bytes) stands in the era's record. Public.
 */
public final class CommitmentFile {
  /** Length of a leaf. */
  public static final int LEAF_BYTES = 64;

  /** Most leaves. */
  public static final int MOST_LEAVES = 1 << 20;

  private static final int TAG_BYTES = 32;
  private static final Comparator<byte[]> BY_TAG =
      (a, b) -> Arrays.compareUnsigned(a, 0, TAG_BYTES, b, 0, TAG_BYTES);

  private final List<byte[]> leaves;

  private CommitmentFile(List<byte[]> leaves) {
    this.leaves = leaves;
  }

  /**
   * The commitments of some seeds.
   *
   * @throws IllegalArgumentException if there is none, too many, or two of one subject
   */
  public static CommitmentFile of(Collection<EraSeed> seeds) {
    return ofLeaves(seeds.stream().map(CommitmentFile::leaf).toList());
  }

  /** Returns a seed's leaf, shape [64]. */
  public static byte[] leaf(EraSeed seed) {
    byte[] leaf = Arrays.copyOf(seed.tag(), LEAF_BYTES);
    System.arraycopy(seed.commitment(), 0, leaf, TAG_BYTES, TAG_BYTES);
    return leaf;
  }

  /**
   * Sorts leaves.
   *
   * @param leaves each of shape [64], in any order
   * @throws IllegalArgumentException if there is none, too many, or two of one tag
   */
  public static CommitmentFile ofLeaves(Collection<byte[]> leaves) {
    List<byte[]> sorted = new ArrayList<>(leaves);
    sorted.sort(BY_TAG);
    if (sorted.isEmpty() || sorted.size() > MOST_LEAVES) {
      throw new IllegalArgumentException(
          "an era has 1.." + MOST_LEAVES + " keys, but there are " + sorted.size());
    }
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.get(i).length != LEAF_BYTES) {
        throw new IllegalArgumentException("a leaf has 64 bytes, not " + sorted.get(i).length);
      }
      if (i > 0 && BY_TAG.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        throw new IllegalArgumentException("two keys of one subject in one era");
      }
    }
    return new CommitmentFile(sorted);
  }

  /**
   * Reads a commitment file.
   *
   * @param where names the source in messages
   * @throws BadInputException if it is not whole leaves, strictly increasing by tag
   */
  public static CommitmentFile parse(String where, byte[] bytes) {
    int size = bytes.length / LEAF_BYTES;
    if (size == 0 || size > MOST_LEAVES || bytes.length % LEAF_BYTES != 0) {
      throw new BadInputException(
          where,
          "must have 1.."
              + MOST_LEAVES
              + " leaves of 64 bytes, but has "
              + bytes.length
              + " bytes");
    }
    List<byte[]> leaves = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      leaves.add(Arrays.copyOfRange(bytes, i * LEAF_BYTES, (i + 1) * LEAF_BYTES));
      if (i > 0 && BY_TAG.compare(leaves.get(i - 1), leaves.get(i)) >= 0) {
        throw new BadInputException(where, "leaf " + i + ": tags must strictly increase");
      }
    }
    return new CommitmentFile(leaves);
  }

  /** Returns the file: all leaves, one after the other. */
  public byte[] bytes() {
    byte[] bytes = new byte[leaves.size() * LEAF_BYTES];
    for (int i = 0; i < leaves.size(); i++) {
      System.arraycopy(leaves.get(i), 0, bytes, i * LEAF_BYTES, LEAF_BYTES);
    }
    return bytes;
  }

  /** Returns the number of leaves. */
  public int size() {
    return leaves.size();
  }

  /** Returns the Merkle root over the leaves, shape [32]. */
  public byte[] root() {
    return Merkle.root(hashes());
  }

  /**
   * Returns the place of a subject's leaf.
   *
   * @param tag shape [32]
   */
  public OptionalInt find(byte[] tag) {
    byte[] probe = Arrays.copyOf(Hashes.require("tag", tag), LEAF_BYTES);
    int at = Collections.binarySearch(leaves, probe, BY_TAG);
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /** Returns a leaf, tag || commitment, shape [64]. */
  public byte[] leaf(int index) {
    return leaves.get(index).clone();
  }

  /** Returns whether a seed's commitment is the one that stands here for its tag. */
  public boolean holds(EraSeed seed) {
    OptionalInt at = find(seed.tag());
    return at.isPresent() && Arrays.equals(leaves.get(at.getAsInt()), leaf(seed));
  }

  /** Returns the audit path of a leaf under {@link #root}, nearest sibling first. */
  public List<byte[]> inclusion(int index) {
    return Merkle.inclusion(hashes(), index);
  }

  private List<byte[]> hashes() {
    return leaves.stream().map(Merkle::leaf).toList();
  }
}
