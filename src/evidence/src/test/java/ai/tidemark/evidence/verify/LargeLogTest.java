package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Story;
import ai.tidemark.keys.record.Build;
import ai.tidemark.keys.record.ControlRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs into a log with many entries that have nothing to do with the finding. */
final class LargeLogTest {
  @TempDir private Path dir;

  /** An honest bundle whose five records stand among those of others. */
  private static Forge among(int per) {
    Forge forge = new Forge(Story.honest());
    List<ControlRecord> log = new ArrayList<>();
    Instant time = Instant.parse("2026-09-01T00:00:00Z");
    for (int i = 0; i < forge.log.size(); i++) {
      for (int k = 0; k < per; k++) {
        forge.withheld.add(log.size());
        log.add(new Build(time, "v" + i + "." + k, "ab".repeat(32)));
      }
      log.add(forge.log.get(i));
    }
    int step = per + 1;
    forge.log = log;
    forge.commit = forge.commit * step + per;
    forge.activate = forge.activate * step + per;
    forge.planned = forge.planned * step + per;
    forge.resulted = forge.resulted * step + per;
    forge.anchors.forEach(anchor -> anchor.size *= step);
    forge.knownLeaves = Optional.of(forge.computeLeaves());
    return forge;
  }

  @Test
  void entriesOfOthersBeforeBetweenAndAfterChangeNothing() {
    Forge forge = among(200);
    forge.entries = true;
    Path file = forge.write(dir.resolve("large.tmev"));

    Verification found = BundleVerifier.verify(file, Forge.trust(), Material.none(Forge.NOW));

    assertThat(found.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
    assertThat(Bundle.read(file).names()).contains(FileName.proof(5 * 201 - 1));
  }

  /** Prints how long the verification takes; asserts only that it passes. */
  @Test
  @Tag("statistics")
  void proofsIntoALogOfAMillionEntries() {
    Path file = among(200_000).write(dir.resolve("million.tmev"));
    for (int i = 0; i < 6; i++) {
      long from = System.nanoTime();
      Verification found = BundleVerifier.verify(file, Forge.trust(), Material.none(Forge.NOW));
      System.out.println(
          "log of 1,000,005 entries, run "
              + i
              + ": "
              + (System.nanoTime() - from) / 1_000_000
              + " ms");
      assertThat(found.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
    }
  }
}
