package ai.tidemark.scan;

import ai.tidemark.scan.source.Chunk;
import ai.tidemark.scan.source.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread reads chunks, workers turn them into batches, the ledger enters them in order. What is
 * read but not yet entered is bounded, in chunks and in bytes.
 */
final class Reading {
  private static final int LOOK_MILLIS = 50;
  private static final int CHUNKS_PER_WORKER = 8;
  private static final int KIBIBYTES_IN_FLIGHT = 64 << 10;

  private record Item(long number, Optional<Chunk> chunk) {}

  private final Corpus corpus;
  private final List<DocumentWorker> workers;
  private final Ledger ledger;
  private final Cancellation cancellation;
  private final Step afterEntry;
  private final BlockingQueue<Item> queue;
  private final Semaphore chunks;
  private final Semaphore kibibytes = new Semaphore(KIBIBYTES_IN_FLIGHT);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch running;

  /**
   * @param afterEntry called by each worker after each batch, outside of every lock
   */
  Reading(
      Corpus corpus,
      List<DocumentWorker> workers,
      Ledger ledger,
      Cancellation cancellation,
      Step afterEntry) {
    this.afterEntry = afterEntry;
    this.corpus = corpus;
    this.workers = workers;
    this.ledger = ledger;
    this.cancellation = cancellation;
    int inFlight = CHUNKS_PER_WORKER * workers.size();
    this.queue = new ArrayBlockingQueue<>(inFlight + workers.size());
    this.chunks = new Semaphore(inFlight);
    this.running = new CountDownLatch(workers.size() + 1);
  }

  /** Reads it all, or until it is cancelled. An interrupt of this thread cancels and is kept. */
  void run() {
    List<Thread> threads = new ArrayList<>();
    threads.add(thread("tidemark-read", this::read));
    for (int i = 0; i < workers.size(); i++) {
      DocumentWorker worker = workers.get(i);
      threads.add(thread("tidemark-work-" + i, () -> work(worker)));
    }
    threads.forEach(Thread::start);
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = running.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
        cancellation.cancel();
      }
      if (!ended && stopping()) {
        threads.forEach(Thread::interrupt);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private void rethrow() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case IOException e -> throw new UncheckedIOException(e);
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private boolean stopping() {
    return cancellation.cancelled() || failure.get() != null;
  }

  /** Work of a thread. */
  interface Step {
    /** Does it. */
    void run() throws IOException, InterruptedException;
  }

  private Thread thread(String name, Step step) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .unstarted(
            () -> {
              try {
                step.run();
              } catch (InterruptedException e) {
                // only this class interrupts its threads, and only to stop them
              } catch (Throwable e) {
                if (!cancellation.cancelled()) {
                  failure.compareAndSet(null, e);
                }
              } finally {
                running.countDown();
              }
            });
  }

  private void read() throws InterruptedException {
    try (corpus) {
      long number = 0;
      for (Optional<Chunk> chunk = corpus.next();
          chunk.isPresent() && !stopping();
          chunk = corpus.next()) {
        chunks.acquire();
        kibibytes.acquire(permits(chunk.get()));
        queue.put(new Item(number++, chunk));
      }
      for (int i = 0; i < workers.size(); i++) {
        queue.put(new Item(0, Optional.empty()));
      }
    }
  }

  private void work(DocumentWorker worker) throws IOException, InterruptedException {
    while (!stopping()) {
      Item item = queue.take();
      if (item.chunk().isEmpty()) {
        worker.flush();
        return;
      }
      Chunk chunk = item.chunk().get();
      Batch batch = worker.work(chunk, this::stopping);
      if (stopping()) {
        return; // the batch may be cut short
      }
      batch.leftOut = chunk.leftOut();
      // Permits go back when a batch is entered, not when it is done: so the ledger's waiting
      // batches are bounded too. The oldest one never waits for a permit, so nothing can stick.
      ledger.enter(item.number(), batch, permits(chunk), this::release);
      afterEntry.run();
    }
  }

  private void release(int kibibytesOfChunk) {
    chunks.release();
    kibibytes.release(kibibytesOfChunk);
  }

  private static int permits(Chunk chunk) {
    long held = chunk.held();
    return held == 0 ? 0 : (int) Math.min(KIBIBYTES_IN_FLIGHT, held / 1024 + 1);
  }
}
