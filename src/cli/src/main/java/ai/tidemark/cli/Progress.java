package ai.tidemark.cli;

import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanProgress;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far a scan is: a bar on a terminal, else a line now and then, or
 * objects of JSON. docs/scan.md.
 */
abstract class Progress implements ScanListener, AutoCloseable {

  /**
   * Returns what suits the terminal.
   *
   * @param json lines of JSON, whatever the terminal
   */
  static Progress of(boolean quiet, boolean json) {
    if (json) {
      return new Json(System.err, System::nanoTime);
    }
    if (quiet) {
      return new Silent();
    }
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        ? new Bar()
        : new Lines(System.err, System::nanoTime);
  }

  @Override
  public void close() {}

  /** Says nothing. */
  private static final class Silent extends Progress {
    @Override
    public void progress(ScanProgress progress) {}
  }

  /** A bar of bytes read. */
  private static final class Bar extends Progress {
    private final Pace pace = new Pace(System::nanoTime);
    private @Nullable ProgressBar bar;

    @Override
    public void progress(ScanProgress progress) {
      ProgressBar current = bar;
      if (current == null) {
        current =
            new ProgressBarBuilder()
                .setTaskName("reading")
                .setInitialMax(Math.max(1, progress.bytesTotal()))
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUnit(" MB", 1_000_000)
                .showSpeed()
                .setUpdateIntervalMillis(200)
                .build();
        bar = current;
      }
      pace.take(progress);
      current.stepTo(progress.bytes());
      current.setExtraMessage(words(progress, pace));
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /** Speeds since this process began; a scan that goes on has bytes from before. */
  static final class Pace {
    private final LongSupplier nanoTime;
    private final long begun;
    private @Nullable ScanProgress first;
    private double seconds;
    private long bytes;
    private long tokens;
    private long left;

    Pace(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      this.begun = nanoTime.getAsLong();
    }

    void take(ScanProgress progress) {
      ScanProgress from = first;
      if (from == null) {
        from = progress;
        first = from;
      }
      seconds = (nanoTime.getAsLong() - begun) * 1e-9;
      bytes = progress.bytes() - from.bytes();
      tokens = progress.tokens() - from.tokens();
      left = progress.bytesTotal() - progress.bytes();
    }

    /** Returns bytes of files a second, 0 before the first. */
    double bytesPerSecond() {
      return seconds > 0 ? bytes / seconds : 0;
    }

    double tokensPerSecond() {
      return seconds > 0 ? tokens / seconds : 0;
    }

    /** Returns how long reading still takes at this pace, in seconds; 0 where nobody knows. */
    double secondsLeft() {
      return bytes > 0 ? Math.max(0, left) / bytesPerSecond() : 0;
    }

    double seconds() {
      return seconds;
    }
  }

  /** Something written now and then. */
  abstract static class Periodic extends Progress {
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private long last;
    private ScanProgress.@Nullable Phase phase;
    final PrintStream err;
    final Pace pace;

    Periodic(PrintStream err, LongSupplier nanoTime, long intervalNanos) {
      this.err = err;
      this.nanoTime = nanoTime;
      this.intervalNanos = intervalNanos;
      this.last = nanoTime.getAsLong();
      this.pace = new Pace(nanoTime);
    }

    abstract void show(ScanProgress progress);

    @Override
    public void progress(ScanProgress progress) {
      pace.take(progress);
      boolean news = phase != progress.phase() && showsPhases();
      if (!news && nanoTime.getAsLong() - last < intervalNanos) {
        return;
      }
      phase = progress.phase();
      last = nanoTime.getAsLong();
      show(progress);
    }

    /** Returns whether each phase is shown as it begins. */
    boolean showsPhases() {
      return false;
    }
  }

  /** A line every ten seconds. */
  private static final class Lines extends Periodic {
    Lines(PrintStream err, LongSupplier nanoTime) {
      super(err, nanoTime, TimeUnit.SECONDS.toNanos(10));
    }

    @Override
    void show(ScanProgress progress) {
      double share = (double) progress.bytes() / Math.max(1, progress.bytesTotal());
      err.printf(
          Locale.ROOT,
          "reading %3.0f %% | %.1f MB/s | %.0f s left | %s%n",
          100 * share,
          pace.bytesPerSecond() / 1e6,
          pace.secondsLeft(),
          words(progress, pace));
    }
  }

  /** An object of JSON a line: one a second, and one as each phase begins. */
  static final class Json extends Periodic {
    Json(PrintStream err, LongSupplier nanoTime) {
      super(err, nanoTime, TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    boolean showsPhases() {
      return true;
    }

    @Override
    void show(ScanProgress progress) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("phase", progress.phase().name().toLowerCase(Locale.ROOT));
      node.put("bytes", progress.bytes());
      node.put("bytesTotal", progress.bytesTotal());
      node.put("files", progress.files());
      node.put("documents", progress.documents());
      node.put("tokens", progress.tokens());
      node.put("skipped", progress.skipped());
      node.put("notable", progress.notable());
      node.put("milliseconds", Math.round(1000 * pace.seconds()));
      node.put("bytesPerSecond", Math.round(pace.bytesPerSecond()));
      node.put("tokensPerSecond", Math.round(pace.tokensPerSecond()));
      node.put("secondsLeft", Math.round(pace.secondsLeft()));
      err.println(node);
    }
  }

  private static String words(ScanProgress progress, Pace pace) {
    return switch (progress.phase()) {
      case READING ->
          String.format(
              Locale.ROOT,
              "%,d documents, %.1f M tokens (%.2f M/s), %,d skipped, %,d notable",
              progress.documents(),
              progress.tokens() / 1e6,
              pace.tokensPerSecond() / 1e6,
              progress.skipped(),
              progress.notable());
      case SCORING -> "scoring the corpus";
      case DECOYS -> "scoring decoys";
      case DOCUMENTS -> "judging documents";
      case BLOCKS -> "writing the scored tuples";
    };
  }
}
