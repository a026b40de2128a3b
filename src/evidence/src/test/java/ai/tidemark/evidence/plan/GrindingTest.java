package ai.tidemark.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.testkit.grinding.KeyGrinder;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever may choose the key after seeing the text finds one that fits: 10^5 keys tried on an
 * innocent text reach a p near 10^-5. What stops it is that a plan without a prior commitment does
 * not go into the log.
 */
final class GrindingTest {
  private static final int KEYS = 100_000;

  @TempDir private Path dir;

  private static DrawKey key(long number) {
    byte[] hash =
        Merkle.sha256(ByteBuffer.allocate(16).putLong(0x67726e64).putLong(number).array());
    return DrawKey.copyOf(Arrays.copyOf(hash, DrawKey.BYTES));
  }

  private static int[] innocent() {
    return new ZipfLanguage(5).plain(300, new SplittableRandom(5));
  }

  private static KeyGrinder.Found grind() {
    TupleSet tuples = new TupleSet(1024);
    int[] ids = innocent();
    Grams.forEach(PlanFixture.PROFILE.contexts(), ids, ids.length, tuples::add);
    return KeyGrinder.best(PlanFixture.PROFILE.contexts(), tuples, KEYS, GrindingTest::key);
  }

  @Test
  void theBestOfManyKeysShowsAnInnocentTextAndPaysForItWhereKeysAreCounted() throws IOException {
    KeyGrinder.Found found = grind();
    // the smallest of N uniform p: above 10 / N once in 22,000, below .01 / N once in a hundred
    assertThat(found.lnP()).isLessThan(Math.log(10.0 / KEYS)).isGreaterThan(Math.log(0.01 / KEYS));
    assertThat(found.lnP() + Math.log(KEYS)).isGreaterThan(Math.log(0.001)); // no alert any more

    Path text = Files.writeString(dir.resolve("innocent.txt"), NumberTokenizer.text(innocent()));
    NamedKey fleet = new NamedKey("fleet", "0123456789abcdef", key(found.number()));
    EraKeys ground = new EraKeys("2026Q4", fleet, List.of());
    ScanOptions options =
        ScanOptions.of(
                List.of(text),
                PlanFixture.PROFILE,
                PlanFixture.TOKENIZER,
                ScanKeys.of(ground),
                dir.resolve("out"))
            .withLimits(new Limits(1, 100_000, 1 << 16, 1 << 20))
            .withDecoys(new DecoyPlan(99, 0, "s", List.of()));
    ScanOutcome outcome = Scan.run(options, ScanListener.NONE, new Cancellation());
    Finding finding = ((ScanOutcome.Finished) outcome).report().results().getFirst().finding();
    assertThat(finding.evidence()).isEqualTo(found.evidence());
    assertThat(finding.shown()).isTrue(); // an alert at least, about a text that nobody marked

    PlannedKeys keys = PlannedKeys.uncommitted(ground);
    Plan plan = PlanFixture.plan(options, keys, PlanFixture.paths(text));
    PlanFixture.MemoryLog log = new PlanFixture.MemoryLog();
    assertThatThrownBy(
            () ->
                PlanFixture.run(
                    plan,
                    options,
                    keys,
                    Optional.of(log),
                    InstantSource.fixed(PlanFixture.NOW),
                    Files::newInputStream))
        .hasMessageContaining("no commitments to log");
    assertThat(log.records).isEmpty();
  }
}
