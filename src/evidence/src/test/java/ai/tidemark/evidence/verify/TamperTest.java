package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.forge.ArchiveMutants;
import ai.tidemark.evidence.forge.EnvelopeMutants;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.KeyMutants;
import ai.tidemark.evidence.forge.LogMutants;
import ai.tidemark.evidence.forge.Mutant;
import ai.tidemark.evidence.forge.NumberMutants;
import ai.tidemark.evidence.forge.ShapeMutants;
import ai.tidemark.evidence.forge.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bundles that must not pass: none does, none makes the verifier fall over, and each is refused for
 * its own reason. Most are made by a forger who holds every signing key and logs what he likes, so
 * that the rule itself is asked, not a signature.
 */
final class TamperTest {
  @TempDir private Path dir;

  private final List<String> wrong = new ArrayList<>();
  private final Set<Code> hit = EnumSet.noneOf(Code.class);
  private int count;

  private void check(Mutant mutant) {
    Path file = dir.resolve("mutant.tmev");
    try {
      Files.write(file, mutant.bundle());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Material material = Material.none(Forge.NOW);
    if (mutant.withTexts()) {
      material =
          material.withTexts(Story.honest().texts, ai.tidemark.evidence.forge.Cast.TOKENIZER);
    }
    count++;
    try {
      Verification found = BundleVerifier.verify(file, mutant.trust(), material);
      Set<Code> codes = failures(found);
      boolean right = codes.stream().anyMatch(mutant.expected()::contains);
      if (!right || found.passed(mutant.trust().required())) {
        wrong.add(
            mutant.name() + ": expected " + mutant.expected() + ", found " + found.outcomes());
      }
      if (mutant.expected().size() == 1) {
        hit.addAll(mutant.expected());
      }
    } catch (RuntimeException e) {
      wrong.add(mutant.name() + ": " + e);
    }
  }

  private static Set<Code> failures(Verification found) {
    return found.outcomes().values().stream()
        .filter(outcome -> outcome instanceof Outcome.Failed)
        .map(outcome -> ((Outcome.Failed) outcome).code())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));
  }

  @Test
  void everyRuleRefusesItsMutants() {
    ArchiveMutants.push(this::check);
    EnvelopeMutants.push(this::check);
    LogMutants.push(this::check);
    KeyMutants.push(this::check);
    NumberMutants.push(this::check);
    ShapeMutants.push(40, this::check);

    System.out.println(count + " mutants, " + wrong.size() + " wrong");
    wrong.forEach(System.out::println);
    assertThat(wrong).isEmpty();
    // a build whose own draws are wrong cannot be had without breaking it
    assertThat(EnumSet.complementOf(EnumSet.copyOf(hit))).containsExactly(Code.VECTORS_FAILED);
  }

  @Test
  @Tag("statistics")
  void thousandsOfShapes() {
    ShapeMutants.push(1, this::check);

    System.out.println(count + " mutants, " + wrong.size() + " wrong");
    wrong.forEach(System.out::println);
    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(1_000);
  }
}
