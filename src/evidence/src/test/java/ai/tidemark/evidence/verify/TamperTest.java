package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.Dsse;
import ai.tidemark.evidence.bundle.KnownAnswers;
import ai.tidemark.evidence.forge.ByteMutants;
import ai.tidemark.evidence.forge.Cast;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Mutant;
import ai.tidemark.evidence.forge.ReportValues;
import ai.tidemark.evidence.forge.RuleMutants;
import ai.tidemark.evidence.forge.ShapeMutants;
import ai.tidemark.evidence.forge.Story;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
      material = material.withTexts(Story.honest().texts, Cast.TOKENIZER);
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
    RuleMutants.push(this::check);

    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(300);
    // no bundle makes a verifier's own draws wrong: the next test does
    assertThat(EnumSet.complementOf(EnumSet.copyOf(hit))).containsExactly(Code.VECTORS_FAILED);
  }

  /** Each answer that is not computed is noticed, and refused by its code and no other. */
  @Test
  void aVerifierThatComputesOtherAnswersSaysSo() throws IOException {
    Forge forge = new Forge(Story.honest());
    Path file = forge.write(dir.resolve("honest.tmev"));
    Material none = Material.none(Forge.NOW);
    Verification sound = BundleVerifier.verify(file, Forge.trust(), none, Calibration::computes);
    assertThat(failures(sound)).isEmpty();

    String answers = new String(KnownAnswers.bytes(), StandardCharsets.UTF_8);
    List<Integer> broken = new ArrayList<>();
    for (int at = answers.indexOf("\"block\""); at >= 0 && broken.size() < 3; ) {
      int digit = answers.indexOf("\"", answers.indexOf(":", at)) + 1;
      char other = answers.charAt(digit) == '0' ? '1' : '0';
      String changed = answers.substring(0, digit) + other + answers.substring(digit + 1);
      byte[] wrongAnswers = changed.getBytes(StandardCharsets.UTF_8);
      Verification found =
          BundleVerifier.verify(file, Forge.trust(), none, _ -> Calibration.computes(wrongAnswers));
      assertThat(failures(found))
          .as(changed.substring(at, digit + 8))
          .containsExactly(Code.VECTORS_FAILED);
      assertThat(found.passed(Forge.trust().required())).isFalse();
      broken.add(at);
      at = answers.indexOf("\"block\"", digit);
    }
    assertThat(broken).hasSize(3);
  }

  @Test
  void placesAndBytesEverywhereInTheBundleSampled() {
    ShapeMutants.push(40, this::check);
    ByteMutants.push(40, this::check);

    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(400);
  }

  /** At full size: about 20,000 mutants. */
  @Test
  @Tag("statistics")
  void placesAndBytesEverywhereInTheBundle() {
    ShapeMutants.push(1, this::check);
    int shapes = count;
    ByteMutants.push(1, this::check);

    System.out.println(
        count + " mutants, " + shapes + " of them of shapes; " + wrong.size() + " wrong");
    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(10_000);
  }

  @Test
  void bitsOfPayloadAndSignaturesSampled() {
    assertThat(accepted(41)).isEmpty();
    assertThat(count).isGreaterThan(1_400);
  }

  /** Every bit of what is signed and of both signatures. */
  @Test
  @Tag("statistics")
  void everyBitOfPayloadAndSignatures() {
    assertThat(accepted(1)).isEmpty();
    System.out.println(count + " bits");
    assertThat(count).isGreaterThan(60_000);
  }

  /** Returns the bits whose turning goes unnoticed. */
  private List<String> accepted(int stride) {
    Forge forge = new Forge(Story.honest());
    Dsse honest = forge.envelope(forge.files());
    assertThat(Authenticity.verify(honest, Forge.trust().signers()).name()).isEqualTo("provider");
    List<String> accepted = new ArrayList<>();
    for (int bit = 0; bit < 8 * honest.payload().length; bit += stride) {
      byte[] other = Forge.flipped(honest.payload(), bit);
      refuse("payload", bit, new Dsse(other, honest.payloadType(), honest.signatures()), accepted);
    }
    for (int s = 0; s < 2; s++) {
      Dsse.Signature own = honest.signatures().get(s);
      for (int bit = 0; bit < 8 * own.bytes().length; bit += stride) {
        List<Dsse.Signature> signatures = new ArrayList<>(honest.signatures());
        signatures.set(s, new Dsse.Signature(own.keyId(), Forge.flipped(own.bytes(), bit)));
        refuse(
            "signature " + s,
            bit,
            new Dsse(honest.payload(), honest.payloadType(), signatures),
            accepted);
      }
    }
    return accepted;
  }

  private void refuse(String what, int bit, Dsse envelope, List<String> accepted) {
    count++;
    try {
      accepted.add(what + " bit " + bit + Authenticity.verify(envelope, Forge.trust().signers()));
    } catch (BundleException e) {
      boolean right =
          what.equals("signature 1")
              ? e.code() == Code.SIGNATURE_ML_DSA_65
              : e.code() == Code.SIGNATURE_ED25519;
      if (!right) {
        accepted.add(what + " bit " + bit + ": " + e.code());
      }
    }
  }

  /**
   * Every number and word of the report, changed and logged: whatever the blocks decide is found;
   * what only the texts decide is said not to be recomputed.
   */
  @Test
  @Tag("statistics")
  void everyValueOfTheReport() {
    List<String> unnoticed = new ArrayList<>();
    for (String pointer : ReportValues.pointers()) {
      Forge forge = new Forge(Story.honest());
      ReportValues.change(forge, pointer);
      Path file = forge.write(dir.resolve("report.tmev"));
      Verification found = BundleVerifier.verify(file, Forge.trust(), Material.none(Forge.NOW));
      count++;
      if (found.passed(Forge.trust().required())) {
        unnoticed.add(pointer);
      }
    }
    System.out.println(count + " values, unnoticed without the texts: " + unnoticed);
    assertThat(unnoticed)
        .allMatch(
            pointer ->
                pointer.startsWith("/documents")
                    || pointer.startsWith("/tests/1")
                    || pointer.startsWith("/corpus"));
    assertThat(count).isGreaterThan(80);
  }
}
