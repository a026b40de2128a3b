package ai.tidemark.evidence.forge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Changes archives in ways that the writer refuses to. */
public final class Archives {
  private static final int BLOCK = 512;

  private Archives() {}

  /**
   * A file of an archive: header, content and padding.
   *
   * @param offset of its header
   * @param length of all three
   */
  public record Part(String name, int offset, int length) {}

  /** Returns the files of a sound archive. */
  public static List<Part> parts(byte[] archive) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (archive[at] != 0) {
      int end = at;
      while (archive[end] != 0) {
        end++;
      }
      String name = new String(archive, at, end - at, StandardCharsets.US_ASCII);
      int size = Integer.parseInt(new String(archive, at + 124, 11, StandardCharsets.US_ASCII), 8);
      int length = BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
      parts.add(new Part(name, at, length));
      at += length;
    }
    return parts;
  }

  /** Returns the archive of some parts of another, in the order given. */
  public static byte[] of(byte[] archive, List<Part> parts) {
    int size = parts.stream().mapToInt(Part::length).sum() + 2 * BLOCK;
    byte[] out = new byte[size];
    int at = 0;
    for (Part part : parts) {
      System.arraycopy(archive, part.offset(), out, at, part.length());
      at += part.length();
    }
    return out;
  }

  /** Gives a file another name, with a sound checksum. */
  public static byte[] renamed(byte[] archive, Part part, String name) {
    byte[] out = archive.clone();
    Arrays.fill(out, part.offset(), part.offset() + 100, (byte) 0);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, out, part.offset(), Math.min(100, bytes.length));
    checksum(out, part.offset());
    return out;
  }

  /** Sets a byte of a header, with a sound checksum. */
  public static byte[] set(byte[] archive, Part part, int at, int value) {
    byte[] out = archive.clone();
    out[part.offset() + at] = (byte) value;
    checksum(out, part.offset());
    return out;
  }

  private static void checksum(byte[] archive, int offset) {
    Arrays.fill(archive, offset + 148, offset + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += archive[offset + i] & 0xFF;
    }
    byte[] text = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, archive, offset + 148, 8);
  }
}
