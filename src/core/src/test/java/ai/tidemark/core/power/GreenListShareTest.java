package ai.tidemark.core.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smallest share that green lists show. */
final class GreenListShareTest {
  @ParameterizedTest
  @CsvSource({"200", "1000", "1000000", "1000000000"})
  void theSmallestShareIsJustEnough(long n) {
    GreenListPower tuples = new GreenListPower(1, 4, 0.5);
    double lnAlpha = Power.lnAlpha(1e-6, 1);
    double share = tuples.shareFor(lnAlpha, 0.99, n).orElseThrow();
    assertThat(tuples.probability(n, lnAlpha, share)).isGreaterThanOrEqualTo(0.99);
    assertThat(tuples.probability(n, lnAlpha, share * (1 - 1e-4))).isLessThan(0.99);
    assertThat(tuples.shareFor(lnAlpha, 0.99, 100)).isEmpty();
    assertThat(tuples.shareFor(lnAlpha, 0.99, 0)).isEmpty();
    assertThatThrownBy(() -> tuples.shareFor(lnAlpha, 1, n))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power in (0, 1)");
  }
}
