package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every splitter against java.util.regex with the pattern it stands for. */
final class SplitterTest {
  private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String PREFIX = "[^\\r\\n\\p{L}\\p{N}]?";
  private static final String CONTRACTION = "(?iu:'s|'t|'re|'ve|'m|'ll|'d)";

  private static String cl100k(String digits) {
    return CONTRACTION
        + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
        + digits
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  }

  private static String o200k(String contraction, String digits) {
    return (PREFIX + UPPER + "*" + LOWER + "+" + contraction)
        + ("|" + PREFIX + UPPER + "+" + LOWER + "*" + contraction)
        + ("|\\p{N}" + digits + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*")
        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  }

  static Stream<Arguments> splitters() {
    return Stream.of(
        Arguments.of(
            "tiktoken's cl100k",
            new Cl100kSplitter(3, true),
            "'(?iu:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+"
                + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s"),
        Arguments.of("Llama 3", new Cl100kSplitter(3, false), cl100k("{1,3}")),
        Arguments.of("Qwen 3", new Cl100kSplitter(1, false), cl100k("")),
        Arguments.of("o200k", new O200kSplitter(3, true), o200k(CONTRACTION + "?", "{1,3}")),
        Arguments.of("Tekken", new O200kSplitter(1, false), o200k("", "")),
        Arguments.of(
            "GPT-2",
            new Gpt2Splitter(),
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("splitters")
  void cutsRandomTextsWhereThePatternDoes(String name, Splitter splitter, String pattern) {
    Pattern pieces = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 12_000; i++) {
      requireSame(splitter, pieces, RandomTexts.next(random));
    }
  }

  /** Each code point stands where letters, marks, numbers, signs and white space would differ. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("splitters")
  void knowsEveryCodePoint(String name, Splitter splitter, String pattern) {
    Pattern pieces = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
    StringBuilder text = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      text.append("B").appendCodePoint(c).append("a !").appendCodePoint(c).append("9A ");
      text.appendCodePoint(c).append("\n ").appendCodePoint(c).appendCodePoint(c).append("'Re");
      if (text.length() > 4_000) {
        requireSame(splitter, pieces, text.toString());
        text.setLength(0);
      }
    }
    requireSame(splitter, pieces, text.toString());
  }

  /** A batch may end after any piece. */
  @Test
  void goesOnWhereABatchEnded() {
    byte[] text = Arrays.copyOf("one two's  three\n4444".getBytes(StandardCharsets.UTF_8), 60);
    List<Integer> whole = ends(new Cl100kSplitter(3, true), text, 21, 64);
    for (int batch = 1; batch < 9; batch++) {
      assertThat(ends(new Cl100kSplitter(3, true), text, 21, batch)).isEqualTo(whole);
    }
    assertThat(whole).containsExactly(3, 7, 9, 10, 16, 17, 20, 21);
  }

  private static void requireSame(Splitter splitter, Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    List<Integer> expected = new ArrayList<>();
    int at = 0;
    int bytes = 0;
    while (at < text.length()) {
      assertThat(matcher.find(at) && matcher.start() == at).as(text).isTrue();
      bytes += text.substring(at, matcher.end()).getBytes(StandardCharsets.UTF_8).length;
      expected.add(bytes);
      at = matcher.end();
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(utf8, utf8.length + Splitter.PADDING);
    assertThat(ends(splitter, padded, utf8.length, 64)).as(text).isEqualTo(expected);
  }

  private static List<Integer> ends(Splitter splitter, byte[] text, int to, int batch) {
    List<Integer> all = new ArrayList<>();
    int[] ends = new int[batch];
    int from = 0;
    while (from < to) {
      int n = splitter.split(text, from, to, ends);
      for (int i = 0; i < n; i++) {
        all.add(ends[i]);
      }
      from = ends[n - 1];
    }
    return all;
  }
}
