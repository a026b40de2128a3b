package ai.tidemark.benchmarks;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares our ids of many texts with those an engine gave: {@code TokenizerCheck --gguf FILE
 * --texts texts.jsonl --ids ids.jsonl}, where line i of the first holds {@code {"text": ...}} and
 * line i of the second the engine's ids as an array. Prints counts and the first differences by
 * line and position, never a text. Exit code 0 where all are equal, 1 where one differs, 2 for
 * wrong arguments, 3 for unusable files.
 */
public final class TokenizerCheck {
  private static final int SHOWN = 10;

  private final Tokenizer tokenizer;
  private final PrintStream out;
  private final ObjectMapper json = new ObjectMapper();
  private final TokenBuffer ours = new TokenBuffer();
  private long compared;
  private long tokens;
  private long differences;

  private TokenizerCheck(Tokenizer tokenizer, PrintStream out) {
    this.tokenizer = tokenizer;
    this.out = out;
  }

  /** Runs the check and exits. */
  public static void main(String[] args) {
    System.exit(run(args, System.out));
  }

  /** Runs the check; returns the exit code. */
  static int run(String[] args, PrintStream out) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    String gguf = options.get("--gguf");
    String texts = options.get("--texts");
    String ids = options.get("--ids");
    if (args.length != 6 || gguf == null || texts == null || ids == null) {
      out.println("usage: TokenizerCheck --gguf FILE --texts texts.jsonl --ids ids.jsonl");
      return 2;
    }
    try {
      return new TokenizerCheck(Tokenizers.open("gguf:" + gguf), out)
          .compare(Path.of(texts), Path.of(ids));
    } catch (BadInputException e) {
      out.println(e.getMessage());
    } catch (IOException e) {
      out.println("cannot read: " + e);
    }
    return 3;
  }

  private int compare(Path texts, Path ids) throws IOException {
    try (BufferedReader textLines = Files.newBufferedReader(texts, StandardCharsets.UTF_8);
        BufferedReader idLines = Files.newBufferedReader(ids, StandardCharsets.UTF_8)) {
      String text = textLines.readLine();
      String expected = idLines.readLine();
      while (text != null && expected != null) {
        compareOne(
            parse(texts, text).path("text"), parse(ids, expected), texts + ":" + (compared + 1));
        text = textLines.readLine();
        expected = idLines.readLine();
      }
      if (text != null || expected != null) {
        throw new BadInputException(
            (text != null ? ids : texts).toString(),
            "ends after " + compared + " lines, too early");
      }
    }
    if (compared == 0) {
      throw new BadInputException(texts.toString(), "holds no text");
    }
    out.println("compared     " + compared + " texts");
    out.println("tokens       " + tokens);
    out.println("differences  " + differences + " texts");
    out.println("tokenizer    " + tokenizer.name() + " " + tokenizer.fingerprint());
    return differences == 0 ? 0 : 1;
  }

  private JsonNode parse(Path file, String line) {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ":" + (compared + 1), "is not JSON", e);
    }
  }

  private void compareOne(JsonNode text, JsonNode expected, String where) {
    if (!text.isTextual() || !expected.isArray()) {
      throw new BadInputException(where, "needs a field text, and an array of ids beside it");
    }
    ours.clear();
    tokenizer.encode(text.textValue(), ours);
    compared++;
    tokens += expected.size();
    int at = 0;
    int shorter = Math.min(ours.size(), expected.size());
    while (at < shorter && ours.get(at) == expected.get(at).asInt(-1)) {
      at++;
    }
    if (at == ours.size() && at == expected.size()) {
      return;
    }
    differences++;
    if (differences <= SHOWN) {
      out.println(
          where
              + " token "
              + at
              + ": ours "
              + (at < ours.size() ? ours.get(at) : "(end)")
              + ", engine's "
              + (at < expected.size() ? expected.get(at).asInt(-1) : "(end)"));
    }
  }
}
