package ai.tidemark.core.text;

import java.util.SplittableRandom;

/** Random text of the kinds of code points that N1 treats, and of any. */
final class RandomText {
  private static final int[] TREATED = new int[20_000];
  private static final int[] COMPOSABLE = new int[20_000];
  private static final int TREATED_COUNT;
  private static final int COMPOSABLE_COUNT;

  static {
    int treated = 0;
    int composable = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int entry = CharacterTable.N1.entry(c);
      boolean hangul = c >= 0xAC00 && c < 0xD7A0;
      if ((entry & 0xF00) != 0 && (!hangul || c % 97 == 0)) {
        COMPOSABLE[composable++] = c;
      }
      boolean kind =
          (entry & (CharacterTable.UNCONDITIONAL | CharacterTable.CONFUSABLE)) != 0
              || CharacterTable.removed(CharacterTable.type(entry));
      if (kind && c < 0xE0200) {
        TREATED[treated++] = c;
      }
    }
    TREATED_COUNT = treated;
    COMPOSABLE_COUNT = composable;
  }

  private RandomText() {}

  /** Returns text of mixed kinds, lone surrogates and line ends included. */
  static String of(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    int style = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(style == 0 ? 10 : 8)) {
        case 0, 1 -> text.appendCodePoint(TREATED[random.nextInt(TREATED_COUNT)]);
        case 2 -> text.append((char) random.nextInt('a', 'z' + 1));
        case 3 -> text.appendCodePoint(random.nextInt(0x370, 0x530));
        case 4 ->
            text.append(
                " \u0301\u0338\u200B=\uFF1D\u3000,е\uD835\uDC00\n".charAt(random.nextInt(12)));
        case 5 -> text.append("аеοсA1");
        case 6 -> text.appendCodePoint(COMPOSABLE[random.nextInt(COMPOSABLE_COUNT)]);
        case 7 -> text.append((char) random.nextInt(0xFF00, 0xFFF0));
        case 8 -> text.append((char) random.nextInt(0x3000, 0x3100));
        default -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      }
    }
    return text.toString();
  }

  /** Returns text of code points that matter to NFC, at most 30 without a boundary in a row. */
  static String composable(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x41, 0x5B));
        case 1 -> text.appendCodePoint(random.nextInt(0x300, 0x345));
        case 2 -> text.append((char) random.nextInt(0x1100, 0x11C3));
        default -> text.appendCodePoint(COMPOSABLE[random.nextInt(COMPOSABLE_COUNT)]);
      }
    }
    return text.toString();
  }
}
