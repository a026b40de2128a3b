package ai.tidemark.demo.story;

import ai.tidemark.scan.Cancellation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks many questions, a few at a time. */
final class Interview {
  private static final int AT_ONCE = 4;

  private Interview() {}

  /**
   * Returns the answers in the order of the questions; fewer if it was cancelled.
   *
   * @throws IOException if one of them failed
   */
  static List<Reply> ask(Client client, int count, int maxTokens, Cancellation cancellation)
      throws IOException, InterruptedException {
    List<Future<Reply>> pending = new ArrayList<>(count);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().name("ask-", 0).factory())) {
      for (int n = 0; n < count; n++) {
        Question question = Question.of(n, maxTokens);
        pending.add(
            threads.submit(
                () -> {
                  if (cancellation.cancelled()) {
                    throw new InterruptedException();
                  }
                  return client.ask(question);
                }));
      }
      return collect(pending, threads, cancellation);
    }
  }

  private static List<Reply> collect(
      List<Future<Reply>> pending, ExecutorService threads, Cancellation cancellation)
      throws IOException, InterruptedException {
    List<Reply> replies = new ArrayList<>(pending.size());
    try {
      for (Future<Reply> reply : pending) {
        replies.add(reply.get());
      }
    } catch (ExecutionException e) {
      threads.shutdownNow();
      if (cancellation.cancelled()) {
        return replies;
      }
      throw new IOException("an answer failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      threads.shutdownNow();
      throw e;
    }
    return replies;
  }
}
