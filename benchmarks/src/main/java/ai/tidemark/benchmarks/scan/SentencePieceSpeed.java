package ai.tidemark.benchmarks.scan;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Encoding with a SentencePiece-style tokenizer.json, ours against DJL's binding of Hugging Face's
 * tokenizers, one thread:
 *
 * <pre>
 * SentencePieceSpeed --corpus FILE.jsonl --out FILE.json --tokenizer tokenizer.json
 * </pre>
 *
 * <p>The texts (field {@code text} of each line) are shuffled by a fixed seed. Seven slices of
 * about 6 MB are set aside; ours is warmed on all others, up to 150 MB, DJL's on another 6 MB (it
 * keeps no more than 10,000 words). Then each slice is encoded by both, once, none seen before by
 * either; ids must be equal, or the run ends with exit code 1 before anything is written. Time is
 * the thread's own processor time, garbage collection apart. Ours starts from UTF-8 bytes, DJL's
 * from a string, as each is used. Texts with the name of a special token are left out: DJL cannot
 * be told that they are text.
 */
public final class SentencePieceSpeed {
  private static final int SLICES = 7;
  private static final int SLICE_BYTES = 6_000_000;
  private static final int WARM_BYTES = 150_000_000;
  private static final long SEED = 20261124;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One text, as each side takes it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Text(String text, byte[] utf8) {}

  /** One slice. */
  private record Row(long bytes, long tokens, long ourNanos, long djlNanos, long cachedNanos) {
    double ratio() {
      return (double) djlNanos / ourNanos;
    }

    double ours() {
      return 1e3 * bytes / ourNanos;
    }

    double djl() {
      return 1e3 * bytes / djlNanos;
    }

    double cached() {
      return 1e3 * bytes / cachedNanos;
    }
  }

  private final Tokenizer ours;
  private final HuggingFaceTokenizer djl;
  private final TokenBuffer ids = new TokenBuffer(1 << 20);

  private SentencePieceSpeed(Tokenizer ours, HuggingFaceTokenizer djl) {
    this.ours = ours;
    this.djl = djl;
  }

  /** Runs the comparison; see the class. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    String corpus = options.get("--corpus");
    String out = options.get("--out");
    String tokenizer = options.get("--tokenizer");
    if (args.length != 6 || corpus == null || out == null || tokenizer == null) {
      System.err.println(
          "usage: SentencePieceSpeed --corpus FILE.jsonl --out FILE.json --tokenizer FILE");
      System.exit(2);
      return;
    }
    System.setProperty("ai.djl.offline", "true"); // its library lies in its jar
    Path file = Path.of(tokenizer);
    try (HuggingFaceTokenizer djl =
        HuggingFaceTokenizer.builder()
            .optTokenizerPath(file)
            .optAddSpecialTokens(false)
            .optTruncation(false)
            .build()) {
      List<Text> texts = texts(Path.of(corpus), special(file));
      SentencePieceSpeed speed = new SentencePieceSpeed(Tokenizers.open("hf:" + file), djl);
      List<Row> rows = speed.run(texts);
      if (rows.isEmpty()) {
        System.exit(1);
      }
      write(Path.of(out), speed.ours, rows);
    }
  }

  private static List<String> special(Path tokenizer) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode token : JSON.readTree(tokenizer.toFile()).path("added_tokens")) {
      if (token.path("special").booleanValue()) {
        names.add(token.path("content").textValue());
      }
    }
    return names;
  }

  private static List<Text> texts(Path corpus, List<String> special) throws IOException {
    List<Text> texts = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(corpus, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = JSON.readTree(line).path("text").asText();
        if (special.stream().noneMatch(text::contains)) {
          texts.add(new Text(text, text.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    Collections.shuffle(texts, new Random(SEED));
    return texts;
  }

  /** Returns the rows, none if ids differ. */
  private List<Row> run(List<Text> texts) {
    List<List<Text>> slices = new ArrayList<>();
    int next = 0;
    for (int i = 0; i <= SLICES; i++) {
      List<Text> slice = new ArrayList<>();
      for (long bytes = 0; bytes < SLICE_BYTES; bytes += texts.get(next++).utf8().length) {
        slice.add(texts.get(next));
      }
      slices.add(slice);
    }
    long warmed = 0;
    for (Text text : texts.subList(next, texts.size())) {
      if (warmed < WARM_BYTES) {
        warmed += text.utf8().length;
        encode(text);
      }
    }
    total(slices.getFirst(), this::djl);
    List<Row> rows = new ArrayList<>();
    for (List<Text> slice : slices.subList(1, slices.size())) {
      Row row = row(slice);
      if (differences(slice) > 0) {
        return List.of();
      }
      System.out.printf(
          Locale.ROOT,
          "ours %.1f MB/s (again %.1f), DJL %.2f MB/s, ratio %.1f%n",
          row.ours(),
          row.cached(),
          row.djl(),
          row.ratio());
      rows.add(row);
    }
    return rows;
  }

