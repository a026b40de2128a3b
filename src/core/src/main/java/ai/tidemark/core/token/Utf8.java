package ai.tidemark.core.token;

/** Checks UTF-8. */
final class Utf8 {
  /** Well-formed, no zero byte. */
  static final int PLAIN = 0;

  /** Well-formed, with a zero byte. */
  static final int WITH_ZERO = 1;

  /** Not well-formed. */
  static final int BROKEN = 2;

  private Utf8() {}

  /** Returns what text[0, length) is, after which 8 bytes that are zero must lie. */
  static int check(byte[] text, int length) {
    int at = 0;
    boolean zero = false;
    while (at < length) {
      long word = Words.load(text, at);
      if ((word & Words.HIGH) == 0) {
        zero |= Words.hasZero(word) && hasZero(word, length - at);
        at += 8;
      } else {
        int ascii = Words.before(word & Words.HIGH);
        zero |= ascii > 0 && hasZero(word, ascii);
        at = others(text, at + ascii);
        if (at < 0) {
          return BROKEN;
        }
      }
    }
    return at < 0 ? BROKEN : zero ? WITH_ZERO : PLAIN;
  }

  private static boolean hasZero(long word, int bytes) {
    return bytes >= 8 ? Words.hasZero(word) : Words.hasZero(word | (-1L << (bytes << 3)));
  }

  /** Returns where a run of characters above ASCII ends, or -1 if one is not well-formed. */
  private static int others(byte[] text, int from) {
    int at = from;
    while (text[at] < 0) {
      int length = length(text, at);
      if (length == 0) {
        return -1;
      }
      at += length;
    }
    return at;
  }

  /** Returns the length of a character above ASCII, or 0 if it is not well-formed. */
  private static int length(byte[] text, int at) {
    int lead = text[at] & 0xff;
    long word = Words.load(text, at);
    if (lead >= 0xC2 && lead < 0xE0) {
      return (word & 0xC000) == 0x8000 ? 2 : 0;
    }
    int second = text[at + 1] & 0xff;
    if (lead >= 0xE0 && lead < 0xF0) {
      boolean inRange = lead == 0xE0 ? second >= 0xA0 : lead == 0xED ? second < 0xA0 : true;
      return (word & 0xC0C000) == 0x808000 && inRange ? 3 : 0;
    }
    if (lead >= 0xF0 && lead < 0xF5) {
      boolean inRange = lead == 0xF0 ? second >= 0x90 : lead == 0xF4 ? second < 0x90 : true;
      return (word & 0xC0C0C000L) == 0x80808000L && inRange ? 4 : 0;
    }
    return 0;
  }
}
