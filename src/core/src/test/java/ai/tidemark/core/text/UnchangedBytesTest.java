package ai.tidemark.core.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the normaliser says of bytes is what it says of their text. */
final class UnchangedBytesTest {
  private static final String[] GENUINE = {
    "The quick brown fox jumps over the lazy dog, and then some more ASCII text for whole words.\n",
    "Où est la bibliothèque? Straße, façade, naïve — “quoted”.\n",
    "Съешь ещё этих мягких французских булок, да выпей чаю.\n",
    "Η γρήγορη καφέ αλεπού πηδάει πάνω από το σκυλί.\n",
    "这是一个测试，没有拉丁字母。全角标点（很多）！\n",
    "日本語のテキスト。「引用」です。\n",
    "한국어 문장입니다.\n",
    "emoji 😀🎉 and text\n",
    "مرحبا بالعالم\n",
    "c = \"а\" + 'b'\n", // a Cyrillic letter among Latin ones
    "中文，with Latin\n",
    "e\u0301 decomposed\n",
    "soft\u00ADhyphen\n",
    "\n",
  };

  private final SplittableRandom random = new SplittableRandom(20261124);

  @Test
  void agreesOnRandomText() {
    for (int i = 0; i < 30_000; i++) {
      agrees(RandomText.of(random, random.nextInt(1, 12)));
    }
  }

  /** Every code point, alone, in Latin, Russian and Chinese company, and after 40 ASCII bytes. */
  @Test
  void agreesOnEveryCodePoint() {
    String ascii = "0123456789".repeat(4);
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        String text = Character.toString(c);
        agrees(text);
        if (c < 0x3_0000) {
          agrees("a" + text);
          agrees("Ж" + text + "\n");
          agrees("中" + text);
          agrees(ascii + text + "\nx");
        }
      }
    }
  }

  @Test
  void agreesOnGenuineLinesInAnyOrderAndFindsMostUnchanged() {
    int unchanged = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int line = random.nextInt(6); line >= 0; line--) {
        text.append(GENUINE[random.nextInt(GENUINE.length)]);
      }
      unchanged += agrees(text.substring(random.nextInt(1 + text.length() / 2))) ? 1 : 0;
    }
    assertThat(unchanged).isBetween(4_000, 16_000);
  }

  /** Never beyond the range, wherever it lies and whatever stands around it. */
  @Test
  void rangesAreKept() {
    byte[] text = "\u200Bplain, naïve\u200B".getBytes(UTF_8);
    assertThat(Normaliser.N1.leavesAlone(text, 3, text.length - 3)).isTrue();
    assertThat(Normaliser.N1.leavesAlone(text, 0, text.length - 3)).isFalse();
    assertThat(Normaliser.N1.leavesAlone(text, 3, text.length)).isFalse();
    assertThat(Normaliser.N1.leavesAlone(text, 3, 3)).isTrue();
    assertThatThrownBy(() -> Normaliser.N1.leavesAlone(text, 3, text.length + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesThatAreNoTextAreNotSaidToBeLeftAlone() {
    int alone = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 5)];
      random.nextBytes(bytes);
      if (Normaliser.N1.leavesAlone(bytes, 0, bytes.length)) {
        alone++;
        assertThat(new String(bytes, UTF_8).getBytes(UTF_8)).isEqualTo(bytes);
      }
    }
    assertThat(alone).isPositive();
  }

  /** Returns whether the text is left alone. */
  private boolean agrees(String given) {
    String text = new String(given.getBytes(UTF_8), UTF_8); // lone surrogates become question marks
    byte[] bytes = text.getBytes(UTF_8);
    int before = random.nextInt(3);
    byte[] around = new byte[before + bytes.length + random.nextInt(9)];
    Arrays.fill(around, (byte) 0x8B);
    System.arraycopy(bytes, 0, around, before, bytes.length);
    boolean alone = Normaliser.N1.leavesAlone(around, before, before + bytes.length);
    boolean expected = !Normaliser.interesting(text, 0, text.length());
    if (alone != expected) {
      assertThat(alone).as(text).isEqualTo(expected);
    }
    if (alone && Normaliser.N1.normalise(text).changed()) {
      assertThat(text).as("was said to be left alone").isEmpty();
    }
    return alone;
  }
}