  private Row row(List<Text> slice) {
    long bytes = slice.stream().mapToLong(t -> t.utf8().length).sum();
    long start = cpu();
    long tokens = total(slice, this::encode);
    long encoded = cpu();
    total(slice, this::djl);
    long compared = cpu();
    total(slice, this::encode);
    return new Row(bytes, tokens, encoded - start, compared - encoded, cpu() - compared);
  }

  private static long total(List<Text> slice, ToIntFunction<Text> encoder) {
    long tokens = 0;
    for (Text text : slice) {
      tokens += encoder.applyAsInt(text);
    }
    return tokens;
  }

  private int encode(Text text) {
    ids.clear();
    ours.encode(text.utf8(), 0, text.utf8().length, ids);
    return ids.size();
  }

  private int djl(Text text) {
    return djl.encode(text.text(), false, false).getIds().length;
  }

  private int differences(List<Text> slice) {
    int differences = 0;
    for (Text text : slice) {
      encode(text);
      int[] expected =
          Arrays.stream(djl.encode(text.text(), false, false).getIds())
              .mapToInt(Math::toIntExact)
              .toArray();
      if (!Arrays.equals(expected, 0, expected.length, ids.array(), 0, ids.size())) {
        differences++;
      }
    }
    if (differences > 0) {
      System.err.println("ids differ in " + differences + " of " + slice.size() + " texts");
    }
    return differences;
  }

  private static void write(Path out, Tokenizer tokenizer, List<Row> rows) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "tidemark-sentencepiece-speed-v1");
    root.put("tokenizer", tokenizer.name() + " " + tokenizer.fingerprint());
    root.put("peer", "ai.djl.huggingface:tokenizers 0.36.0");
    root.put("java", Runtime.version().toString());
    root.put("cpu", cpuModel());
    root.put("cores", Runtime.getRuntime().availableProcessors());
    root.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    root.put("texts", "unseen; ids equal in all");
    ArrayNode list = root.putArray("slices");
    for (Row row : rows) {
      list.addObject()
          .put("bytes", row.bytes())
          .put("tokens", row.tokens())
          .put("oursCpuNanos", row.ourNanos())
          .put("djlCpuNanos", row.djlNanos())
          .put("oursAgainCpuNanos", row.cachedNanos());
    }
    root.put("oursMegabytesPerSecond", median(rows, Row::ours));
    root.put("djlMegabytesPerSecond", median(rows, Row::djl));
    root.put("ratio", median(rows, Row::ratio));
    Files.write(out, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    System.out.printf(Locale.ROOT, "median ratio %.1f%n", median(rows, Row::ratio));
  }

  private static double median(List<Row> rows, ToDoubleFunction<Row> value) {
    double[] sorted = rows.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String cpuModel() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch", "");
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
