package ai.tidemark.service.llamacpp;

import org.jspecify.annotations.Nullable;

/** Stops whatever an answer waits for when its client goes away. Thread-safe. */
public final class Abort {
  private boolean gone;
  private @Nullable Runnable action;

  /** The client has gone: runs the present action, and every later one as soon as it is set. */
  public void fire() {
    Runnable now;
    synchronized (this) {
      gone = true;
      now = action;
      action = null;
    }
    if (now != null) {
      now.run();
    }
  }

  /** Returns whether the client has gone. */
  public synchronized boolean isFired() {
    return gone;
  }

  /** Sets what to do, in place of the former action; does it at once if the client has gone. */
  void set(Runnable next) {
    synchronized (this) {
      if (!gone) {
        action = next;
        return;
      }
    }
    next.run();
  }

  /** Forgets the action. */
  synchronized void clear() {
    action = null;
  }
}
