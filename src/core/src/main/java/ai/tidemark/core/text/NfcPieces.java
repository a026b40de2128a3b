package ai.tidemark.core.text;

import java.text.Normalizer;

/**
 * Normalization form C (UAX #15) of a text that comes in pieces. What comes out, put together, is
 * the form of the whole text: it is cut only at code points before which the form has a boundary,
 * and what follows the last of them is held back. Not thread-safe.
 */
public final class NfcPieces {
  private final StringBuilder held = new StringBuilder();

  /**
   * Takes the next piece and returns what is settled, perhaps nothing.
   *
   * @param piece whole code points
   */
  public String push(String piece) {
    int from = held.length();
    held.append(piece);
    for (int at = held.length(); at > from; ) {
      int codePoint = held.codePointBefore(at);
      at -= Character.charCount(codePoint);
      if ((CharacterTable.N1.entry(codePoint) & CharacterTable.JOINS) == 0) {
        return take(at);
      }
    }
    return "";
  }

  /** Returns the rest. */
  public String finish() {
    return take(held.length());
  }

  /** Returns how many characters are held back. */
  public int held() {
    return held.length();
  }

  private String take(int length) {
    String settled = Normalizer.normalize(held.substring(0, length), Normalizer.Form.NFC);
    held.delete(0, length);
    return settled;
  }
}
