package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TokenOffsetsTest {

  /** Ids index the pieces; what a tokenizer with a space prefix makes of a text. */
  private record Pieces(List<String> pieces) implements Tokenizer {
    @Override
    public String name() {
      return "pieces";
    }

    @Override
    public String fingerprint() {
      return "none";
    }

    @Override
    public int vocabularySize() {
      return pieces.size();
    }

    @Override
    public void encode(String text, TokenBuffer out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] bytes(int id) {
      return pieces.get(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isControl(int id) {
      return false;
    }
  }

  private static List<String> cut(String text, int[] ids, Tokenizer tokenizer) {
    TokenOffsets offsets = Objects.requireNonNull(TokenOffsets.of(text, ids, tokenizer));
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      parts.add(
          text.substring(
              text.offsetByCodePoints(0, offsets.before(i)),
              text.offsetByCodePoints(0, offsets.before(i + 1))));
    }
    return parts;
  }

  @Test
  void aSpaceThatTheTokenizerPutInIsNotInTheText() {
    Tokenizer prefixed = new Pieces(List.of(" a", " b", "<u>", " c"));
    assertThat(cut("a b<u>c", new int[] {0, 1, 2, 3}, prefixed))
        .containsExactly("a", " b", "<u>", "c");
  }

  @Test
  void aSpaceMarkInTheTextComesBackAsASpace() {
    assertThat(cut("a\u2581b", new int[] {0, 1}, new Pieces(List.of(" a", " b"))))
        .containsExactly("a", "\u2581b");
  }

  @Test
  void offsetsCutATextIntoItsTokens() {
    String text = "na\u00efve \ud83c\udf0a \u6f6e tides\n turn \u2581 \ud800 done";
    int[] ids = Cl100k.get().encode(text);
    List<String> parts = cut(text, ids, Cl100k.get());
    assertThat(String.join("", parts)).isEqualTo(text);
    assertThat(parts).contains("ve", " turn", " done");
  }

  @Test
  void noOffsetsWhereTheTokensDoNotSpellTheText() {
    assertThat(TokenOffsets.of("ab", new int[] {0}, new Pieces(List.of("a")))).isNull();
    assertThat(TokenOffsets.of("a", new int[] {0}, new Pieces(List.of("b")))).isNull();
  }
}
