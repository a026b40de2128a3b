package ai.tidemark.scan;

/** A flag that asks a scan to stop; set from any thread, for example a signal handler. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Asks to stop. The scan ends after the document in hand and removes what it had begun. */
  public void cancel() {
    cancelled = true;
  }

  /** Returns whether somebody asked to stop. */
  public boolean cancelled() {
    return cancelled;
  }
}
