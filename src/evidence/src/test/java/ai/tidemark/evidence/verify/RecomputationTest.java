package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.forge.Cast;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever has the texts, and whoever has only the scored blocks, comes to the same integers, each
 * in a folder of his own.
 */
final class RecomputationTest {
  @TempDir private Path ours;
  @TempDir private Path theirs;

  private Path bundle;
  private Path texts;
  private Path blocks;

  @BeforeEach
  void copy() throws IOException {
    Forge forge = new Forge(Story.honest());
    forge.blocks = Optional.empty();
    bundle = forge.write(ours.resolve("case.tmev"));
    blocks = Files.write(theirs.resolve("blocks"), Story.honest().blocks);
    texts = Files.createDirectories(ours.resolve("some").resolve("where"));
    try (Stream<Path> files = Files.list(Story.honest().texts)) {
      for (Path file : files.toList()) {
        Files.copy(file, texts.resolve(file.getFileName()));
      }
    }
  }

  private static Verification verify(Path bundle, Material material) {
    return BundleVerifier.verify(bundle, Forge.trust(), material);
  }

  @Test
  void theSameIntegersFromTextsAndFromBlocksAlone() throws IOException {
    Path copy = Files.copy(bundle, theirs.resolve("copy.tmev"));
    Verification fromTexts =
        verify(bundle, Material.none(Forge.NOW).withTexts(texts, Cast.TOKENIZER));
    Verification fromBlocks = verify(copy, Material.none(Forge.NOW).withBlocks(blocks));

    for (Verification one : List.of(fromTexts, fromBlocks)) {
      assertThat(one.outcome(BundleClaim.RECOMPUTED)).isInstanceOf(Outcome.Passed.class);
      assertThat(one.outcome(BundleClaim.CALIBRATED)).isInstanceOf(Outcome.Passed.class);
    }
    assertThat(fromTexts.findings()).isEqualTo(fromBlocks.findings()).hasSize(3);
    assertThat(fromBlocks.notes()).anyMatch(note -> note.contains("needs the texts"));
    assertThat(fromTexts.notes()).noneMatch(note -> note.contains("needs the texts"));
  }

  @Test
  void nothingToRecomputeFromIsNotAPass() {
    Verification found = verify(bundle, Material.none(Forge.NOW));

    assertThat(found.outcome(BundleClaim.RECOMPUTED)).isInstanceOf(Outcome.NotChecked.class);
    assertThat(found.outcome(BundleClaim.CALIBRATED)).isInstanceOf(Outcome.NotChecked.class);
    assertThat(found.outcome(BundleClaim.KEYS)).isInstanceOf(Outcome.Passed.class);
    assertThat(found.passed(Forge.trust().required())).isFalse();
  }

  @Test
  void aTextChangedByOneLetterIsNotTheMaterial() throws IOException {
    Path file = texts.resolve("text-0.txt");
    Files.writeString(file, Files.readString(file).replaceFirst("1", "2"));

    Verification found = verify(bundle, Material.none(Forge.NOW).withTexts(texts, Cast.TOKENIZER));

    assertThat(found.outcome(BundleClaim.RECOMPUTED))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo(Code.TEXTS_DIFFER));
  }

  @Test
  void theCoinAloneOpensATenantWithoutTheFleet() {
    Forge forge = new Forge(Story.honest());
    forge.openCoinOnly(1);

    Verification found = verify(forge.write(ours.resolve("coin.tmev")), Material.none(Forge.NOW));

    assertThat(found.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
    assertThat(found.findings()).hasSize(1);
    assertThat(found.findings().getFirst().key()).isEqualTo(Story.TENANT);
    assertThat(found.notes()).anyMatch(note -> note.contains("key of fleet, era 2026Q4, is not"));
    // three hypotheses, one key: Bonferroni over all, since Holm would believe the closed ones
    double paid = found.findings().getFirst().lnP() + Math.log(2 * 2 * 3);
    assertThat(found.findings().getFirst().lnCharged()).isEqualTo(paid);
  }

  @Test
  void onlyTheCoinIsNotEnoughToRecomputeAnything() {
    Forge forge = new Forge(Story.honest());
    forge.openCoinOnly(0);

    Verification found = verify(forge.write(ours.resolve("coin.tmev")), Material.none(Forge.NOW));

    assertThat(found.outcome(BundleClaim.RECOMPUTED)).isInstanceOf(Outcome.NotChecked.class);
    assertThat(found.outcome(BundleClaim.KEYS)).isInstanceOf(Outcome.NotChecked.class);
    assertThat(found.findings()).isEmpty();
  }
}
