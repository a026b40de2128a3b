package ai.tidemark.scan.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs one task on several threads and waits for all of them. */
final class Workers {
  private Workers() {}

  /**
   * Returns what each thread returned. An interrupt does not end the wait (tasks have their own
   * stop signal); it is kept for the caller.
   */
  static <T> List<T> run(int workers, Callable<T> task) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("tidemark-score-", 0).factory());
    boolean interrupted = false;
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        futures.add(pool.submit(task));
      }
      List<T> results = new ArrayList<>();
      while (results.size() < workers) {
        try {
          results.add(futures.get(results.size()).get());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scoring thread failed", e.getCause());
    } finally {
      pool.shutdownNow();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
