package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.testkit.language.NumberTokenizer;
import java.nio.file.Path;
import java.util.List;

/** Scans in tests: small limits, few decoys. */
final class Scans {
  static final NumberTokenizer TOKENIZER = new NumberTokenizer();
  static final EraKeys KEYS = TestKeys.keys(100, 2);

  private Scans() {}

  static ScanOptions options(Path dir, List<Path> paths, EraKeys... keys) {
    return ScanOptions.of(
            paths, Profile.of(TOKENIZER), TOKENIZER, ScanKeys.of(keys), dir.resolve("out"))
        .withLimits(new Limits(2, 10_000_000, 1 << 16, 1 << 20))
        .withDecoys(new DecoyPlan(99, 0, "s", List.of()));
  }

  static ScanReport scan(ScanOptions options) {
    ScanOutcome outcome = Scan.run(options, ScanListener.NONE, new Cancellation());
    assertThat(outcome).isInstanceOf(ScanOutcome.Finished.class);
    return ((ScanOutcome.Finished) outcome).report();
  }

  static Finding fleet(ScanReport report) {
    return report.results().getFirst().finding();
  }

  /** 450 plain texts, then 50 of the second tenant. */
  static TestCorpus tenPercentMarked() {
    return new TestCorpus(1)
        .plain(450, 120)
        .marked(50, 160, KEYS.fleet().key(), KEYS.tenants().get(1).key());
  }
}
