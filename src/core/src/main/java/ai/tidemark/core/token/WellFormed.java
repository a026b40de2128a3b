package ai.tidemark.core.token;

/** Text that UTF-8 can carry. */
final class WellFormed {
  private WellFormed() {}

  /** Returns the text with every unpaired surrogate replaced by U+FFFD; itself if there is none. */
  static String text(String text) {
    int first = unpaired(text, 0);
    if (first < 0) {
      return text;
    }
    StringBuilder fixed = new StringBuilder(text);
    for (int i = first; i >= 0; i = unpaired(text, i + 1)) {
      fixed.setCharAt(i, '\uFFFD');
    }
    return fixed.toString();
  }

  private static int unpaired(String text, int from) {
    int n = text.length();
    int i = from;
    while (i < n) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        i++;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < n
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i += 2;
      } else {
        return i;
      }
    }
    return -1;
  }
}
