package ai.tidemark.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What N1 does to single texts, and what must hold for all. */
final class NormaliserTest {
  private static String n1(String text) {
    return Normaliser.N1.normalise(text).text();
  }

  @ParameterizedTest
  @CsvSource({
    "wa\\u200Bter\\u200C and\\u200D sa\\u00ADlt, water and salt, 4 0 0 0 0 0 0",
    "\\uFEFFwa\\u2060ter, water, 2 0 0 0 0 0 0",
    "wa\\uDB40\\uDC61ter, water, 1 0 0 0 0 0 0",
    "\\u202Ewater\\u202C\\u200F\\u061C\\u2066, water, 0 5 0 0 0 0 0",
    "w\\uFE0Fa\\uDB40\\uDDEFter\\u180B, water, 0 0 3 0 0 0 0",
    "sea\\u00A0and\\u2009sky\\u202Fat\\u3000dawn, sea and sky at dawn, 0 0 0 4 0 0 0",
    "\\uFF33ea\\uFF0C \\uFF11\\uFF12, 'Sea, 12', 0 0 0 0 4 0 0",
    "\\uD835\\uDC12\\uD835\\uDCEE\\uD835\\uDD38 \\u210E\\uD835\\uDFD8 \\uFB01sh, SeA h0 fish,"
        + " 0 0 0 0 6 0 0",
    "caf\\u0065\\u0301 \\u212B, caf\\u00E9 \\u00C5, 0 0 0 0 0 0 2",
    "w\\u0430t\\u0435r, water, 0 0 0 0 0 2 0",
    "\\u0391nd th\\u03BF \\u0410, And tho A, 0 0 0 0 0 3 0",
    "caf\\u0435\\u0301, caf\\u00E9, 0 0 0 0 0 1 1",
    "na\\u0457ve, na\\u00EFve, 0 0 0 0 0 1 0",
    "a line = \\uFF1D\\u0338 b, a line = \\u2260 b, 0 0 0 0 1 0 1",
  })
  void undoesAndCounts(String given, String expected, String counts) {
    Normalised normalised = Normaliser.N1.normalise(unescaped(given));
    assertThat(normalised.text()).isEqualTo(unescaped(expected));
    Normalised.Counts c = normalised.counts();
    assertThat(
            c.ignorables()
                + " "
                + c.bidiControls()
                + " "
                + c.variationSelectors()
                + " "
                + c.spaces()
                + " "
                + c.styled()
                + " "
                + c.confusables()
                + " "
                + c.composed())
        .isEqualTo(counts);
    assertThat(normalised.changed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain ASCII, with\ttabs\r\nand lines\n",
        "Ура, сор и порт; а у моря — «Microsoft Office» с CD.",
        "Η θάλασσα και ο άνεμος, το νερό: ένα λιμάνι. Α, ο Β και η Γ.",
        "Ծովը և քամին, ուսուցիչ, օր",
        "海上有风，船在港口。使用Java（Windows 11）！　你好",
        "　東京タワーは、Ｔ",
        "Tシャツ на Windows и X11",
        "naïve café, Łódź, ʻōlelo, Iğdır, “quotes” – dashes… µm, kΩ",
        "हिन्दी में क्षत्रिय, विद्या",
        "한국어 텍스트",
        "שלום עולם, السلام عليكم",
        "\uD83D alone, and \uDE00 alone",
        "👍🏽 🎉"
      })
  void leavesGenuineTextAlone(String text) {
    String expected = text.replace('Ｔ', 'T'); // full-width letters are folded everywhere
    Normalised normalised = Normaliser.N1.normalise(text);
    assertThat(normalised.text()).isEqualTo(expected);
    if (expected.equals(text)) {
      assertThat(normalised.text()).isSameAs(text);
      assertThat(normalised.counts()).isEqualTo(Normalised.Counts.NONE);
    }
  }

  @Test
  void foldsWordsReplacedWholeOnlyAmongLatinOnes() {
    assertThat(n1("in this саѕе а ship")).isEqualTo("in this case a ship");
    assertThat(n1("саѕе а ship")).isEqualTo("саѕе а ship"); // not more Latin than look-alike words
    assertThat(n1("in this саѕе и а ship")).isEqualTo("in this саѕе и а ship"); // "и" is Russian
    assertThat(n1("in this саѕе η ship")).isEqualTo("in this case η ship"); // Greek says nothing
    assertThat(n1("in this line\nсор а у\nno")).isEqualTo("in this line\nсор а у\nno");
    assertThat(n1("wатеr")).isEqualTo("wатеr"); // a letter without a look-alike: not posing
  }

  @Test
  void keepsFullWidthPunctuationWhereTheLineIsEastAsian() {
    assertThat(n1("Ｔｈｅ　ｓｅａ，　ｃａｌｌｅｄ　海！")).isEqualTo("The sea, called 海!");
    assertThat(n1("用Java，用Rust！")).isEqualTo("用Java，用Rust！");
    assertThat(n1("用\nＯＫ！")).isEqualTo("用\nOK!");
  }

