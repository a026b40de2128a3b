package ai.tidemark.core.token;

import java.util.Random;

/**
 * Texts in which what patterns tell apart stands side by side: letters of every case, marks,
 * numbers of all scripts, every kind of white space, signs, contractions in odd case, code points
 * of all planes, unassigned ones among them.
 */
final class RandomTexts {
  private static final String[] PARTS = {
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u000B",
    "\u000C",
    "\u0085",
    "\u00A0",
    "\u1680",
    "\u2003",
    "\u2028",
    "\u2029",
    "\u202F",
    "\u205F",
    "\u3000",
    "\u200B",
    "\uFEFF",
    "\u001C",
    "\u180E",
    "'s",
    "'S",
    "'\u017F",
    "'T",
    "'re",
    "'rE",
    "'VE",
    "'m",
    "'LL",
    "'lL",
    "'d",
    "'x",
    "'",
    "''",
    "'\u212A",
    "/",
    "//",
    "/\n",
    ".",
    "!?",
    "->",
    "(",
    "\"",
    "<|endoftext|>",
    "<think>",
    "0",
    "12",
    "3456",
    "\u0663",
    "\u096F\u096F",
    "\u00BD",
    "\u216B",
    "\uD835\uDFD8",
    "\u4E00",
    "\u6F6E\u6C50",
    "\u3042\u30A2",
    "\uAC00",
    "\u0301",
    "\u0939\u093F\u0928\u094D",
    "\u0E17\u0E35\u0E48",
    "\u01C5",
    "\u02B0",
    "\u00AA",
    "\u00DF",
    "\u0130",
    "\u0131",
    "Word",
    "word",
    "WORD",
    "camelCase",
    "HTMLPage",
    "internationalization",
    "na\u00EFve",
    "\u00C4\u00E4",
    "\u0416\u0436",
    "\u0645\u0631\u062D",
    "\uD83D\uDE00",
    "\uD83D\uDC68\u200D\uD83D\uDC69",
    "\uFFFD",
    "\u0378",
    "\uE000",
    "\uDB40\uDC01",
    "\u0000",
    "a\u0000",
    "\u007F"
  };

  private RandomTexts() {}

  /** Returns up to 40 parts; some texts keep to few kinds, so that runs form. */
  static String next(Random random) {
    int kinds = random.nextInt(3) == 0 ? 2 + random.nextInt(5) : PARTS.length;
    int first = random.nextInt(PARTS.length);
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      int kind = random.nextInt(10);
      if (kind > 0) {
        text.append(PARTS[(first + random.nextInt(kinds) * 31) % PARTS.length]);
      } else {
        int c = random.nextInt(random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
        text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'A' : c);
      }
    }
    return text.toString();
  }
}
