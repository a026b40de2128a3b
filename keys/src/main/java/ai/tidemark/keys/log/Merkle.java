package ai.tidemark.keys.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 section 2.1 over SHA-256: leaf hash H(0x00 || d), node hash H(0x01 ||
 * left || right). Hashes are 32 bytes. Verification follows RFC 9162 sections 2.1.3.2 and 2.1.4.2.
 */
public final class Merkle {
  /** Length of a hash. */
  public static final int BYTES = 32;

  private static final int MOST_PROOF = 63;

  private Merkle() {}

  /** Hashes some bytes. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** Returns the hash of a leaf. */
  public static byte[] leaf(byte[] data) {
    MessageDigest digest = digest();
    digest.update((byte) 0);
    return digest.digest(data);
  }

  /** Returns the hash of an inner node. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = digest();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** Returns the root over leaf hashes; of none, the hash of nothing. */
  public static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return sha256();
    }
    List<byte[]> level = leaves;
    while (level.size() > 1) {
      // pairing from the left and passing the odd one up gives the splits at powers of two
      List<byte[]> above = new ArrayList<>(level.size() / 2 + 1);
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(node(level.get(i), level.get(i + 1)));
      }
      if (level.size() % 2 == 1) {
        above.add(level.getLast());
      }
      level = above;
    }
    return level.getFirst().clone();
  }

  /**
   * Returns the audit path of a leaf, nearest sibling first.
   *
   * @param index of the leaf, in 0..size - 1
   */
  public static List<byte[]> inclusion(List<byte[]> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IllegalArgumentException(
          "index must be in 0.." + (leaves.size() - 1) + ", but is " + index);
    }
    List<byte[]> path = new ArrayList<>();
    List<byte[]> part = leaves;
    int at = index;
    while (part.size() > 1) {
      int split = split(part.size());
      boolean right = at >= split;
      path.addFirst(root(right ? part.subList(0, split) : part.subList(split, part.size())));
      part = right ? part.subList(split, part.size()) : part.subList(0, split);
      at -= right ? split : 0;
    }
    return path;
  }

  /**
   * Returns the proof that the tree over the first leaves is a beginning of the whole.
   *
   * @param size of the older tree, in 1..number of leaves
   */
  public static List<byte[]> consistency(List<byte[]> leaves, int size) {
    if (size < 1 || size > leaves.size()) {
      throw new IllegalArgumentException(
          "size must be in 1.." + leaves.size() + ", but is " + size);
    }
    List<byte[]> path = new ArrayList<>();
    List<byte[]> part = leaves;
    int old = size;
    boolean whole = true; // the older tree's root is known to the verifier
    while (old < part.size()) {
      int split = split(part.size());
      boolean right = old > split;
      path.addFirst(root(right ? part.subList(0, split) : part.subList(split, part.size())));
      part = right ? part.subList(split, part.size()) : part.subList(0, split);
      whole &= !right;
      old -= right ? split : 0;
    }
    if (!whole) {
      path.addFirst(root(part));
    }
    return path;
  }

  /** Returns the largest power of two below a size of at least 2. */
  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }

  /**
   * Returns whether a path shows a leaf in a tree.
   *
   * @param path nearest sibling first; any number of hashes
   */
  public static boolean includes(
      byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size || path.size() > MOST_PROOF || anyOtherLength(path)) {
      return false;
    }
    long at = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (byte[] sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = node(sibling, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0 && MessageDigest.isEqual(hash, root);
  }

  /**
   * Returns whether a proof shows that one tree is a beginning of another. The empty tree is a
   * beginning of all, with an empty proof and its own root.
   */
  public static boolean consistent(
      long oldSize, byte[] oldRoot, long size, byte[] root, List<byte[]> proof) {
    if (oldSize < 0 || oldSize > size || proof.size() > MOST_PROOF || anyOtherLength(proof)) {
      return false;
    }
    if (oldSize == 0) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, sha256());
    }
    if (oldSize == size) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, root);
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    long at = oldSize - 1;
    long last = size - 1;
    while ((at & 1) == 1) {
      at >>>= 1;
      last >>>= 1;
    }
    byte[] oldHash = path.getFirst();
    byte[] hash = path.getFirst();
    for (byte[] sibling : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        oldHash = node(sibling, oldHash);
        hash = node(sibling, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      at >>>= 1;
      last >>>= 1;
    }
    return last == 0
        && MessageDigest.isEqual(oldHash, oldRoot)
        && MessageDigest.isEqual(hash, root);
  }

  private static boolean anyOtherLength(List<byte[]> hashes) {
    return !hashes.stream().allMatch(hash -> hash.length == BYTES);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
