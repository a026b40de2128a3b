package ai.tidemark.scan.state;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Runs one task on several threads and waits for all of them. */
final class Workers {
  private Workers() {}

  /** What each thread does. */
  @FunctionalInterface
  interface Task<T> {
    /**
     * Works until done or told to stop.
     *
     * @param stop says true once the thread that waits was interrupted
     */
    T run(BooleanSupplier stop);
  }

  /** One thread's share of steps 0..n-1: each goes to the next thread that asks. */
  static final class Share {
    private final AtomicInteger next;
    private final int steps;
    private final BooleanSupplier ends;

    private Share(AtomicInteger next, int steps, BooleanSupplier ends) {
      this.next = next;
      this.steps = steps;
      this.ends = ends;
    }

    /** Takes steps until there are none left, or the work is to end. */
    void forEach(IntConsumer step) {
      for (int i = next.getAndIncrement(); i < steps && !ended(); i = next.getAndIncrement()) {
        step.accept(i);
      }
    }

    /** Returns whether the work is to end: what comes of it is of no use. */
    boolean ended() {
      return ends.getAsBoolean();
    }
  }

  /** What each thread does with its share of steps. */
  @FunctionalInterface
  interface SharedTask<T> {
    /** Works until the share is done. */
    T run(Share share);
  }

  /**
   * Shares steps 0..n-1 among threads and returns what each returned; as {@link #run} otherwise.
   *
   * @param stop says true where the work is to end
   */
  static <T> List<T> share(int workers, int steps, BooleanSupplier stop, SharedTask<T> task) {
    AtomicInteger next = new AtomicInteger();
    return run(
        workers,
        interrupted ->
            task.run(
                new Share(next, steps, () -> stop.getAsBoolean() || interrupted.getAsBoolean())));
  }

  /**
   * Returns what each thread returned. An interrupt tells the threads to stop and is kept; the
   * results are then of no use.
   */
  static <T> List<T> run(int workers, Task<T> task) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("tidemark-score-", 0).factory());
    AtomicBoolean interrupted = new AtomicBoolean();
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        futures.add(pool.submit(() -> task.run(interrupted::get)));
      }
      List<T> results = new ArrayList<>();
      while (results.size() < workers) {
        try {
          results.add(futures.get(results.size()).get());
        } catch (InterruptedException e) {
          interrupted.set(true);
        }
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UncheckedIOException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default ->
            throw new IllegalStateException("a scoring thread failed", e.getCause());
      }
    } finally {
      pool.shutdownNow();
      if (interrupted.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
