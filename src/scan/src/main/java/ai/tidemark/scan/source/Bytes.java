package ai.tidemark.scan.source;

/** Bytes that a reader hands over with the array they lie in: not copied, and not used again. */
public final class Bytes {
  /** No bytes. */
  static final Bytes NONE = new Bytes(new byte[0], 0);

  private final byte[] array;
  private final int length;

  /**
   * @param array entries [0, length) are meant
   */
  Bytes(byte[] array, int length) {
    this.array = array;
    this.length = length;
  }

  /** Returns the array; entries [0, {@link #length}) are meant. */
  byte[] array() {
    return array;
  }

  /** Returns how many bytes there are. */
  public int length() {
    return length;
  }
}
