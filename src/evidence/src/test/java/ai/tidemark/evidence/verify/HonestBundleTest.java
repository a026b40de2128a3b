package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Story;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is honest passes: without that, refusing everything would do. */
final class HonestBundleTest {
  @TempDir private Path dir;

  @Test
  void everyClaimPasses() {
    Path file = new Forge(Story.honest()).write(dir.resolve("honest.tmev"));

    Verification verification =
        BundleVerifier.verify(file, Forge.trust(), Material.none(Forge.NOW));

    assertThat(verification.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
    assertThat(verification.passed(EnumSet.allOf(BundleClaim.class))).isTrue();
  }
}
