package ai.tidemark.core.token;

/** A metadata value that was asked for, of the types a tokenizer needs. */
sealed interface GgufValue {
  /** A string. */
  record Text(String text) implements GgufValue {}

  /** An integer of at most 64 bits. */
  record Whole(long value) implements GgufValue {}

  /** A bool. */
  record Flag(boolean value) implements GgufValue {}

  /** An array of strings, as bytes. */
  record Strings(ByteTable table) implements GgufValue {}

  /** An array of 32-bit floats. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Floats(float[] values) implements GgufValue {}

  /** An array of 32-bit integers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ints(int[] values) implements GgufValue {}

  /** Anything else; only its type is known. */
  record Other(String type) implements GgufValue {}
}
