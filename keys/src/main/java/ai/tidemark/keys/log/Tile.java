package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of a tile of hashes (C2SP tlog-tiles): up to 256 hashes, one after another. */
public final class Tile {
  private Tile() {}

  /**
   * Splits a tile.
   *
   * @param where file, for messages
   * @param width number of its hashes, 1..256, as its path says
   * @throws BadInputException if it has another length
   */
  public static List<byte[]> parse(String where, int width, byte[] bytes) {
    if (bytes.length != width * Merkle.BYTES) {
      throw new BadInputException(
          where,
          "a tile of "
              + width
              + " hashes must have "
              + width * Merkle.BYTES
              + " bytes, but has "
              + bytes.length);
    }
    List<byte[]> hashes = new ArrayList<>(width);
    for (int i = 0; i < bytes.length; i += Merkle.BYTES) {
      hashes.add(Arrays.copyOfRange(bytes, i, i + Merkle.BYTES));
    }
    return hashes;
  }

  /**
   * Joins hashes.
   *
   * @param hashes 1..256 of 32 bytes
   */
  public static byte[] encode(List<byte[]> hashes) {
    if (hashes.isEmpty() || hashes.size() > TilePath.FULL) {
      throw new IllegalArgumentException("a tile must have 1..256 hashes, not " + hashes.size());
    }
    byte[] bytes = new byte[hashes.size() * Merkle.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      byte[] hash = hashes.get(i);
      if (hash.length != Merkle.BYTES) {
        throw new IllegalArgumentException("a hash must have 32 bytes, but has " + hash.length);
      }
      System.arraycopy(hash, 0, bytes, i * Merkle.BYTES, Merkle.BYTES);
    }
    return bytes;
  }
}
