package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a bundle of entries (C2SP tlog-tiles): up to 256 entries, each behind its length as
 * a big-endian uint16.
 */
public final class EntryBundle {
  /** The longest entry. */
  public static final int MOST_ENTRY_BYTES = 65_535;

  private EntryBundle() {}

  /**
   * Splits a bundle.
   *
   * @param where file, for messages
   * @param width number of its entries, 1..256, as its path says
   * @throws BadInputException if it holds fewer or more bytes
   */
  public static List<byte[]> parse(String where, int width, byte[] bytes) {
    List<byte[]> entries = new ArrayList<>(width);
    int at = 0;
    for (int i = 0; i < width; i++) {
      int from = at + Short.BYTES;
      int length = from > bytes.length ? 0 : ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
      if (from > bytes.length - length) {
        throw new BadInputException(
            where, "ends within entry " + i + " of " + width + "; the file is cut short");
      }
      entries.add(Arrays.copyOfRange(bytes, from, from + length));
      at = from + length;
    }
    if (at != bytes.length) {
      throw new BadInputException(
          where, "has " + (bytes.length - at) + " bytes after its " + width + " entries");
    }
    return entries;
  }

  /**
   * Joins entries.
   *
   * @param entries 1..256 of at most 65,535 bytes
   */
  public static byte[] encode(List<byte[]> entries) {
    if (entries.isEmpty() || entries.size() > TilePath.FULL) {
      throw new IllegalArgumentException(
          "a bundle must have 1..256 entries, not " + entries.size());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > MOST_ENTRY_BYTES) {
        throw new IllegalArgumentException(
            "an entry must have at most 65535 bytes, but has " + entry.length);
      }
      bytes.write(entry.length >> 8);
      bytes.write(entry.length);
      bytes.writeBytes(entry);
    }
    return bytes.toByteArray();
  }
}
