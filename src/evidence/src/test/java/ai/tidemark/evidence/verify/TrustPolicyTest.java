package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.forge.Edit;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Story;
import ai.tidemark.testkit.schema.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier's own file, and what it prints. */
final class TrustPolicyTest {
  private static final Path FORMATS =
      Path.of(System.getProperty("tidemark.root"), "docs", "formats");

  @TempDir private Path dir;

  @Test
  void whatIsWrittenIsReadBackAndFitsTheSchema() {
    byte[] json = Forge.trust().encode();

    TrustPolicy read = TrustPolicy.parse("trust.json", json);

    assertThat(read.encode()).isEqualTo(json);
    assertThat(SchemaCheck.problems(FORMATS.resolve("trust.schema.json"), json)).isEmpty();
  }

  @Test
  void mistakesAreRefusedWithTheirPlace() {
    String trust = new String(Forge.trust().encode(), StandardCharsets.UTF_8);
    for (String[] change :
        new String[][] {
          {"\"alpha\":\"0.000001\"", "\"alpha\":\"1.5\"", "alpha"},
          {"\"alpha\":\"0.000001\"", "\"alpha\":\"0.0\"", "alpha"},
          {"\"beacon\":\"required\"", "\"beacon\":\"maybe\"", "beacon"},
          {"\"timeQuorum\":2", "\"timeQuorum\":0", "timeQuorum"},
          {"\"authentic\",", "\"honest\",", "required"},
          {"\"format\"", "\"x\":1,\"format\"", "trust.json"},
          {"quorum any-of-two", "quorum nobody", "nobody"},
          {"BEGIN CERTIFICATE", "BEGIN NOTHING", "timeAuthorities"}
        }) {
      byte[] other = trust.replace(change[0], change[1]).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> TrustPolicy.parse("trust.json", other))
          .as(change[1])
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(change[2]);
    }
    byte[] nothing = Edit.json(Forge.trust().encode(), root -> root.putArray("required"));
    assertThatThrownBy(() -> TrustPolicy.parse("trust.json", nothing))
        .hasMessageContaining("at least one claim");
  }

  @Test
  void hintsMakeAPolicyThatRequiresEverything() {
    Path file = new Forge(Story.honest()).write(dir.resolve("a.tmev"));
    TrustPolicy policy = TrustPolicy.of(Hints.parse(Bundle.read(file).bytes(FileName.HINTS)));

    assertThat(policy.required()).isEqualTo(EnumSet.allOf(BundleClaim.class));
    Verification found = BundleVerifier.verify(file, policy, Material.none(Forge.NOW));
    assertThat(found.passed(policy.required())).isTrue();
    byte[] json = VerificationText.json(found, policy.required());
    assertThat(SchemaCheck.problems(FORMATS.resolve("verification.schema.json"), json)).isEmpty();
    assertThat(VerificationText.text(found, policy.required()))
        .contains("authentic   passed")
        .contains("N = 1  charged log10 p = ")
        .contains("This does not show who copied")
        .endsWith("every required claim passed\n");
  }

  @Test
  void onlyWhatIsRequiredDecides() {
    Forge forge = new Forge(Story.honest());
    forge.blocks = Optional.empty();
    Path file = forge.write(dir.resolve("a.tmev"));
    EnumSet<BundleClaim> some = EnumSet.of(BundleClaim.AUTHENTIC, BundleClaim.TIME);

    Verification found =
        BundleVerifier.verify(file, Forge.trust().requiring(some), Material.none(Forge.NOW));

    assertThat(found.passed(some)).isTrue();
    assertThat(found.passed(Forge.trust().required())).isFalse();
    assertThat(VerificationText.text(found, some))
        .contains("not checked  the bundle has no scored blocks")
        .contains("(not required)");
  }
}
