package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equality with an independent computation is in {@link KnownIdsTest}. */
final class FingerprintTest {
  @TempDir private Path folder;

  @Test
  void everyPartOfTheVocabularyCounts() {
    String base = new GgufBytes.Vocabulary("a", "b", "ab").open(folder).fingerprint();
    GgufBytes.Vocabulary token = new GgufBytes.Vocabulary("a", "b", "ba");
    GgufBytes.Vocabulary score = new GgufBytes.Vocabulary("a", "b", "ab");
    score.scores.set(258, Math.nextUp(score.scores.get(258)));
    GgufBytes.Vocabulary kind = new GgufBytes.Vocabulary("a", "b", "ab");
    kind.kinds.set(258, TokenKind.USER_DEFINED.code());
    GgufBytes.Vocabulary prefix = new GgufBytes.Vocabulary("a", "b", "ab");
    prefix.addSpacePrefix = true;
    GgufBytes.Vocabulary more = new GgufBytes.Vocabulary("a", "b", "ab", "c");
    GgufBytes.Vocabulary order = new GgufBytes.Vocabulary("b", "a", "ab");
    assertThat(
            new String[] {
              base,
              token.open(folder).fingerprint(),
              score.open(folder).fingerprint(),
              kind.open(folder).fingerprint(),
              prefix.open(folder).fingerprint(),
              more.open(folder).fingerprint(),
              order.open(folder).fingerprint()
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void nothingElseCounts() throws IOException {
    GgufBytes.Vocabulary vocabulary = new GgufBytes.Vocabulary("a", "b", "ab");
    String base = vocabulary.open(folder).fingerprint();
    vocabulary.scoresFirst = true;
    Path other =
        Files.write(
            folder.resolve("other-name.gguf"),
            vocabulary
                .file()
                .text("general.name", "x")
                .u32("tokenizer.ggml.eos_token_id", 1)
                .bytes());
    Files.write(other, new byte[500], StandardOpenOption.APPEND);
    assertThat(SentencePieceBpe.read(other).fingerprint()).isEqualTo(base);
  }

  @Test
  void aProfileRefusesAnotherTokenizerAndShowsBoth() {
    Tokenizer plain = TokenVectors.open("spm-plain");
    Tokenizer prefix = TokenVectors.open("spm-prefix");
    Profile profile = Profile.of(plain);
    profile.require(TokenVectors.open("spm-plain"));
    assertThatThrownBy(() -> profile.require(prefix))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            plain.fingerprint(), prefix.fingerprint(), "sentencepiece-bpe-2000");
  }
}
