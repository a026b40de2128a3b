package ai.tidemark.benchmarks.scan;

import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
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
import java.util.function.ToIntFunction;

/**
 * Encoding by BPE, one thread: cl100k_base and o200k_base against jtokkit, a tokenizer.json
 * (byte-level or as SentencePiece's) against DJL's binding of Hugging Face's tokenizers.
 *
 * <pre>
 * BpeSpeed --corpus FILE.jsonl --out FILE.json --tokenizer cl100k_base|o200k_base|hf:tokenizer.json
 * </pre>
 *
 * <p>The texts (field {@code text} of each line) are shuffled by a fixed seed. Seven slices are set
 * aside, 12 MB each against jtokkit and 6 MB against DJL; both sides are warmed on other texts,
 * ours on up to 150 MB, jtokkit on 40 MB, DJL on 6 MB. Then each slice is encoded by both, once,
 * seen before by neither, ours before the other and after it in turn; ids must be equal, or the run
 * ends with exit code 1 before anything is written. Time is the thread's own processor time. Ours
 * starts from UTF-8 bytes, the others from a string, as each is used. Where DJL is the other, texts
 * with the name of a special token are left out: it cannot be told that they are text.
 */
public final class BpeSpeed {
  private static final int SLICES = 7;
  private static final long SEED = 20261124;
  private static final int MEGA = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One text, as each side takes it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Text(String text, byte[] utf8) {}

  /** One slice. */
  private record Row(long bytes, long tokens, long ourNanos, long peerNanos, long againNanos) {
    double ratio() {
      return (double) peerNanos / ourNanos;
    }

    double ours() {
      return 1e3 * bytes / ourNanos;
    }

    double peer() {
      return 1e3 * bytes / peerNanos;
    }

    double again() {
      return 1e3 * bytes / againNanos;
    }
  }

  private final Tokenizer ours;
  private final TokenizerPeer peer;
  private final TokenBuffer ids = new TokenBuffer(1 << 20);

  private BpeSpeed(Tokenizer ours, TokenizerPeer peer) {
    this.ours = ours;
    this.peer = peer;
  }

  /** Runs the comparison; see the class. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    String corpus = options.get("--corpus");
    String out = options.get("--out");
    String spec = options.get("--tokenizer");
    if (args.length != 6 || corpus == null || out == null || spec == null) {
      System.err.println("usage: BpeSpeed --corpus FILE.jsonl --out FILE.json --tokenizer SPEC");
      System.exit(2);
      return;
    }
    try (TokenizerPeer peer = TokenizerPeer.of(spec)) {
      BpeSpeed speed = new BpeSpeed(Tokenizers.open(spec), peer);
      List<Row> rows = speed.run(texts(Path.of(corpus), peer.excluded()));
      if (rows.isEmpty()) {
        System.exit(1);
      }
      speed.write(Path.of(out), rows);
    }
  }

  private static List<Text> texts(Path corpus, List<String> excluded) throws IOException {
    List<Text> texts = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(corpus, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = JSON.readTree(line).path("text").asText();
        if (excluded.stream().noneMatch(text::contains)) {
          texts.add(new Text(text, text.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    Collections.shuffle(texts, new Random(SEED));
    return texts;
  }

  /** Returns the rows, none if ids differ. */
  private List<Row> run(List<Text> texts) {
    int next = 0;
    List<List<Text>> slices = new ArrayList<>();
    for (int i = 0; i < SLICES; i++) {
      int from = next;
      for (long bytes = 0; bytes < peer.sliceBytes(); next++) {
        bytes += texts.get(next).utf8().length;
      }
      slices.add(texts.subList(from, next));
    }
    warm(texts.subList(next, texts.size()));
    List<Row> rows = new ArrayList<>();
    for (List<Text> slice : slices) {
      Row row = row(slice, rows.size() % 2 == 0);
      if (differences(slice) > 0) {
        return List.of();
      }
      System.out.printf(
          Locale.ROOT,
          "ours %.1f MB/s (again %.1f), %s %.2f MB/s, ratio %.2f%n",
          row.ours(),
          row.again(),
          peer.name(),
          row.peer(),
          row.ratio());
      rows.add(row);
    }
    return rows;
  }

  private void warm(List<Text> texts) {
    long bytes = 0;
    for (Text text : texts) {
      if (bytes < peer.warmBytes()) {
        peer.count(text.text());
      }
      if (bytes < 150 * MEGA) {
        encode(text);
      }
      bytes += text.utf8().length;
    }
  }

  private Row row(List<Text> slice, boolean oursFirst) {
    long bytes = slice.stream().mapToLong(t -> t.utf8().length).sum();
    ToIntFunction<Text> peerCount = t -> peer.count(t.text());
    long start = cpu();
    long tokens = total(slice, oursFirst ? this::encode : peerCount);
    long middle = cpu();
    total(slice, oursFirst ? peerCount : this::encode);
    long end = cpu();
    total(slice, this::encode);
    long again = cpu() - end;
    long ourNanos = oursFirst ? middle - start : end - middle;
    return new Row(bytes, tokens, ourNanos, end - start - ourNanos, again);
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

  private int differences(List<Text> slice) {
    int differences = 0;
    for (Text text : slice) {
      encode(text);
      if (!Arrays.equals(ids.toArray(), peer.ids(text.text()))) {
        differences++;
      }
    }
    if (differences > 0) {
      System.err.println(differences + " of " + slice.size() + " texts differ; nothing written");
    }
    return differences;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void write(Path out, List<Row> rows) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "tidemark-tokenizer-speed-v1");
    root.put("tokenizer", ours.name());
    root.put("fingerprint", ours.fingerprint());
    root.put("peer", peer.name());
    root.put("java", System.getProperty("java.runtime.version"));
    root.put("processors", Runtime.getRuntime().availableProcessors());
    root.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    root.put("medianRatio", text(median(rows.stream().mapToDouble(Row::ratio).toArray())));
    root.put(
        "medianMegabytesPerSecond", text(median(rows.stream().mapToDouble(Row::ours).toArray())));
    root.put(
        "peerMegabytesPerSecond", text(median(rows.stream().mapToDouble(Row::peer).toArray())));
    ArrayNode slices = root.putArray("slices");
    for (Row row : rows) {
      ObjectNode node = slices.addObject();
      node.put("bytes", row.bytes());
      node.put("tokens", row.tokens());
      node.put("ourNanos", row.ourNanos());
      node.put("peerNanos", row.peerNanos());
      node.put("ourNanosAgain", row.againNanos());
      node.put("ratio", text(row.ratio()));
    }
    Files.write(out, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    System.out.println("median ratio " + root.path("medianRatio").textValue() + ", ids equal");
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
