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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs into a log with many entries that have nothing to do with the finding. */
final class LargeLogTest {
  @TempDir private Path dir;

  @Test
  void entriesOfOthersBeforeBetweenAndAfterChangeNothing() {
    Forge forge = new Forge(Story.honest());
    List<ControlRecord> log = new ArrayList<>();
    Instant time = Instant.parse("2026-09-01T00:00:00Z");
    int per = 200;
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
    forge.entries = true;
    Path file = forge.write(dir.resolve("large.tmev"));

    Verification found = BundleVerifier.verify(file, Forge.trust(), Material.none(Forge.NOW));

    assertThat(found.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
    assertThat(Bundle.read(file).names()).contains(FileName.proof(5 * step - 1));
  }
}
