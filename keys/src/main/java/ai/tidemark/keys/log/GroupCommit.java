package ai.tidemark.keys.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gathers items until enough are there or the first has waited long enough, and commits them
 * together on one thread. After a failed commit all that waits and all that comes fails with it:
 * nothing is tried again. Futures complete on that thread; what takes long goes to another.
 *
 * @param <T> an item
 */
public final class GroupCommit<T> implements AutoCloseable {
  private static final int MOST_WAITING = 1 << 16;

  /** Commits items together. */
  @FunctionalInterface
  public interface Commit<T> {
    /**
     * Makes a batch durable.
     *
     * @return the number of its first item; the others follow it
     * @throws IOException if it is not known to be durable
     */
    long commit(List<T> batch) throws IOException;
  }

  private record Waiting<T>(T item, CompletableFuture<Long> done, long since) {}

  private final Commit<T> commit;
  private final long delayNanos;
  private final int most;
  private final Deque<Waiting<T>> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean closed;
  private @Nullable Throwable failure;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param delay how long an item may wait for others
   * @param most items in a batch
   */
  public GroupCommit(String name, Duration delay, int most, Commit<T> commit) {
    if (delay.isNegative() || most < 1) {
      throw new IllegalArgumentException(
          "delay must not be negative and most at least 1, but they are " + delay + ", " + most);
    }
    this.commit = commit;
    this.delayNanos = delay.toNanos();
    this.most = most;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Adds an item; waits while 65,536 others do.
   *
   * @return completes with the item's number when it is durable, or with the IOException that ended
   *     the writer
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Long> add(T item) {
    lock.lock();
    try {
      while (queue.size() >= MOST_WAITING && failure == null && !closed) {
        changed.awaitUninterruptibly();
      }
      if (failure != null) {
        return CompletableFuture.failedFuture(
            new IOException("writer ended after a failure: " + failure.getMessage(), failure));
      }
      if (closed) {
        throw new IllegalStateException("writer is closed");
      }
      Waiting<T> waiting = new Waiting<>(item, new CompletableFuture<>(), System.nanoTime());
      queue.add(waiting);
      if (queue.size() == 1 || queue.size() >= most) {
        changed.signalAll();
      }
      return waiting.done;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<Waiting<T>> batch = new ArrayList<>();
    try {
      while (take(batch)) {
        long first = commit.commit(batch.stream().map(Waiting::item).toList());
        for (int i = 0; i < batch.size(); i++) {
          batch.get(i).done.complete(first + i);
        }
        batch.clear();
      }
    } catch (Throwable e) { // whatever it is, those who wait must hear of it
      fail(e, batch);
    }
  }

  /** Waits for the next batch; false when there will be none. */
  private boolean take(List<Waiting<T>> batch) throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      while (!queue.isEmpty() && queue.size() < most && !closed) {
        long left = queue.getFirst().since + delayNanos - System.nanoTime();
        if (left <= 0) {
          break;
        }
        var _ = changed.awaitNanos(left);
      }
      while (!queue.isEmpty() && batch.size() < most) {
        batch.add(queue.removeFirst());
      }
      changed.signalAll();
      return !batch.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable e, List<Waiting<T>> batch) {
    List<Waiting<T>> lost = new ArrayList<>(batch);
    lock.lock();
    try {
      failure = e;
      lost.addAll(queue);
      queue.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    lost.forEach(waiting -> waiting.done.completeExceptionally(e));
  }

  /** Commits what waits and ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true; // what waits is committed all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
