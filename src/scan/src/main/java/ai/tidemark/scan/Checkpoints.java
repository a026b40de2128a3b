package ai.tidemark.scan;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether and how often a scan writes down how far it is, and whether it goes on with an earlier
 * one. No choice here changes a report.
 *
 * @param use what to do
 * @param intervalNanos time between two checkpoints at least; each may take a tenth of all time
 * @param nanoTime the clock, as {@link System#nanoTime}
 * @param beforeWrite called before each write to the work folder; nothing, save in tests
 */
public record Checkpoints(
    Use use, long intervalNanos, LongSupplier nanoTime, Runnable beforeWrite) {

  /** What to do. */
  public enum Use {
    /** No checkpoint: a scan that is stopped leaves nothing. */
    NONE,
    /** Start, and write checkpoints. */
    WRITE,
    /** Go on from the checkpoint in the output folder, and write further ones. */
    RESUME
  }

  private static final long USUAL = TimeUnit.SECONDS.toNanos(5);

  /** No checkpoint. */
  public static final Checkpoints NONE = usual(Use.NONE);

  /** A checkpoint every five seconds. */
  public static final Checkpoints WRITE = usual(Use.WRITE);

  /** The same, going on from the last one. */
  public static final Checkpoints RESUME = usual(Use.RESUME);

  private static Checkpoints usual(Use use) {
    return new Checkpoints(use, USUAL, System::nanoTime, () -> {});
  }
}
