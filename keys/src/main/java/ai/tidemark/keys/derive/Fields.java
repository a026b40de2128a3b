package ai.tidemark.keys.derive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The input of a hash or a MAC: a versioned label, then fields, each preceded by its length as two
 * bytes, big-endian. Two different lists of fields never give the same bytes.
 */
public final class Fields {
  private static final int LONGEST = 0xffff;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Fields() {}

  /** Begins with a label, for example {@code tidemark/era/v1}. */
  public static Fields of(String label) {
    return new Fields().text(label);
  }

  /** Adds a text as UTF-8. */
  public Fields text(String text) {
    try {
      ByteBuffer utf8 =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[utf8.remaining()];
      utf8.get(bytes);
      return raw(bytes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text field has half a surrogate pair", e);
    }
  }

  /** Adds bytes as they are. */
  public Fields raw(byte[] bytes) {
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "a field has at most " + LONGEST + " bytes, but this one has " + bytes.length);
    }
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** Returns all bytes. */
  public byte[] bytes() {
    return out.toByteArray();
  }
}
