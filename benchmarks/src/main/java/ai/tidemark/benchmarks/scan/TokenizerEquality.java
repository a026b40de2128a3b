package ai.tidemark.benchmarks.scan;

import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Compares the ids of a tokenizer with those that its original gave for the same texts
 * (benchmarks/crosscheck/tokenizers); ends with exit code 1 if any text differs.
 *
 * <pre>
 * java -cp ... ai.tidemark.benchmarks.scan.TokenizerEquality SPEC CORPUS.jsonl FILE.ids
 * </pre>
 */
public final class TokenizerEquality {
  private static final int SHOWN = 5;

  private TokenizerEquality() {}

  /** Compares. */
  public static void main(String[] args) throws IOException {
    Tokenizer tokenizer = Tokenizers.open(args[0]);
    ObjectReader json = new ObjectMapper().reader();
    TokenBuffer ids = new TokenBuffer();
    long bytes = 0;
    long tokens = 0;
    int texts = 0;
    int different = 0;
    try (BufferedReader lines = Files.newBufferedReader(Path.of(args[1]), StandardCharsets.UTF_8);
        DataInputStream expected =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(Path.of(args[2])), 1 << 16))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] text = json.readTree(line).path("text").textValue().getBytes(StandardCharsets.UTF_8);
        ids.clear();
        tokenizer.encode(text, 0, text.length, ids);
        int[] original = new int[Integer.reverseBytes(expected.readInt())];
        for (int i = 0; i < original.length; i++) {
          original[i] = Integer.reverseBytes(expected.readInt());
        }
        texts++;
        bytes += text.length;
        tokens += original.length;
        if (!Arrays.equals(original, 0, original.length, ids.array(), 0, ids.size())) {
          different++;
          if (different <= SHOWN) {
            show(texts, tokenizer, text, original, ids.toArray());
          }
        }
      }
    }
    System.out.printf(
        "%s: %d texts, %d bytes, %d ids, %d texts differ%n",
        tokenizer.name(), texts, bytes, tokens, different);
    if (different > 0) {
      System.exit(1);
    }
  }

  private static void show(int line, Tokenizer tokenizer, byte[] text, int[] original, int[] own) {
    int at = Math.max(0, Arrays.mismatch(original, own));
    int from = tokenizer.decode(own, 0, at).length;
    StringBuilder around = new StringBuilder();
    new String(
            text,
            Math.min(from, text.length),
            Math.min(60, Math.max(0, text.length - from)),
            StandardCharsets.UTF_8)
        .codePoints()
        .limit(12)
        .forEach(c -> around.append(' ').append(Integer.toHexString(c)));
    System.out.printf(
        "line %d, id %d of %d: %d there, %d here, at code points%s%n",
        line,
        at,
        original.length,
        at < original.length ? original[at] : -1,
        at < own.length ? own[at] : -1,
        around);
  }
}
