package ai.tidemark.benchmarks.scan;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.TextLaws;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Detection of another program's mark, from token ids to p, one thread: {@code DetectSpeed --corpus
 * FILE.jsonl --key KEY.json --vocabulary V --length N --texts N --shared FILE.jsonl --out
 * FILE.json}.
 *
 * <p>Texts are stretches of {@code length} ids of the corpus, taken modulo V. Each is tested by
 * itself; the key stays open, as it does in a service. One slice of the texts warms up, five are
 * timed by processor time of the thread. The file {@code --shared} gets some of the timed texts,
 * for the peer to be timed on, and texts of random ids with our n, S and ln p, for the two to agree
 * on: in random ids nothing repeats, so the programs' different rules for repeats do not matter.
 */
public final class DetectSpeed {
  private static final int SLICES = 5;
  private static final int SHARED = 40;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private DetectSpeed() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    ForeignDetector detector =
        new ForeignDetector(ForeignKeyFile.read(arguments.file("--key")).key());
    int vocabulary = arguments.number("--vocabulary", 50_257);
    int each = arguments.number("--texts", 1_000);
    int length = arguments.number("--length", 200);
    boolean pool = arguments.flag("--pool");
    List<int[]> texts =
        texts(arguments.file("--corpus"), each * (SLICES + 1), length, vocabulary, detector);
    ObjectNode result = JSON.createObjectNode();
    result.put("textTokens", length);
    result.put("vocabulary", vocabulary).put("pooled", pool);
    ArrayNode slices = result.putArray("slices");
    double checksum = 0;
    for (int s = 0; s <= SLICES; s++) {
      long start = THREADS.getCurrentThreadCpuTime();
      List<int[]> slice = texts.subList(s * each, (s + 1) * each);
      checksum += pool ? pooled(detector, slice) : alone(detector, slice);
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      if (s > 0) {
        slices.addObject().put("tokens", (long) each * length).put("cpuNanos", nanos);
      }
    }
    result.put("sumOfLnP", checksum); // so that nothing is thrown away unread
    share(arguments.file("--shared"), texts, vocabulary, detector);
    Files.write(
        arguments.file("--out"), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
  }

  private static double alone(ForeignDetector detector, List<int[]> texts) {
    double sum = 0;
    for (int[] text : texts) {
      sum += evidence(detector, text).lnP();
    }
    return sum;
  }

  private static double pooled(ForeignDetector detector, List<int[]> texts) {
    detector.begin();
    for (int[] text : texts) {
      detector.add(text, text.length);
    }
    return detector.evidence(new TextLaws()).lnP();
  }

  private static ForeignEvidence evidence(ForeignDetector detector, int[] text) {
    detector.begin();
    detector.add(text, text.length);
    return detector.evidence(new TextLaws());
  }

  private static void share(Path file, List<int[]> texts, int vocabulary, ForeignDetector detector)
      throws IOException {
    SplittableRandom random = new SplittableRandom(20261124);
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int t = 0; t < SHARED; t++) {
        write(out, JSON.createObjectNode().put("kind", "timed"), texts.get(texts.size() - 1 - t));
        int[] ids = random.ints(200, 3, vocabulary).toArray();
        ForeignEvidence evidence = evidence(detector, ids);
        ObjectNode node = JSON.createObjectNode().put("kind", "compared");
        node.put("n", evidence.n());
        node.put("sum", evidence.sum().toString());
        node.put("lnP", evidence.lnP());
        write(out, node, ids);
      }
    }
  }

  private static void write(Writer out, ObjectNode node, int[] ids) throws IOException {
    ArrayNode array = node.putArray("ids");
    for (int id : ids) {
      array.add(id);
    }
    out.write(node.toString());
    out.write('\n');
  }

  private static List<int[]> texts(
      Path corpus, int count, int length, int vocabulary, ForeignDetector warm) throws IOException {
    Tokenizer tokenizer = Tokenizers.open("cl100k_base");
    List<int[]> texts = new ArrayList<>();
    TokenBuffer ids = new TokenBuffer();
    try (BufferedReader in = Files.newBufferedReader(corpus)) {
      while (texts.size() < count) {
        String line = in.readLine();
        if (line == null) {
          throw new IllegalArgumentException("the corpus has fewer than " + count + " texts");
        }
        JsonNode record = JSON.readTree(line);
        tokenizer.encode(record.get("text").textValue(), ids);
        int from = 0;
        while (ids.size() - from >= length && texts.size() < count) {
          int[] text = new int[length];
          for (int i = 0; i < length; i++) {
            text[i] = ids.get(from + i) % vocabulary;
          }
          texts.add(text);
          from += length;
        }
        int[] rest = ids.toArray();
        ids.clear();
        for (int i = from; i < rest.length; i++) {
          ids.add(rest[i]);
        }
      }
    }
    evidence(warm, texts.getFirst());
    return texts;
  }
}
