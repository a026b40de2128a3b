package ai.tidemark.scan.source;

import java.nio.charset.StandardCharsets;

/**
 * Bytes where they lie: entries [from, to) of an array. Nothing is copied, and whoever hands them
 * over may use the array again once the receiver returns, unless it says otherwise.
 *
 * @param array never written to by a receiver
 * @param from first entry meant
 * @param to one past the last
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy is what it saves
public record Bytes(byte[] array, int from, int to) {
  /** No bytes. */
  public static final Bytes NONE = new Bytes(new byte[0], 0, 0);

  /** Validates. */
  public Bytes {
    if (from < 0 || to < from || to > array.length) {
      throw new IllegalArgumentException(
          "from and to must lie in 0.." + array.length + ", but are " + from + " and " + to);
    }
  }

  /** All of an array. */
  public static Bytes of(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /** Returns how many bytes there are. */
  public int length() {
    return to - from;
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return to == from;
  }

  /** Returns the text that they are in UTF-8. */
  public String utf8() {
    return new String(array, from, to - from, StandardCharsets.UTF_8);
  }

  /** Says how many bytes there are, never which. */
  @Override
  public String toString() {
    return "Bytes[" + length() + "]";
  }
}
