package ai.tidemark.cli;

import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanProgress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on standard error how far a scan is: a bar on a terminal, else a line now and then. */
abstract class Progress implements ScanListener, AutoCloseable {

  /** Returns what suits the terminal. */
  static Progress of(boolean quiet) {
    if (quiet) {
      return new Silent();
    }
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        ? new Bar()
        : new Lines(System.err);
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
      current.stepTo(progress.bytes());
      current.setExtraMessage(words(progress));
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /** A line every ten seconds. */
  private static final class Lines extends Progress {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream err;
    private final long begun = System.nanoTime();
    private long last = begun;

    Lines(PrintStream err) {
      this.err = err;
    }

    @Override
    public void progress(ScanProgress progress) {
      long now = System.nanoTime();
      if (now - last < INTERVAL_NANOS) {
        return;
      }
      last = now;
      double share = (double) progress.bytes() / Math.max(1, progress.bytesTotal());
      double seconds = (now - begun) * 1e-9;
      double left = share > 0 ? seconds / share - seconds : 0;
      err.printf(
          Locale.ROOT,
          "reading %3.0f %% | %.1f MB/s | %.0f s left | %s%n",
          100 * share,
          progress.bytes() / seconds / 1e6,
          left,
          words(progress));
    }
  }

  private static String words(ScanProgress progress) {
    return switch (progress.phase()) {
      case READING ->
          String.format(
              Locale.ROOT,
              "%,d documents, %.1f M tokens, %,d skipped",
              progress.documents(),
              progress.tokens() / 1e6,
              progress.skipped());
      case SCORING -> "scoring the corpus";
      case DECOYS -> "scoring decoys";
      case DOCUMENTS -> "judging documents";
      case BLOCKS -> "writing the scored tuples";
    };
  }
}
