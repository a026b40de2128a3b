package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SentencePieceBpeTest {
  @TempDir private Path folder;

  @Test
  void highestScoreFirstThenLeftmost() {
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("a", "b", "c");
    v.add("ab", TokenKind.NORMAL, -5).add("bc", TokenKind.NORMAL, -4);
    v.add("aa", TokenKind.NORMAL, -5);
    SentencePieceBpe tokenizer = v.open(folder);
    assertThat(spell(tokenizer, "abc")).containsExactly("a", "bc");
    assertThat(spell(tokenizer, "aab")).containsExactly("aa", "b");
    assertThat(spell(tokenizer, "aaa")).containsExactly("aa", "a");
    assertThat(spell(tokenizer, "abab")).containsExactly("ab", "ab");
  }

  @Test
  void negativeZeroIsZero() {
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("a", "b", "c");
    v.add("ab", TokenKind.NORMAL, -0.0f).add("bc", TokenKind.NORMAL, 0.0f);
    assertThat(spell(v.open(folder), "abc")).containsExactly("ab", "c");
  }

  @Test
  void whatTheVocabularyLacksIsSpeltInBytes() {
    SentencePieceBpe tokenizer = new GgufBytes.Vocabulary("a").open(folder);
    assertThat(tokenizer.encode("a\u00e9")).containsExactly(256, 0xC3, 0xA9);
    assertThat(tokenizer.encode(" ")).containsExactly(0xE2, 0x96, 0x81);
    assertThat(tokenizer.bytes(0xC3)).containsExactly(0xC3);
  }

  @Test
  void mergesAcrossACharacterThatIsNoTokenItself() {
    SentencePieceBpe tokenizer = new GgufBytes.Vocabulary("a", "\u00e9a").open(folder);
    assertThat(tokenizer.encode("\u00e9a")).containsExactly(257);
  }

  @Test
  void spacePrefixFollowsEveryUserDefinedToken() {
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("\u2581", "a", "\u2581a");
    v.add("<u>", TokenKind.USER_DEFINED, 0);
    v.addSpacePrefix = true;
    SentencePieceBpe tokenizer = v.open(folder);
    assertThat(spell(tokenizer, "a<u>a<u><u> a"))
        .isEqualTo(List.of(" a", "<u>", " a", "<u>", "<u>", " ", " a"));
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @Test
  void userDefinedTokensGoByLengthThenById() {
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("a", "b", "c", "d");
    v.add("ab", TokenKind.USER_DEFINED, 0).add("bcd", TokenKind.USER_DEFINED, 0);
    v.add("dd", TokenKind.USER_DEFINED, 0).add("da", TokenKind.USER_DEFINED, 0);
    SentencePieceBpe tokenizer = v.open(folder);
    assertThat(spell(tokenizer, "abcd")).containsExactly("a", "bcd");
    assertThat(spell(tokenizer, "abd")).containsExactly("ab", "d");
    assertThat(spell(tokenizer, "dda")).containsExactly("dd", "a");
    assertThat(spell(tokenizer, "cdab")).containsExactly("c", "d", "ab");
  }

  @Test
  void controlTokensAreNeverMade() {
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("<", "s", ">", "<s");
    v.add("<s>", TokenKind.CONTROL, 9).add("s>", TokenKind.UNKNOWN, 9);
    v.add("<end_of_turn>", TokenKind.USER_DEFINED, 9).add("<u>", TokenKind.USER_DEFINED, 9);
    SentencePieceBpe tokenizer = v.open(folder);
    assertThat(spell(tokenizer, "<s>")).containsExactly("<s", ">");
    assertThat(spell(tokenizer, "<0x41>")).contains("<", "0", "4", ">").doesNotContain("A");
    assertThat(spell(tokenizer, "<end_of_turn>")).startsWith("<", "e").endsWith(">");
    assertThat(IntStream.rangeClosed(260, 263).mapToObj(tokenizer::isControl))
        .containsExactly(true, true, true, false);
    assertThat(tokenizer.bytes(260)).isEmpty();
    assertThat(tokenizer.isControl(0x41)).isFalse();
  }

  /** llama.cpp keeps to a marker that the file itself names, and then not to look-alikes. */
  @Test
  void fillInTheMiddleNamesYieldToTheFilesOwn() {
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("x");
    v.add("<PRE>", TokenKind.USER_DEFINED, 0).add("<SUF>", TokenKind.USER_DEFINED, 0);
    SentencePieceBpe tokenizer =
        SentencePieceBpe.read(v.file().u32("tokenizer.ggml.fim_pre_token_id", 256).write(folder));
    assertThat(tokenizer.encode("<PRE>")).containsExactly(257);
    assertThat(tokenizer.isControl(258)).isTrue();
  }

  /** The merges as they are defined, on pieces long enough for many blocks, and on short ones. */
  @Test
  void equalsTheDefinition() {
    Random random = new Random(3);
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("a", "b", "\u00e9", "\u2581");
    for (String token : randomTokens(random)) {
      v.add(token, TokenKind.NORMAL, random.nextInt(12) - 20);
    }
    SentencePieceBpe tokenizer = v.open(folder);
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      int n = i % 20 == 0 ? 1_100 : random.nextInt(80); // 32 symbols are a block
      for (int c = 0; c < n; c++) {
        text.append("aab\u00e9 ".charAt(random.nextInt(5)));
      }
      assertThat(tokenizer.encode(text.toString()))
          .as(text.toString())
          .containsExactly(byDefinition(v, text.toString()));
    }
  }

  @Test
  void aLongPieceIsMergedInReasonableTimeAndMemory() {
    SentencePieceBpe tokenizer =
        new GgufBytes.Vocabulary("a", "aa", "aaaa", "aaaaaaaa").open(folder);
    TokenBuffer out = new TokenBuffer(1 << 20);
    tokenizer.encode("a".repeat(4 << 20), out);
    assertThat(out.size()).isEqualTo(1 << 19);
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    Tokenizer tokenizer = TokenVectors.open("spm-plain");
    Tokenizer alone = TokenVectors.open("spm-plain");
    Random random = new Random(5);
    List<String> texts = new ArrayList<>();
    List<int[]> ids = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      texts.add(TokenVectors.randomText(random));
      ids.add(alone.encode(texts.get(i)));
    }
    boolean same =
        IntStream.range(0, 8_000)
            .parallel()
            .allMatch(i -> Arrays.equals(ids.get(i % 400), tokenizer.encode(texts.get(i % 400))));
    assertThat(same).isTrue();
  }

  @Test
  void refusesIdsOutOfRange() {
    Tokenizer tokenizer = new GgufBytes.Vocabulary("a").open(folder);
    assertThatThrownBy(() -> tokenizer.isControl(257))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id must be in 0..256, but is 257");
  }

  private static List<String> spell(Tokenizer tokenizer, String text) {
    return IntStream.of(tokenizer.encode(text))
        .mapToObj(id -> new String(tokenizer.bytes(id), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> randomTokens(Random random) {
    List<String> tokens = new ArrayList<>();
    while (tokens.size() < 60) {
      StringBuilder token = new StringBuilder();
      int n = 2 + random.nextInt(5);
      for (int i = 0; i < n; i++) {
        token.append("aab\u00e9\u2581".charAt(random.nextInt(5)));
      }
      if (!tokens.contains(token.toString())) {
        tokens.add(token.toString());
      }
    }
    return tokens;
  }

  private static int[] byDefinition(GgufBytes.Vocabulary v, String text) {
    Map<String, Integer> ids = new HashMap<>();
    v.tokens.forEach(token -> ids.put(token, ids.size()));
    List<String> parts = new ArrayList<>(List.of(text.replace(' ', '\u2581').split("")));
    while (true) {
      int best = -1;
      float bestScore = Float.NEGATIVE_INFINITY;
      for (int i = 0; i + 1 < parts.size(); i++) {
        Integer id = ids.get(parts.get(i) + parts.get(i + 1));
        if (id != null && v.scores.get(id) > bestScore) {
          best = i;
          bestScore = v.scores.get(id);
        }
      }
      if (best < 0) {
        return parts.stream().filter(p -> !p.isEmpty()).mapToInt(v.tokens::indexOf).toArray();
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }
}
