package ai.tidemark.core.token;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;

/** The vectors in {@code /tokens} of the testkit's resources, and random texts. */
final class TokenVectors {
  private TokenVectors() {}

  static JsonNode known() {
    try (InputStream in =
        requireNonNull(TokenVectors.class.getResourceAsStream("/tokens/known-ids.json"))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens cl100k_base, spm-prefix or spm-plain. */
  static Tokenizer open(String name) {
    return Tokenizers.open(name.startsWith("spm") ? "gguf:" + file(name) : name);
  }

  static Path file(String name) {
    try {
      return Path.of(
          requireNonNull(TokenVectors.class.getResource("/tokens/" + name + ".gguf")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Valid Unicode of up to 60 code points, from one of several ranges, with spaces and breaks. */
  static String randomText(Random random) {
    int[] limits = {0x80, 0x250, 0x3000, 0x20000, 0x110000};
    int limit = limits[random.nextInt(limits.length)];
    StringBuilder text = new StringBuilder();
    int n = random.nextInt(60);
    for (int i = 0; i < n; i++) {
      int c = random.nextInt(limit);
      if (random.nextInt(4) == 0) {
        text.append(" \n\t  ".charAt(random.nextInt(5)));
      } else if (c < 0xD800 || c >= 0xE000) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }
}
