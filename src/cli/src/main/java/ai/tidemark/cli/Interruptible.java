package ai.tidemark.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that Ctrl-C (or SIGTERM) ends cleanly: the JVM's shutdown asks it to stop and waits for it
 * to tidy up. The JVM itself then exits with 128 plus the signal's number, 130 for Ctrl-C.
 */
final class Interruptible {
  private static final int PATIENCE_SECONDS = 20;

  private static volatile boolean stopping;

  private Interruptible() {}

  /**
   * Returns whether the JVM is going down and has asked work to end: what fails then is no news.
   */
  static boolean stopping() {
    return stopping;
  }

  /** Work that may throw. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /**
   * Runs work on the calling thread.
   *
   * @param stop asks the work to end; called on another thread, at most once
   */
  static <T, E extends Exception> T run(Runnable stop, Work<T, E> work) throws E {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stopping = true;
              stop.run();
              try {
                done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "tidemark-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } finally {
      done.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // already shutting down: the hook is running and has just been released
      }
    }
  }
}
