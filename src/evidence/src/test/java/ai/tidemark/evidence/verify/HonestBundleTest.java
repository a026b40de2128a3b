package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.forge.Cast;
import ai.tidemark.evidence.forge.Edit;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Story;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
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

  @Test
  void whatAPlanMayFixBesidesIsFollowedFromBlocksAndFromTexts() throws IOException {
    Story story = Story.chosen();
    JsonNode report = Edit.tree(story.report);
    assertThat(report.at("/corpus/sampledOneIn").asLong()).isEqualTo(2);
    assertThat(report.at("/decoys/sampledOneIn").asLong()).isEqualTo(8);
    assertThat(report.at("/corpus/excluded/files").asLong()).isEqualTo(1);
    byte[] plan = story.plan.canonicalJson();
    Path schemas = Path.of(System.getProperty("tidemark.root"), "docs", "formats");
    assertThat(SchemaCheck.problems(schemas.resolve("plan.schema.json"), plan)).isEmpty();
    assertThat(SchemaCheck.problems(schemas.resolve("report.schema.json"), story.report)).isEmpty();
    Path file = new Forge(story).write(dir.resolve("chosen.tmev"));
    Material none = Material.none(Forge.NOW);
    for (Material material : List.of(none, none.withTexts(story.texts, Cast.TOKENIZER))) {
      Verification verification = BundleVerifier.verify(file, Forge.trust(), material);
      assertThat(verification.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
    }
  }
}
