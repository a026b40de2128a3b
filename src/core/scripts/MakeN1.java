import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.util.VersionInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the table of the normaliser N1 from ICU4J 77.1, that is Unicode 16.0:
 *
 * <pre>
 * java -cp icu4j-77.1.jar MakeN1.java > ../src/main/resources/ai/tidemark/core/text/n1.txt
 * </pre>
 *
 * The head of its output says what the lines mean. icu4j-77.1.jar is com.ibm.icu:icu4j:77.1 with
 * SHA-256 b3640b9f416a4411fd33c59abbeea8fd57d024c23e1819bf9673220a97499fe3.
 */
final class MakeN1 {
  private static final int[] FOLDED_SCRIPTS = {
    UScript.GREEK,
    UScript.CYRILLIC,
    UScript.COPTIC,
    UScript.ARMENIAN,
    UScript.CHEROKEE,
    UScript.LISU
  };
  private static final String FOLDED_CLASSES = "GRPEKU";
  private static final int[] EAST_ASIAN = {
    UScript.HAN, UScript.HIRAGANA, UScript.KATAKANA, UScript.BOPOMOFO, UScript.HANGUL, UScript.YI
  };
  private static final int LAST = 0x10FFFF;

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
  private static final SpoofChecker SPOOF =
      new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

  public static void main(String[] args) {
    if (!UCharacter.getUnicodeVersion().equals(VersionInfo.getInstance(16, 0))) {
      throw new IllegalStateException("this is not Unicode 16.0");
    }
    StringBuilder out = new StringBuilder(HEAD);
    classes(out);
    Map<Integer, String> styled = new TreeMap<>();
    Map<Integer, String> confusable = new TreeMap<>();
    Map<String, String> letters = asciiLetters();
    for (int c = 0x80; c <= LAST; c++) {
      String plain = plain(c);
      if (plain != null) {
        styled.put(c, plain);
      } else if (foldedScript(c) >= 0 && UCharacter.isLetter(c)) {
        String latin = latin(c, letters);
        if (latin != null) {
          confusable.put(c, latin);
        }
      }
    }
    styled.forEach((c, to) -> mapping(out, c, '>', to));
    confusable.forEach((c, to) -> mapping(out, c, '~', to));
    System.out.print(out);
  }

  private static final String HEAD =
      """
      # Table of the normaliser N1, Unicode 16.0. Made by src/core/scripts/MakeN1.java from ICU4J 77.1
      # (com.ibm.icu:icu4j:77.1); do not edit. Derived from Unicode data files, see UNICODE-LICENSE.txt.
      #
      # FIRST LAST CLASS [FLAGS]   code points in hexadecimal; not listed: class o, no flags
      #   class i default ignorable (not b, v)   b bidi control   v variation selector
      #         s space (Zs but U+0020, U+1680, U+3000)   n line separator (U+0085, U+2028, U+2029)
      #         w full-width punctuation and U+3000   l Latin letter   d decimal digit   m mark
      #         c East Asian letter   p other East Asian character   a any other letter   o other
      #         letters of the scripts that are folded: G Greek, R Cyrillic, P Coptic, E Armenian, K Cherokee, U Lisu
      #   flags J no NFC boundary before   S no NFC boundary after   Q NFC changes it   M NFC quick check is not Yes
      # CODE > CODE...   styled form (<font>, <wide>, Latin ligature) and what it becomes, NFKC
      # CODE ~ CODE...   letter of a folded script and the Latin letter of the same category with the same
      #                  confusable skeleton (UTS #39); accents as in the canonical decomposition
      """;

  private static void classes(StringBuilder out) {
    String open = "";
    int first = 0;
    for (int c = 0; c <= LAST + 1; c++) {
      String name = c > LAST ? "" : describe(c);
      if (!name.equals(open)) {
        if (!open.isEmpty() && !open.equals("o")) {
          out.append(Integer.toHexString(first).toUpperCase(java.util.Locale.ROOT)).append(' ');
          out.append(Integer.toHexString(c - 1).toUpperCase(java.util.Locale.ROOT)).append(' ');
          out.append(open).append('\n');
        }
        first = c;
        open = name;
      }
    }
  }

