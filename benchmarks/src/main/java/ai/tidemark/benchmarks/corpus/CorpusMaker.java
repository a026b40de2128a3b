package ai.tidemark.benchmarks.corpus;

import ai.tidemark.benchmarks.corpus.PartMaker.Part;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.demo.model.DemonstrationModel;
import ai.tidemark.demo.model.NGramModel;
import ai.tidemark.demo.text.GlossSplit;
import ai.tidemark.demo.text.WordNet;
import ai.tidemark.keys.KeyFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes a corpus: {@code corpus/} with the files, {@code keys.json} with the keys, {@code
 * marked.jsonl} and {@code duplicates.jsonl} with the truth, and {@code corpus.json} with what it
 * holds, last. The same recipe gives the same bytes for any number of threads (words of other
 * languages are those of the JDK that runs it).
 */
final class CorpusMaker {
  static final String ERA = "2026Q4";
  static final List<String> TENANTS = List.of("tenant-a", "tenant-b", "tenant-c", "tenant-d");

  /** The one whose answers are in the corpus. */
  static final String MARKING = "tenant-b";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SAMPLE = 20_000; // documents that tell how large one is
  private static final int LEAST_FILES = 3 * Format.turns();
  private static final long MOST_PER_FILE = 40_000; // an archive may have 100,000 members

  private final Path dir;
  private final Prose english;
  private final List<Prose> others;
  private final NGramModel model;

  /**
   * @param dir where everything goes
   * @param cache folder for the language model, which takes a while to train
   */
  CorpusMaker(Path dir, Path cache) {
    this.dir = dir;
    this.english = EnglishProse.read();
    this.others = ListedProse.all();
    this.model = DemonstrationModel.load(Cl100k.get(), GlossSplit.of(WordNet.glosses()), cache);
  }

  /** Returns how many documents come to so many bytes, if none of them were marked. */
  long documents(long bytes, Recipe recipe) {
    try (KeyFile keys = keys(recipe)) {
      DocumentMaker maker = maker(recipe, keys);
      long sampled = 0;
      for (long d = 0; d < SAMPLE; d++) {
        sampled += maker.make(d, false).size();
      }
      return Math.max(1, (long) Math.ceil(1.01 * bytes * SAMPLE / sampled));
    }
  }

  private static KeyFile keys(Recipe recipe) {
    return KeyFile.fromSeed("benchmark corpus " + recipe.seed(), ERA, TENANTS);
  }

  private DocumentMaker maker(Recipe recipe, KeyFile keys) {
    DrawKey fleet = keys.fleet();
    DrawKey tenant = keys.tenant(MARKING);
    MarkedProse marked =
        new MarkedProse(model, Cl100k.get(), Profile.of(Cl100k.get()).contexts(), fleet, tenant);
    return new DocumentMaker(recipe, english, others, marked);
  }

  /** Makes it all; says on standard error how far it is. */
  ObjectNode make(Recipe recipe, int threads) throws IOException {
    Path corpus = Files.createDirectories(dir.resolve("corpus"));
    long perFile = Math.clamp(recipe.documents() / LEAST_FILES, 1, MOST_PER_FILE);
    int files = Math.toIntExact((recipe.documents() + perFile - 1) / perFile);
    try (KeyFile keys = keys(recipe);
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      keys.write(dir.resolve("keys.json"));
      ThreadLocal<PartMaker> makers =
          ThreadLocal.withInitial(
              () -> new PartMaker(recipe, maker(recipe, keys), corpus, perFile));
      List<Future<Part>> parts = new ArrayList<>();
      for (int f = 0; f < files; f++) {
        int file = f;
        parts.add(pool.submit(() -> makers.get().make(file)));
      }
      return written(recipe, parts);
    }
  }

  private ObjectNode written(Recipe recipe, List<Future<Part>> parts) throws IOException {
    Map<Format, long[]> formats = new EnumMap<>(Format.class);
    long[] sums = new long[7];
    long begun = System.nanoTime();
    try (Writer marked = Files.newBufferedWriter(dir.resolve("marked.jsonl"));
        Writer duplicates = Files.newBufferedWriter(dir.resolve("duplicates.jsonl"))) {
      for (int f = 0; f < parts.size(); f++) {
        Part part = get(parts.get(f));
        marked.write(part.marked());
        duplicates.write(part.duplicateLines());
        add(part, sums, formats.computeIfAbsent(part.format(), _ -> new long[3]));
        System.err.printf(
            "corpus: file %d of %d, %.2f GB, %.0f MB/s%n",
            f + 1, parts.size(), sums[1] / 1e9, sums[1] * 1e3 / (System.nanoTime() - begun));
      }
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("seed", recipe.seed()).put("files", parts.size());
    String[] names = {
      "documents",
      "bytes",
      "textBytes",
      "markedTextBytes",
      "markedDocuments",
      "boilerplate",
      "duplicates"
    };
    for (int i = 0; i < names.length; i++) {
      node.put(names[i], sums[i]);
    }
    node.put("markingTenant", MARKING);
    node.put("generateSeconds", (System.nanoTime() - begun) / 1_000_000_000);
    ObjectNode byFormat = node.putObject("formats");
    formats.forEach(
        (format, counts) ->
            byFormat
                .putObject(format.word())
                .put("files", counts[0])
                .put("documents", counts[1])
                .put("bytes", counts[2]));
    Files.write(
        dir.resolve("corpus.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes((JsonNode) node));
    return node;
  }

  private static void add(Part part, long[] sums, long[] format) {
    long[] own = {
      part.documents(),
      part.bytes(),
      part.textBytes(),
      part.markedTextBytes(),
      part.markedDocuments(),
      part.boilerplate(),
      part.duplicates()
    };
    for (int i = 0; i < own.length; i++) {
      sums[i] += own[i];
    }
    format[0]++;
    format[1] += part.documents();
    format[2] += part.bytes();
  }

  private static Part get(Future<Part> part) throws IOException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw new IOException("a file of the corpus could not be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
