package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie, break off, or are something else: one clear message each. */
@Timeout(60)
final class GgufMetadataTest {
  @TempDir private Path folder;

  @Test
  void everyTruncationIsRefusedWithItsOffset() throws IOException {
    byte[] whole = GgufBytes.vocabulary("a", "b", "ab").u32("general.skipped", 7).bytes();
    assertThat(SentencePieceBpe.read(GgufBytes.write(folder, whole)).vocabularySize())
        .isEqualTo(259);
    Path path = folder.resolve("test.gguf");
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (int length = whole.length - 1; length >= 0; length--) {
        file.truncate(length);
        assertThat(problem(path)).as("%d bytes", length).startsWith(path + ", byte ");
      }
    }
  }

  @Test
  void refusesCountsAndLengthsThatCannotBe() {
    byte[] huge = GgufBytes.i64(Long.MIN_VALUE);
    byte[] many = GgufBytes.i64(1L << 20);
    refused(new GgufBytes().bytes(3, 0, Long.MIN_VALUE), "byte 16: the number of metadata entries");
    refused(new GgufBytes().bytes(3, Long.MIN_VALUE, 0), "byte 8: the number of tensors");
    refused(new GgufBytes().bytes(3, 0, 1 << 16), "byte 24: ", "0 bytes are left");
    refused(tokens(huge), "must be in 0..2097152, but is 9223372036854775808");
    refused(tokens(many), "needs 1048576 elements of at least 8 bytes, but only 0 bytes are left");
    refused(
        tokens(GgufBytes.i64(1), huge), "must have 0..65535 bytes, but has 9223372036854775808");
    refused(tokens(GgufBytes.i64(1), GgufBytes.i64(65_535)), "needs 65535 bytes");
    refused(scores(many), "needs 1048576 elements of at least 4 bytes");
    refused(new GgufBytes().raw("skipped", 8, huge).bytes(), "skipped needs 9223372036854775808");
    refused(
        new GgufBytes().raw("skipped", 9, GgufBytes.i32(12), GgufBytes.i64(1L << 61)).bytes(),
        "skipped needs 2305843009213693952 elements of at least 8 bytes");
    refused(
        new GgufBytes().raw("skipped", 9, GgufBytes.i32(8), GgufBytes.i64(-1)).bytes(),
        "skipped needs 18446744073709551615 elements");
    refused(new GgufBytes().raw("a\n\u001b[31m", 8, huge).bytes(), "a??[31m needs");
    refused(new GgufBytes().text("k".repeat(65_536), "v").bytes(), "must have 0..65535 bytes");
  }

  @Test
  void refusesDeepNesting() {
    byte[] level = new byte[12 * 5_000];
    for (int i = 0; i < level.length; i += 12) {
      level[i] = 9;
      level[i + 4] = 1;
    }
    refused(new GgufBytes().raw("deep", 9, level).bytes(), "deep nests more than 4 arrays");
  }

  @Test
  void refusesWhatIsNoGgufOfOurs() {
    refused("GGML".getBytes(StandardCharsets.US_ASCII), "is not a GGUF file");
    refused(new byte[100], "byte 0: is not a GGUF file");
    refused(new GgufBytes().bytes(1, 0, 0), "byte 4: GGUF version must be 2 or 3, but is 1");
    refused(new GgufBytes().bytes(-1, 0, 0), "must be 2 or 3, but is 4294967295");
    refused(new GgufBytes().bytes(3 << 24, 0, 0), "is a big-endian GGUF file");
    refused(new GgufBytes().raw("k", 13).bytes(), "the type of k must be in 0..12, but is 13");
    refused(
        new GgufBytes().raw("tokenizer.ggml.add_space_prefix", 7, new byte[] {2}).bytes(),
        "must be 0 or 1, but is 2");
    refused(
        new GgufBytes().text("k", "v").text("k", "v").bytes(), "metadata key k stands there twice");
    refused(
        new GgufBytes().text("a\u001b[31m", "v").text("a\u001b[31m", "v").bytes(), "key a?[31m");
  }

  @Test
  void refusesOtherTokenizersAndBrokenVocabularies() {
    refused(new GgufBytes().bytes(), "has no tokenizer.ggml.model");
    refused(
        new GgufBytes().text("tokenizer.ggml.model", "gpt2").bytes(),
        "kind gpt2; supported is llama");
    refused(new GgufBytes().text("tokenizer.ggml.model", "\u001b").bytes(), "kind (unreadable)");
    refused(
        new GgufBytes().text("tokenizer.ggml.model", "llama").bytes(),
        "has no tokenizer.ggml.tokens");
    refused(
        new GgufBytes()
            .text("tokenizer.ggml.model", "llama")
            .u32("tokenizer.ggml.tokens", 3)
            .bytes(),
        "tokenizer.ggml.tokens must be an array of strings");
    refused(GgufBytes.vocabulary().text("general.name", "Phi-3 mini").bytes(), "Phi-3");
    refused(GgufBytes.vocabulary("a", "a").bytes(), "tokens 256 and 257 are the same text");
    refused(new GgufBytes.Vocabulary().add("x", TokenKind.NORMAL, Float.NaN), "score of token 256");
    refused(
        new GgufBytes.Vocabulary().add("x", TokenKind.BYTE, 0), "byte tokens that are not named");
    GgufBytes.Vocabulary fewer = new GgufBytes.Vocabulary("a");
    fewer.scores.removeLast();
    refused(fewer, "tokenizer.ggml.scores must have one entry per token, 257, not 256");
    GgufBytes.Vocabulary kind = new GgufBytes.Vocabulary("a");
    kind.kinds.set(256, 7);
    refused(kind, "type of token 256 must be in 1..6, but is 7");
    GgufBytes.Vocabulary hole = new GgufBytes.Vocabulary("a");
    hole.tokens.set(0x80, "b");
    hole.kinds.set(0x80, 1);
    refused(hole, "has no token for byte 0x80");
  }

  @Test
  void readsVersionTwoAndStepsOverWhatItDoesNotNeed() throws IOException {
    GgufBytes file =
        GgufBytes.vocabulary("a")
            .raw(
                "nested",
                9,
                GgufBytes.i32(9),
                GgufBytes.i64(1),
                GgufBytes.i32(0),
                GgufBytes.i64(3),
                new byte[3])
            .strings("list", Collections.nCopies(20_000, "some text that nobody needs"))
            .raw("f64", 12, new byte[8]);
    Path path = GgufBytes.write(folder, file.bytes(2, 5, 8));
    Files.write(path, new byte[1000], StandardOpenOption.APPEND);
    assertThat(SentencePieceBpe.read(path).encode("a")).containsExactly(256);
  }

  /**
   * Random damage either goes unnoticed, in a text or a score, or is named; nothing else comes out.
   */
  @Test
  void damageIsNamedOrHarmless() {
    byte[] whole =
        GgufBytes.vocabulary("a", "b", "ab", "\u2581a").text("general.name", "n").bytes();
    Random random = new Random(17);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        SentencePieceBpe.read(GgufBytes.write(folder, damaged)).encode("a ab \u00e9\n");
      } catch (BadInputException e) {
        assertThat(e.getMessage()).contains("test.gguf");
        refused++;
      }
    }
    assertThat(refused).isBetween(250, 999);
  }

  @Test
  void refusesWhatCannotBeRead() {
    assertThatThrownBy(() -> SentencePieceBpe.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(folder + ": cannot be read");
    Path missing = folder.resolve("missing.gguf");
    assertThatThrownBy(() -> SentencePieceBpe.read(missing))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(missing + ": does not exist");
  }

  private static String problem(Path path) {
    try {
      SentencePieceBpe.read(path);
      return "nothing";
    } catch (BadInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static byte[] tokens(byte[]... rest) {
    byte[][] parts = new byte[rest.length + 1][];
    parts[0] = GgufBytes.i32(8);
    System.arraycopy(rest, 0, parts, 1, rest.length);
    return new GgufBytes().raw("tokenizer.ggml.tokens", 9, parts).bytes();
  }

  private static byte[] scores(byte[] count) {
    return new GgufBytes().raw("tokenizer.ggml.scores", 9, GgufBytes.i32(6), count).bytes();
  }

  private void refused(GgufBytes.Vocabulary vocabulary, String problem) {
    refused(vocabulary.file().bytes(), problem);
  }

  private void refused(byte[] file, String... problem) {
    Path path = GgufBytes.write(folder, file);
    assertThatThrownBy(() -> SentencePieceBpe.read(path))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContainingAll(problem);
  }
}