  private static String describe(int c) {
    String flags = "";
    if (c < 0xD800 || c > 0xDFFF) {
      flags += NFC.hasBoundaryBefore(c) ? "" : "J";
      flags += NFC.hasBoundaryAfter(c) ? "" : "S";
      flags += NFC.getDecomposition(c) != null && !NFC.isNormalized(text(c)) ? "Q" : "";
      flags += UCharacter.getIntPropertyValue(c, UProperty.NFC_QUICK_CHECK) == 1 ? "" : "M";
    }
    return type(c) + (flags.isEmpty() ? "" : " " + flags);
  }

  private static char type(int c) {
    if (UCharacter.hasBinaryProperty(c, UProperty.BIDI_CONTROL)) {
      return 'b';
    }
    if (UCharacter.hasBinaryProperty(c, UProperty.VARIATION_SELECTOR)) {
      return 'v';
    }
    if (UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
      return 'i';
    }
    if (c == 0x85 || c == 0x2028 || c == 0x2029) {
      return 'n';
    }
    if (c == 0x3000 || c >= 0xFF01 && c <= 0xFF5E && !UCharacter.isLetterOrDigit(c)) {
      return 'w';
    }
    int category = UCharacter.getType(c);
    if (category == UCharacter.SPACE_SEPARATOR && c != ' ' && c != 0x1680) {
      return 's';
    }
    if (category == UCharacter.DECIMAL_DIGIT_NUMBER) {
      return 'd';
    }
    if (category == UCharacter.NON_SPACING_MARK
        || category == UCharacter.ENCLOSING_MARK
        || category == UCharacter.COMBINING_SPACING_MARK) {
      return 'm';
    }
    boolean letter = UCharacter.isLetter(c);
    if (letter && UScript.getScript(c) == UScript.LATIN) {
      return 'l';
    }
    if (letter && foldedScript(c) >= 0) {
      return FOLDED_CLASSES.charAt(foldedScript(c));
    }
    if (c >= 0x1100 && eastAsian(c)) {
      return letter ? 'c' : 'p';
    }
    return letter ? 'a' : 'o';
  }

  private static int foldedScript(int c) {
    int script = UScript.getScript(c);
    for (int i = 0; i < FOLDED_SCRIPTS.length; i++) {
      if (FOLDED_SCRIPTS[i] == script) {
        return i;
      }
    }
    return -1;
  }

  private static boolean eastAsian(int c) {
    for (int script : EAST_ASIAN) {
      if (UScript.hasScript(c, script)) {
        return true;
      }
    }
    return false;
  }

  /** What a styled character is without its style, or null. */
  private static String plain(int c) {
    int type = UCharacter.getIntPropertyValue(c, UProperty.DECOMPOSITION_TYPE);
    String to = NFKC.normalize(text(c));
    if (c >= 0xFF01 && c <= 0xFF5E || c >= 0xFB00 && c <= 0xFB06) {
      return to;
    }
    if (type != UCharacter.DecompositionType.FONT || to.codePointCount(0, to.length()) != 1) {
      return null;
    }
    int target = to.codePointAt(0);
    int script = UScript.getScript(target);
    boolean known =
        c >= 0x1D400 && c <= 0x1D7FF || script == UScript.LATIN || target >= '0' && target <= '9';
    return known ? to : null;
  }

  private static Map<String, String> asciiLetters() {
    Map<String, String> letters = new HashMap<>();
    for (char c = 'A'; c <= 'z'; c++) {
      if (UCharacter.isLetter(c)) {
        letters.put(SPOOF.getSkeleton(text(c)) + UCharacter.getType(c), text(c));
      }
    }
    return letters;
  }

  /** The Latin letter that a letter of another script looks like, or null. */
  private static String latin(int c, Map<String, String> letters) {
    String parts = NFD.normalize(text(c));
    int base = parts.codePointAt(0);
    String marks = parts.substring(Character.charCount(base));
    boolean accents =
        marks.codePoints().allMatch(m -> UCharacter.getType(m) == UCharacter.NON_SPACING_MARK);
    int category = UCharacter.getType(base);
    if (category == UCharacter.OTHER_LETTER) { // Lisu has capitals only
      category = UCharacter.UPPERCASE_LETTER;
    }
    String letter = letters.get(SPOOF.getSkeleton(text(base)) + category);
    return letter == null || !accents ? null : NFC.normalize(letter + marks);
  }

  private static void mapping(StringBuilder out, int from, char arrow, String to) {
    out.append(String.format("%X %c", from, arrow));
    to.codePoints().forEach(c -> out.append(String.format(" %X", c)));
    out.append('\n');
  }

  private static String text(int c) {
    return Character.toString(c);
  }
}
