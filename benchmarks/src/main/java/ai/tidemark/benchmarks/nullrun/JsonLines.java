package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.token.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the corpus file and tokenises it on all cores, in its order. */
final class JsonLines {
  private static final int BATCH = 2048;

  private JsonLines() {}

  /**
   * Returns the ids of every text, in order.
   *
   * @throws BadInputException naming the line that is not an object with a text
   */
  static List<int[]> tokenise(Path corpus, Tokenizer tokenizer) throws IOException {
    List<int[]> texts = new ArrayList<>();
    int threads = Runtime.getRuntime().availableProcessors();
    ArrayDeque<Future<List<int[]>>> work = new ArrayDeque<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads);
        BufferedReader in = Files.newBufferedReader(corpus, StandardCharsets.UTF_8)) {
      List<String> batch = new ArrayList<>();
      int first = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        batch.add(line);
        if (batch.size() == BATCH) {
          submit(pool, work, corpus, first, batch, tokenizer);
          first += BATCH;
          batch = new ArrayList<>();
          if (work.size() > 2 * threads) {
            texts.addAll(result(work.remove()));
          }
        }
      }
      submit(pool, work, corpus, first, batch, tokenizer);
      while (!work.isEmpty()) {
        texts.addAll(result(work.remove()));
      }
    }
    return texts;
  }

  private static void submit(
      ExecutorService pool,
      ArrayDeque<Future<List<int[]>>> work,
      Path corpus,
      int first,
      List<String> lines,
      Tokenizer tokenizer) {
    work.add(pool.submit(() -> encode(corpus, first, lines, tokenizer)));
  }

  private static List<int[]> encode(
      Path corpus, int first, List<String> lines, Tokenizer tokenizer) {
    List<int[]> texts = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
      texts.add(tokenizer.encode(StrictJson.parse(corpus + ":" + (first + i), line).text("text")));
    }
    return texts;
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BadInputException bad) {
        throw bad;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
