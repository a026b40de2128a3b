package ai.tidemark.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.SampleRates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PlannedRateTest {
  private static final Contexts.Coined HALF = Contexts.Coined.DEFAULT;

  private static PlanMethod method(double alpha, Normalisation forms, long budget, boolean exact) {
    ScanOptions options =
        PlanFixture.options(Path.of("corpus"), Path.of("out"), PlanFixture.keys())
            .withLevels(Levels.DEFAULT.withAlpha(alpha, 1e-3))
            .withNormalisation(forms)
            .withLimits(new Limits(1, budget, 1 << 18, 1 << 20))
            .withExact(exact);
    return PlanMethod.of(options);
  }

  private static PlanMethod roomy() {
    return method(1e-6, Normalisation.N1, 1L << 34, false);
  }

  private static PlannedRate.Question share(double share, double power, long keys) {
    return new PlannedRate.Question(share, power, keys, keys > 1, HALF);
  }

  /**
   * n by another program: mpmath 1.3.0 with 30 digits, critical value by bisection of the
   * regularised incomplete gamma function, power by the shifted Gamma law with the three cumulants
   * of a mixture of Exp(1) and the larger of two Exp(1); hypotheses are 2 (the sum test's half of
   * alpha) times forms times keys.
   */
  @Test
  void neededIsWhatAnotherProgramComputes() {
    assertThat(PlannedRate.of(share(0.1, 0.99, 3), roomy(), 1 << 30).needed()).hasValue(23_484);
    assertThat(PlannedRate.of(share(0.02, 0.99, 3), roomy(), 1 << 30).needed()).hasValue(574_661);
    assertThat(PlannedRate.of(share(0.05, 0.99, 1001), roomy(), 1 << 30).needed())
        .hasValue(118_504);
    PlanMethod one = method(1e-5, Normalisation.NONE, 1L << 34, false);
    assertThat(PlannedRate.of(share(0.05, 0.9, 2), one, 1 << 30).needed()).hasValue(55_490);
  }

  @Test
  void theRateIsTheCoarsestThatKeepsTwiceWhatIsNeeded() {
    // a key scores a quarter of the tuples of both widths: half of the positions are the fleet's
    long needed = 23_484;
    for (int level = 0; level < 20; level++) {
      long enough = (2 * needed * 4) << level;
      PlannedRate rate = PlannedRate.of(share(0.1, 0.99, 3), roomy(), enough);
      assertThat(rate.rates().level()).isEqualTo(level);
      assertThat(rate.kept()).isEqualTo(2 * needed);
      assertThat(rate.suffices()).isTrue();
      assertThat(rate.byMemory()).isFalse();
      if (level > 0) {
        assertThat(PlannedRate.of(share(0.1, 0.99, 3), roomy(), enough - 8).rates().level())
            .isEqualTo(level - 1);
      }
    }
  }

  @Test
  void neverFinerThanWhatTheMemoryHoldsUnlessEveryTupleIsKept() {
    long tuples = 1L << 30;
    PlannedRate.Question small = share(0.001, 0.99, 1); // needs some 3 * 10^8
    PlannedRate exact =
        PlannedRate.of(small, method(1e-6, Normalisation.N1, 1 << 20, true), tuples);
    assertThat(exact.rates().level()).isZero();
    PlannedRate held =
        PlannedRate.of(small, method(1e-6, Normalisation.N1, 1 << 20, false), tuples);
    assertThat(held.rates().level()).isEqualTo(10);
    assertThat(held.byMemory()).isTrue();
    assertThat(held.suffices()).isFalse();
    PlannedRate justTooMany =
        PlannedRate.of(small, method(1e-6, Normalisation.N1, (1 << 20) - 1, false), tuples);
    assertThat(justTooMany.rates().level()).isEqualTo(11);
  }

  @Test
  void aCorpusThatIsTooSmallIsReadWhole() {
    PlannedRate rate = PlannedRate.of(share(0.1, 0.99, 3), roomy(), 90_000);
    assertThat(rate.rates()).isEqualTo(SampleRates.ALL);
    assertThat(rate.suffices()).isFalse();
    assertThat(rate.byMemory()).isFalse();
    assertThat(rate.expected()).isEqualTo(22_500);
  }

  @Test
  void decoysGetWhatTheirBudgetHolds() {
    PlannedRate rate = PlannedRate.of(share(1, 0.99, 3), roomy(), 1L << 30);
    assertThat(rate.rates().level()).isGreaterThan(12);
    assertThat(rate.rates().decoyLevel()).isEqualTo(rate.rates().level()); // coarser already
    rate = PlannedRate.of(share(0.02, 0.99, 3), roomy(), 1L << 30);
    assertThat(rate.rates().level()).isEqualTo(7);
    assertThat(rate.rates().decoyLevel()).isEqualTo(12); // 2^30 / 2^18
    assertThat(rate.decoys()).isEqualTo(1 << 16);
  }

  @Test
  void theTierWithTheFewestTuplesDecides() {
    Contexts.Coined uneven = new Contexts.Coined(4, 2, 1L << 30, 3L << 30);
    PlannedRate.Question both = new PlannedRate.Question(0.1, 0.99, 2, true, uneven);
    PlannedRate.Question fleet = new PlannedRate.Question(0.1, 0.99, 1, false, uneven);
    assertThat(both.scored()).isEqualTo(0.125);
    assertThat(fleet.scored()).isEqualTo(0.375);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> share(0, 0.99, 1)).hasMessage("share must be in 1e-9..1, but is 0.0");
    assertThatThrownBy(() -> share(1.5, 0.99, 1)).hasMessageContaining("share must be in");
    assertThatThrownBy(() -> share(0.1, 1, 1)).hasMessageContaining("power must be between 0 and");
    assertThatThrownBy(() -> share(0.1, 0.9, 0)).hasMessageContaining("keys must be at least 1");
  }
}
