package ai.tidemark.benchmarks.scan;

import ai.tidemark.scan.source.Bytes;
import ai.tidemark.scan.source.Chunk;
import ai.tidemark.scan.source.Content;
import ai.tidemark.scan.source.Documents;
import ai.tidemark.scan.source.Place;
import ai.tidemark.scan.source.Position;
import ai.tidemark.scan.source.Skip;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * From JSON lines in memory to the UTF-8 of their field {@code text}, one thread: the scan's own
 * way against Jackson's streaming parser, a string and its bytes. Both sides first give the same
 * bytes for every record. Then each measures the same slices in turn, by processor time.
 *
 * <p>{@code --corpus FILE --out FILE}, the second for the raw results.
 */
public final class JsonFieldBenchmark {
  private static final int SLICE = 32 << 20;
  private static final int CHUNK = 256 << 10;
  private static final int ROUNDS = 7;
  private static final int WARM_UP = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonFieldBenchmark() {}

  /** Takes texts. */
  private interface Texts {
    void text(byte[] utf8, int from, int to);
  }

  private interface Side {
    void read(byte[] lines, Texts texts) throws IOException;
  }

  /** Runs it. */
  @SuppressWarnings("SystemOut") // a program of its own
  public static void main(String[] args) throws IOException {
    Path corpus = Path.of(argument(args, "--corpus"));
    Path out = Path.of(argument(args, "--out"));
    List<byte[]> slices = slices(Files.readAllBytes(corpus));
    Side own = JsonFieldBenchmark::own;
    Side jackson = JsonFieldBenchmark::jackson;
    long bytes = 0;
    for (byte[] slice : slices) {
      bytes += slice.length;
      if (digest(own, slice) != digest(jackson, slice)) {
        throw new IllegalStateException("the two sides differ");
      }
    }
    ObjectNode report = JsonMapper.builder().build().createObjectNode();
    report.put("bytes", bytes).put("slices", slices.size());
    ArrayNode rows = report.putArray("rounds");
    List<Double> ratios = new ArrayList<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int s = 0; s < slices.size(); s++) {
        long ownNanos = nanos(own, slices.get(s));
        long jacksonNanos = nanos(jackson, slices.get(s));
        if (round >= 0) {
          rows.addObject().put("slice", s).put("own", ownNanos).put("jackson", jacksonNanos);
          ratios.add((double) jacksonNanos / ownNanos);
        }
      }
    }
    ratios.sort(Double::compare);
    report.put("medianRatio", ratios.get(ratios.size() / 2));
    report.put("smallestRatio", ratios.getFirst()).put("largestRatio", ratios.getLast());
    Files.writeString(out, report.toPrettyString() + "\n");
    System.out.printf(
        "JSONL field to UTF-8 against Jackson: %.2f x (%.2f-%.2f over %d)%n",
        ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast(), ratios.size());
    System.out.printf(
        "own %.0f MB/s, Jackson %.0f MB/s of JSONL, medians%n",
        speed(rows, slices, "own"), speed(rows, slices, "jackson"));
  }

  private static String argument(String[] args, String name) {
    int at = Arrays.asList(args).indexOf(name);
    if (at < 0 || at + 1 == args.length) {
      throw new IllegalArgumentException("usage: --corpus FILE --out FILE; missing " + name);
    }
    return args[at + 1];
  }

  private static double speed(ArrayNode rows, List<byte[]> slices, String side) {
    List<Double> speeds = new ArrayList<>();
    rows.forEach(
        row ->
            speeds.add(
                1e3 * slices.get(row.path("slice").intValue()).length / row.path(side).asDouble()));
    speeds.sort(Double::compare);
    return speeds.get(speeds.size() / 2);
  }

  private static List<byte[]> slices(byte[] all) {
    List<byte[]> slices = new ArrayList<>();
    int from = 0;
    while (from < all.length) {
      int to = Math.min(all.length, from + SLICE);
      while (to < all.length && all[to - 1] != '\n') {
        to++;
      }
      slices.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    return slices;
  }

  private static long digest(Side side, byte[] slice) throws IOException {
    CRC32C crc = new CRC32C();
    long[] count = new long[1];
    side.read(
        slice,
        (utf8, from, to) -> {
          crc.update(utf8, from, to - from);
          crc.update(0xff);
          count[0]++;
        });
    return (crc.getValue() << 20) + count[0];
  }

  private static long nanos(Side side, byte[] slice) throws IOException {
    long[] sum = new long[1];
    long start = THREADS.getCurrentThreadCpuTime();
    side.read(slice, (utf8, from, to) -> sum[0] += to - from + utf8[from]);
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (sum[0] == 0) {
      throw new IllegalStateException("read nothing");
    }
    return nanos;
  }

  private static void own(byte[] lines, Texts texts) {
    Documents documents = new Documents("/text", 16 << 20);
    Documents.Sink sink =
        new Documents.Sink() {
          @Override
          public void document(Place place, Bytes before, Bytes text) {
            texts.text(text.array(), text.from(), text.to());
          }

          @Override
          public void skip(Skip skip) {
            throw new IllegalStateException(skip.toJson());
          }
        };
    int from = 0;
    while (from < lines.length) {
      int to = Math.min(lines.length, from + CHUNK);
      while (to < lines.length && lines[to - 1] != '\n') {
        to++;
      }
      Content content = new Content.Lines("corpus", new Bytes(lines, from, to), 1 + from);
      documents.of(new Chunk(content, to - from, 1, Position.START), sink, () -> false);
      from = to;
    }
  }

  private static void jackson(byte[] lines, Texts texts) throws IOException {
    Map<String, Boolean> wanted = Map.of("text", true);
    int from = 0;
    while (from < lines.length) {
      int to = from;
      while (to < lines.length && lines[to] != '\n') {
        to++;
      }
      String text = null;
      try (JsonParser parser = FACTORY.createParser(lines, from, to - from)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean isText = wanted.containsKey(parser.currentName());
          JsonToken value = parser.nextToken();
          if (isText && value == JsonToken.VALUE_STRING) {
            text = parser.getText();
          } else {
            parser.skipChildren();
          }
        }
        if (parser.nextToken() != null) {
          throw new IllegalStateException("more than one value");
        }
      }
      if (text == null) {
        throw new IllegalStateException("no text");
      }
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      texts.text(utf8, 0, utf8.length);
      from = to + 1;
    }
  }
}
