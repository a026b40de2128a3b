package ai.tidemark.scan.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.core.gumbel.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Panels that contradict the null law, and what is said of them. */
final class DiagnosisTest {
  private static final long N = 10_000;

  private static Evidence evidence(double z) {
    BigDecimal sum = new BigDecimal(N + z * Math.sqrt(N)).multiply(new BigDecimal(1L << 32));
    return new Evidence(N, ScoreSum.of(sum.toBigInteger()));
  }

  private static DecoyPanel panel(DecoyPanel.Kind kind, double mean, double sd, double real) {
    SplittableRandom random = new SplittableRandom(3);
    List<Evidence> decoys = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      decoys.add(evidence(mean + sd * random.nextGaussian()));
    }
    return DecoyPanel.of(
        kind,
        "era",
        Tier.FLEET,
        List.of(new NamedKey("fleet", "id", DecoyKeys.of("s", 1).getFirst())),
        List.of(evidence(real)),
        decoys);
  }

  @Test
  void aSoundPanelRanksTheRealKeyByEitherRule() {
    for (DecoyPanel.Kind kind : DecoyPanel.Kind.values()) {
      DecoyPanel sound = panel(kind, 0, 1, 9);
      assertThat(sound.broken()).isFalse();
      assertThat(sound.shifted()).isFalse();
      assertThat(sound.ranks().getFirst().rank()).isEqualTo(1);
      assertThat(panel(kind, 0, 1, -9).ranks().getFirst().rank()).isEqualTo(1_000);
      assertThat(panel(kind, 0, 1, 0).ranks().getFirst().rank()).isBetween(450, 550);
    }
  }

  @Test
  void aVarianceSurelyAboveOneIsBrokenAndANarrowOneIsNot() {
    assertThat(panel(DecoyPanel.Kind.TRUE_COIN, 0, 1.15, 0).broken()).isTrue();
    assertThat(panel(DecoyPanel.Kind.TRUE_COIN, 0, 1.03, 0).broken()).isFalse();
    assertThat(panel(DecoyPanel.Kind.TRUE_COIN, 0, 0.8, 0).broken()).isFalse(); // downward: sound
  }

  @Test
  void theCauseIsTheFirstThatExplainsIt() {
    List<DecoyPanel> wide = List.of(panel(DecoyPanel.Kind.TRUE_COIN, 0, 2, 0));
    List<DecoyPanel> shifted = List.of(panel(DecoyPanel.Kind.TRUE_COIN, 1, 2, 0));
    assertThat(Diagnosis.of(100, 7, 0, wide).cause()).isEqualTo(Diagnosis.Cause.DUPLICATES);
    assertThat(Diagnosis.of(100, 0, 7, wide).cause()).isEqualTo(Diagnosis.Cause.COLLISIONS);
    assertThat(Diagnosis.of(100, 0, 0, shifted).cause()).isEqualTo(Diagnosis.Cause.FILTER);
    assertThat(Diagnosis.of(100, 0, 0, wide).cause()).isEqualTo(Diagnosis.Cause.UNKNOWN);
  }
}
