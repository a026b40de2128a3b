package ai.tidemark.benchmarks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.token.Tokenizers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check must see a difference, or its 0 means nothing. */
final class TokenizerCheckTest {
  private static final String SECRET = "unmistakable";

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void copyVocabulary() throws IOException {
    try (InputStream in =
        requireNonNull(getClass().getResourceAsStream("/tokens/spm-plain.gguf"))) {
      Files.copy(in, folder.resolve("v.gguf"));
    }
  }

  @Test
  void equalIdsPass() throws IOException {
    assertThat(check(text(), ids(0) + "\n" + ids(0))).isZero();
    assertThat(output())
        .contains("compared     2 texts")
        .contains("differences  0 texts")
        .contains("sha256:");
  }

  @Test
  void aDifferenceIsShownByPlaceAndNeverByText() throws IOException {
    assertThat(check(text(), ids(0) + "\n" + ids(1))).isEqualTo(1);
    assertThat(output())
        .contains("texts.jsonl:2 token 0: ours ")
        .contains("differences  1 texts")
        .doesNotContain(SECRET);
  }

  @Test
  void aMissingIdIsADifference() throws IOException {
    assertThat(check(text(), ids(0) + "\n" + ids(0).replaceFirst(", [0-9]+]", "]"))).isEqualTo(1);
    assertThat(output()).contains("engine's (end)");
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefused() throws IOException {
    assertThat(check(text(), ids(0))).isEqualTo(3);
    assertThat(check("", "")).isEqualTo(3);
    assertThat(check(text(), ids(0) + "\n{")).isEqualTo(3);
    assertThat(check("{\"txt\":1}", ids(0))).isEqualTo(3);
    assertThat(output())
        .contains("ends after 1 lines, too early", "holds no text", "ids.jsonl:2: is not JSON")
        .contains("texts.jsonl:1: needs a field text")
        .doesNotContain(SECRET);
  }

  @Test
  void argumentsAreExplained() {
    assertThat(run("--gguf", "x")).isEqualTo(2);
    assertThat(output()).startsWith("usage: TokenizerCheck --gguf FILE");
  }

  private static String text() {
    return "{\"text\":\"" + SECRET + "\"}\n{\"text\":\"" + SECRET + "\"}";
  }

  private String ids(int change) {
    int[] ids = Tokenizers.open(folder.resolve("v.gguf").toString()).encode(SECRET);
    ids[0] += change;
    return Arrays.toString(ids);
  }

  private int check(String texts, String ids) throws IOException {
    Path textFile = Files.writeString(folder.resolve("texts.jsonl"), texts);
    Path idFile = Files.writeString(folder.resolve("ids.jsonl"), ids);
    return run(
        "--gguf",
        folder.resolve("v.gguf").toString(),
        "--texts",
        textFile.toString(),
        "--ids",
        idFile.toString());
  }

  private int run(String... args) {
    return TokenizerCheck.run(args, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
