package ai.tidemark.testkit.language;

import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import java.nio.charset.StandardCharsets;

/**
 * One token per word: a decimal number below {@link #WORDS} is its own id, any other word a hash.
 * So ids written out with blanks between them read back as the same ids, which no trained tokenizer
 * promises.
 */
public final class NumberTokenizer implements Tokenizer {
  /** Ids of words are below this. */
  public static final int WORDS = 200_000;

  /** The one control token. */
  public static final int END = WORDS;

  @Override
  public String name() {
    return "numbers";
  }

  @Override
  public String fingerprint() {
    return "sha256:" + "5eed".repeat(16);
  }

  @Override
  public int vocabularySize() {
    return WORDS + 1;
  }

  @Override
  public void encode(String text, TokenBuffer out) {
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) <= ' ') {
        if (i > from) {
          out.add(id(text, from, i));
        }
        from = i + 1;
      }
    }
  }

  private static int id(String text, int from, int to) {
    int number = 0;
    int hash = 17;
    boolean digits = to - from <= 6;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      digits &= c >= '0' && c <= '9';
      number = 10 * number + (c - '0');
      hash = 31 * hash + c;
    }
    return digits && number < WORDS ? number : (hash >>> 1) % WORDS;
  }

  @Override
  public byte[] bytes(int id) {
    return id == END ? new byte[0] : (id + " ").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean isControl(int id) {
    return id == END;
  }

  /** Returns ids as text. */
  public static String text(int[] ids) {
    StringBuilder text = new StringBuilder(7 * ids.length);
    for (int id : ids) {
      text.append(text.isEmpty() ? "" : " ").append(id);
    }
    return text.toString();
  }
}
