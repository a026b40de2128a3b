package ai.tidemark.demo.story;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Scene 4: the corpus is scanned with the right keys and ten wrong ones, then a corpus without
 * marked text with the right keys.
 *
 * @param corpus the report on the corpus
 * @param innocent the report on the human documents alone
 * @param seconds how long the scan of the corpus took
 */
public record Scanning(ScanReport corpus, ScanReport innocent, double seconds) {
  /**
   * False discovery rate over documents. Not the usual 1 %: then two false alarms among 60 finds, 3
   * % of them, would come by chance with probability 0.1; with 0.1 % it is 0.002.
   */
  static final double FDR = 0.001;

  private static final int DECOYS = 999;
  private static final int FULL_DECOYS = 99;

  /**
   * Scans.
   *
   * @param excess nats above chance that marked text is assumed to carry per tuple; from the
   *     proxy's records, known before the corpus is looked at
   * @return nothing if it was cancelled
   */
  public static Optional<Scanning> of(
      Cast cast, double excess, String seed, DemoFiles files, Cancellation cancellation) {
    Levels levels =
        Levels.DEFAULT.withFdr(FDR).withExcess(Math.clamp(Math.rint(100 * excess) / 100, 0.01, 10));
    DecoyPlan wrong = new DecoyPlan(DECOYS, FULL_DECOYS, seed, cast.wrong());
    DecoyPlan none = new DecoyPlan(DECOYS, FULL_DECOYS, seed, List.of());
    long start = System.nanoTime();
    Optional<ScanReport> corpus =
        scan(options(files.corpus(), files.report(), cast, levels, wrong), cancellation);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (corpus.isEmpty()) {
      return Optional.empty();
    }
    return scan(options(files.innocent(), files.innocentReport(), cast, levels, none), cancellation)
        .map(innocent -> new Scanning(corpus.get(), innocent, seconds));
  }

  private static ScanOptions options(
      Path corpus, Path report, Cast cast, Levels levels, DecoyPlan decoys) {
    return ScanOptions.of(List.of(corpus), Cast.profile(), Cl100k.get(), cast.real(), report)
        .withLevels(levels)
        .withDecoys(decoys);
  }

  private static Optional<ScanReport> scan(ScanOptions options, Cancellation cancellation) {
    return switch (Scan.run(options, ScanListener.NONE, cancellation)) {
      case ScanOutcome.Finished(ScanReport report) -> Optional.of(report);
      case ScanOutcome.Interrupted _ -> Optional.empty();
    };
  }

  /** Returns what happened, for people. */
  public String words() {
    double tokens = (double) corpus.totals().tokens();
    return Numbers.millions(tokens)
        + " tokens in "
        + Decimals.fixed(seconds, 1)
        + " s ("
        + Numbers.millions(tokens / seconds)
        + " tokens/s): the fleet key, "
        + Cast.TENANTS.size()
        + " tenants, "
        + Cast.WRONG_KEYS
        + " wrong keys, "
        + DECOYS
        + " decoys";
  }
}