  @Test
  void breaksEmojiSequencesAndFlagsIntoTheirParts() {
    assertThat(n1("👩\u200D👩\u200D👧 ❤\uFE0F")).isEqualTo("👩👩👧 ❤");
    assertThat(n1("🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F")).isEqualTo("🏴");
  }

  @Test
  void foldsLineSeparatorsToLineFeeds() {
    assertThat(n1("one\u2028two\u2029three\u0085four\r\nfive"))
        .isEqualTo("one\ntwo\nthree\nfour\r\nfive");
  }

  @Test
  void joinsTheHalvesOfACodePointThatSomethingStoodBetween() {
    assertThat(n1("\uD835\u200B\uDC00")).isEqualTo("A");
    assertThat(n1("\uD83D\u2060\uDE00")).isEqualTo("😀");
  }

  @Test
  void everyCodePointNormalisesOnceAndForAll() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      for (String text :
          new String[] {Character.toString(c), "x" + Character.toString(c) + "\u0301"}) {
        String once = n1(text);
        assertThat(Normaliser.N1.normalise(once).text()).as("%x", c).isSameAs(once);
      }
    }
  }

  @Test
  void isIdempotentAndCutsAtLinesOnRandomText() {
    SplittableRandom random = new SplittableRandom(20261124);
    for (int run = 0; run < 60_000; run++) {
      String text = RandomText.of(random, random.nextInt(1, 40));
      Normalised once = Normaliser.N1.normalise(text);
      Normalised twice = Normaliser.N1.normalise(once.text());
      assertThat(twice.text()).as("run %d", run).isSameAs(once.text());
      assertThat(twice.counts()).isEqualTo(Normalised.Counts.NONE);
      assertThat(once.changed()).isEqualTo(!once.text().equals(text));
      String more = RandomText.of(random, random.nextInt(1, 20));
      Normalised tail = Normaliser.N1.normalise(more);
      Normalised whole = Normaliser.N1.normalise(CharBuffer.wrap(text + "\n" + more));
      assertThat(whole.text()).isEqualTo(once.text() + "\n" + tail.text());
      assertThat(whole.counts()).isEqualTo(once.counts().plus(tail.counts()));
    }
  }

  /** Where N1 folds nothing, it is NFC, as {@link Normalizer} has it. */
  @Test
  void composesAsUnicodeSays() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 60_000; run++) {
      String text = RandomText.composable(random, random.nextInt(1, 25));
      CodePoints given = new CodePoints();
      given.addAll(text);
      CodePoints composed = new CodePoints();
      long changed = Composition.compose(given, composed);
      String expected = Normalizer.normalize(text, Normalizer.Form.NFC);
      assertThat(composed.text(0, composed.size())).as("run %d", run).isEqualTo(expected);
      assertThat(changed == 0).isEqualTo(expected.equals(text));
    }
  }

  @Test
  void leavesEndlessMarksAsTheyAre() {
    String many = "e" + "\u0301\u0323".repeat(500_000);
    assertThat(n1(many)).isSameAs(many);
    String few = "e" + "\u0301\u0323".repeat(15);
    assertThat(n1(few)).isEqualTo(Normalizer.normalize(few, Normalizer.Form.NFC)).isNotEqualTo(few);
  }

  /**
   * The digest was computed with ICU4J 77.1. A JVM with a newer Unicode fails here: N1 must not
   * change then, and this test should go on with what 16.0 assigns.
   */
  @Test
  void theJvmComposesAsThePinnedTableWasMade() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    int changing = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c >= 0xD800 && c <= 0xDFFF) {
        continue;
      }
      String text = Character.toString(c);
      String nfd = Normalizer.normalize(text, Normalizer.Form.NFD);
      String nfc = Normalizer.normalize(nfd, Normalizer.Form.NFC);
      int entry = CharacterTable.N1.entry(c);
      assertThat((entry & CharacterTable.CHANGES) != 0).as("%x", c).isEqualTo(!nfc.equals(text));
      changing += nfc.equals(text) ? 0 : 1;
      digest.update((nfd + "\n" + nfc + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(changing).isEqualTo(1120);
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("d104928202d647a7852a3b3eb18ca7a3386573f81591745875f2d308a0cea69e");
    assertThat(Normaliser.UNICODE_VERSION).isEqualTo("16.0");
    assertThat(Character.isDefined(0x105C9)).as("new in Unicode 16.0").isTrue();
  }

  @Test
  void theTableIsTheOneThatN1Names() throws IOException, NoSuchAlgorithmException {
    try (InputStream in = Objects.requireNonNull(Normaliser.class.getResourceAsStream("n1.txt"))) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      assertThat(HexFormat.of().formatHex(hash))
          .isEqualTo("58237818b5d41c06de95ffff39d157cd32053c8812db673663b07c8e4f39bc69");
    }
    assertThat(Normaliser.N1.version()).isEqualTo("N1");
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        out.append((char) HexFormat.fromHexDigits(text, i + 2, i + 6));
        i += 5;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
