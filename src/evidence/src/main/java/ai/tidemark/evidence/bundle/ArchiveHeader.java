package ai.tidemark.evidence.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The 512-byte header of a file in a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange
 * Format"). Every field but name, size and checksum is fixed, so that there is one header per name
 * and size, and a reader can make it again and compare.
 */
final class ArchiveHeader {
  /** Length of a header and of a unit of content. */
  static final int BLOCK = 512;

  /** Length of a name at most, in bytes. */
  static final int MOST_NAME = 100;

  /** Length of a file at most: eleven octal digits. */
  static final long MOST_SIZE = (1L << 33) - 1;

  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+(/[a-z0-9._-]+)*");
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int MAGIC_AT = 257;

  private ArchiveHeader() {}

  /** Returns whether a name may stand in an archive: no empty, {@code .} or {@code ..} segment. */
  static boolean isName(String name) {
    return name.length() <= MOST_NAME
        && NAME.matcher(name).matches()
        && Arrays.stream(name.split("/", -1)).noneMatch(s -> s.equals(".") || s.equals(".."));
  }

  /**
   * Returns the header of a file.
   *
   * @param size in 0..{@link #MOST_SIZE}
   */
  static byte[] encode(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, SIZE_AT, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    put(header, CHECKSUM_AT, "        ");
    header[156] = '0';
    put(header, MAGIC_AT, "ustar\00000");
    put(header, 329, "0000000");
    put(header, 337, "0000000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** Returns the name in a header, as ISO 8859-1, up to its first NUL. */
  static String name(byte[] header) {
    int end = 0;
    while (end < MOST_NAME && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** Returns the size in a header; -1 if it is not eleven octal digits. */
  static long size(byte[] header) {
    long size = 0;
    for (int i = SIZE_AT; i < SIZE_AT + 11; i++) {
      if (header[i] < '0' || header[i] > '7') {
        return -1;
      }
      size = size << 3 | (header[i] - '0');
    }
    return size;
  }
}
