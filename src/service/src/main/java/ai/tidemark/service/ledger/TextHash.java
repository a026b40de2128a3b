package ai.tidemark.service.ledger;

import ai.tidemark.core.text.NfcPieces;
import ai.tidemark.keys.ledger.Generation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of an answer's text in NFC, UTF-8, taken piece by piece; of the text no more is kept than
 * what its next character may still change. A text that leaves more than 4,096 characters open has
 * no hash: no language writes so, and putting n marks into order costs n^2 steps. Not thread-safe.
 */
public final class TextHash {
  /** Most characters kept. */
  static final int MOST_HELD = 4096;

  private final NfcPieces pieces = new NfcPieces();
  private final MessageDigest digest;
  private boolean tooLong;

  /** A hash of nothing so far. */
  public TextHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** Takes the next piece, whole characters. */
  public void push(String piece) {
    if (tooLong) {
      return;
    }
    add(pieces.push(piece));
    tooLong = pieces.held() > MOST_HELD;
  }

  private void add(String settled) {
    digest.update(settled.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the hash in hex, or {@link Generation#NONE}; then nothing may be pushed. */
  public String finish() {
    if (tooLong) {
      return Generation.NONE;
    }
    add(pieces.finish());
    return HexFormat.of().formatHex(digest.digest());
  }
}
