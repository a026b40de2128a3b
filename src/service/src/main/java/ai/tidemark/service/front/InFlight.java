package ai.tidemark.service.front;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The answers under way, so that a stop can wait for them and then cut them short. */
public final class InFlight {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Runnable> answers = new HashSet<>();
  private boolean stopping;

  /**
   * Registers an answer.
   *
   * @param cut ends it early; may be called from any thread
   * @return false if the proxy is stopping and no answer may begin
   */
  boolean enter(Runnable cut) {
    lock.lock();
    try {
      return !stopping && answers.add(cut);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out an answer that has ended. */
  void leave(Runnable cut) {
    lock.lock();
    try {
      answers.remove(cut);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether no further answer may begin. */
  boolean stopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Lets no further answer begin, waits for those under way, then cuts the rest short. */
  public void stop(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
    if (!await(patience)) {
      for (Runnable cut : left()) {
        cut.run();
      }
      await(Duration.ofSeconds(5)); // time to say goodbye and to hand in the record
    }
  }

  private List<Runnable> left() {
    lock.lock();
    try {
      return List.copyOf(answers);
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!answers.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return answers.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
