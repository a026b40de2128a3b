package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DetectTest {
  private static final NumberTokenizer TOKENIZER = new NumberTokenizer();
  private static final Profile PROFILE = Profile.of(TOKENIZER);
  private static final EraKeys KEYS = TestKeys.keys(1, 2);

  private final ZipfLanguage language = new ZipfLanguage(1);

  private static Detection detect(EraKeys keys, int[] ids) {
    return new Detect(PROFILE, TOKENIZER, ScanKeys.of(keys), Levels.DEFAULT)
        .text(NumberTokenizer.text(ids));
  }

  private int[] marked(int tokens) {
    return language
        .marked(
            tokens,
            Contexts.Coined.DEFAULT,
            KEYS.fleet().key(),
            KEYS.tenants().get(1).key(),
            new SplittableRandom(2))
        .ids();
  }

  @Test
  void aMarkedTextShowsTheFleetAndItsTenantAndNoOther() {
    Detection detection = detect(KEYS, marked(400));
    assertThat(detection.verdict()).isEqualTo(Verdict.MARKED);
    assertThat(detection.tokens()).isEqualTo(400);
    assertThat(detection.positions()).isEqualTo(396);
    assertThat(detection.findings())
        .extracting(f -> f.claim() + " " + f.name() + " " + f.verdict().word())
        .containsExactly(
            "FLEET fleet marked",
            "TENANT tenant-1 not shown",
            "FLEET_AND_TENANT tenant-1 marked", // by the fleet's half; names no tenant by itself
            "TENANT tenant-2 marked",
            "FLEET_AND_TENANT tenant-2 marked");
    assertThat(detection.strongest().claim()).isEqualTo(Claim.FLEET_AND_TENANT);
    assertThat(detection.strongest().name()).isEqualTo("tenant-2");
  }

  @Test
  void evidenceOfBothTiersAdds() {
    var findings = detect(KEYS, marked(200)).findings();
    Evidence both = findings.get(0).evidence().plus(findings.get(1).evidence());
    assertThat(findings.get(2).evidence()).isEqualTo(both);
    // five hypotheses and two text forms: the smallest p is paid for ten times
    Finding strongest = detect(KEYS, marked(200)).strongest();
    assertThat(strongest.adjustedLnP() - strongest.lnP())
        .isCloseTo(Math.log(10), org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void unmarkedTextIsNotShownAndShortTextNotTestable() {
    assertThat(detect(KEYS, language.plain(2_000, new SplittableRandom(3))).verdict())
        .isEqualTo(Verdict.NOT_SHOWN);
    Detection few = detect(KEYS, language.plain(40, new SplittableRandom(3)));
    assertThat(few.verdict()).isEqualTo(Verdict.NOT_TESTABLE);
    assertThat(few.findings()).allMatch(f -> f.power() < 0.5);
    assertThat(detect(KEYS, new int[0]).verdict()).isEqualTo(Verdict.NOT_TESTABLE);
  }

  @Test
  void repeatingATextAddsNoEvidence() {
    int[] once = marked(100);
    int[] twice = Arrays.copyOf(once, 200);
    System.arraycopy(once, 0, twice, 100, 100);
    long n = detect(KEYS, once).findings().getFirst().evidence().n();
    long again = detect(KEYS, twice).findings().getFirst().evidence().n();
    assertThat(again).isBetween(n, n + 4); // only the tuples across the seam are new
  }

  @Test
  void withoutTenantsOnlyTheFleetTierCounts() {
    EraKeys fleet = KEYS.fleetOnly();
    Detection detection = detect(fleet, marked(400));
    assertThat(detection.findings()).hasSize(1);
    assertThat(detection.findings().getFirst().evidence())
        .isEqualTo(detect(KEYS, marked(400)).findings().getFirst().evidence());
    assertThat(detection.findings().getFirst().evidence().n()).isBetween(150L, 250L);
  }

  @Test
  void noContextSpansAControlToken() {
    int[] ids = marked(100);
    int[] cut = new int[101];
    System.arraycopy(ids, 0, cut, 0, 50);
    cut[50] = NumberTokenizer.END;
    System.arraycopy(ids, 50, cut, 51, 50);
    Detect detect =
        new Detect(PROFILE, TOKENIZER, ScanKeys.of(KEYS), Levels.DEFAULT, Normalisation.NONE);
    assertThat(detect.ids(cut).positions()).isEqualTo(2 * (50 - 4));
    assertThat(detect.ids(ids)).isEqualTo(detect.text(NumberTokenizer.text(ids)));
  }

  @Test
  void anotherTokenizerIsRefused() {
    assertThatThrownBy(() -> new Detect(PROFILE, Cl100k.get(), ScanKeys.of(KEYS), Levels.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(TOKENIZER.fingerprint())
        .hasMessageContaining(Cl100k.get().fingerprint());
  }
}
