package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.sign.Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A signed note (C2SP signed-note): a text, an empty line, and signature lines {@code — name
 * base64(id || signature)}. Reading one verifies nothing.
 *
 * @param text ends with a newline; UTF-8 without control characters but newline
 * @param signatures 1..100
 */
public record Note(String text, List<Signature> signatures) {
  /** The longest note that is read. */
  public static final int MOST_BYTES = 1_000_000;

  /** The most signatures that a note may bear. */
  public static final int MOST_SIGNATURES = 100;

  private static final String DASH = "— ";

  /** Checks the text's shape and the number of signatures. */
  public Note {
    signatures = List.copyOf(signatures);
    checkText(text);
    if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
      throw new IllegalArgumentException(
          "a note must bear 1.." + MOST_SIGNATURES + " signatures, not " + signatures.size());
    }
  }

  static void checkText(String text) {
    if (!text.endsWith("\n") || !LogText.isLine(text.replace('\n', ' '))) {
      throw new IllegalArgumentException(
          "a note's text must end with a newline and hold no other control character");
    }
  }

  /**
   * Reads a note. Bytes that are read are those that {@link #encode} writes.
   *
   * @param where file, for messages
   * @throws BadInputException if it is malformed
   */
  public static Note parse(String where, byte[] bytes) {
    String all = LogText.decode(where, bytes, MOST_BYTES);
    int split = all.lastIndexOf("\n\n");
    if (split < 0 || !all.endsWith("\n") || split + 2 == all.length()) {
      throw new BadInputException(
          where, "a note must be a text, an empty line and signature lines, each with a newline");
    }
    String text = all.substring(0, split + 1);
    int line = 2 + (int) text.chars().filter(c -> c == '\n').count();
    List<Signature> signatures = new ArrayList<>();
    for (int from = split + 2; from < all.length(); line++) {
      if (signatures.size() == MOST_SIGNATURES) {
        throw new BadInputException(
            LogText.at(where, line), "a note may bear at most " + MOST_SIGNATURES + " signatures");
      }
      int end = all.indexOf('\n', from);
      signatures.add(Signature.parse(LogText.at(where, line), all.substring(from, end)));
      from = end + 1;
    }
    return new Note(text, signatures);
  }

  /** Returns its bytes. */
  public byte[] encode() {
    StringBuilder out = new StringBuilder(text).append('\n');
    for (Signature signature : signatures) {
      out.append(signature.line()).append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns whether a line is a log's signature over the text (type 0x01) by a key. */
  public boolean verifies(Vkey key, Signature signature) {
    return key.kind() == Vkey.Kind.ED25519_LOG
        && key.claims(signature)
        && Verifier.verify(
            key.kind().algorithm(),
            key.publicKey(),
            text.getBytes(StandardCharsets.UTF_8),
            signature.bytes());
  }

  /** Returns the note with one more signature, which replaces any by the same key. */
  public Note with(Signature signature) {
    List<Signature> all = new ArrayList<>(signatures);
    all.removeIf(s -> s.keyId() == signature.keyId() && s.name().equals(signature.name()));
    all.add(signature);
    return new Note(text, all);
  }

  /**
   * A signature line.
   *
   * @param name of the key
   * @param keyId of the key, big-endian
   * @param bytes the signature, at least one byte; for a cosignature time and signature
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
  public record Signature(String name, int keyId, byte[] bytes) {
    /** Checks its shape. */
    public Signature {
      bytes = bytes.clone();
      if (!LogText.isKeyName(name) || bytes.length == 0) {
        throw new IllegalArgumentException("a signature needs a key's name and at least one byte");
      }
    }

    /**
     * Reads a line, without its newline.
     *
     * @param where file and line, for messages
     * @throws BadInputException if it is malformed
     */
    public static Signature parse(String where, String line) {
      int space = line.indexOf(' ', DASH.length());
      if (!line.startsWith(DASH) || space < 0) {
        throw new BadInputException(where, "a signature line must be: em dash, name, base64");
      }
      String name = line.substring(DASH.length(), space);
      if (!LogText.isKeyName(name)) {
        throw new BadInputException(
            where, "a key's name must not be empty nor hold spaces, plus or control characters");
      }
      byte[] all = LogText.base64(where, line.substring(space + 1));
      if (all.length <= Integer.BYTES) {
        throw new BadInputException(where, "a signature must follow the key's id of 4 bytes");
      }
      return new Signature(
          name, ByteBuffer.wrap(all).getInt(), Arrays.copyOfRange(all, Integer.BYTES, all.length));
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    /** Returns the line, without a newline. */
    public String line() {
      byte[] all =
          ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(keyId).put(bytes).array();
      return DASH + name + " " + LogText.base64(all);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Signature that
          && keyId == that.keyId
          && name.equals(that.name)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, keyId, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
      return line();
    }
  }
}
