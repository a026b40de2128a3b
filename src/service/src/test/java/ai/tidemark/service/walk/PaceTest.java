package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void refusalsMakeDraftsShortAndAcceptanceMakesThemLongAgain() {
    Pace pace = new Pace(new DraftLength.Adaptive(48, 0.65));
    assertThat(pace.next()).isEqualTo(1);
    for (int i = 0; i < 4; i++) {
      pace.saw(true); // 1 - 0.5 * 0.9^4 = 0.67
    }
    assertThat(pace.next()).isEqualTo(48);
    pace.saw(false);
    assertThat(pace.next()).isEqualTo(1);
  }

  @Test
  void aFixedLengthStays() {
    Pace pace = new Pace(new DraftLength.Fixed(5));
    pace.saw(false);
    assertThat(pace.next()).isEqualTo(5);
  }

  /** The derivation in {@link DraftLength.Adaptive}: cost per token is monotone in the length. */
  @Test
  void nothingBetweenOneAndTheLongestIsCheaper() {
    for (double a = 0.05; a < 1; a += 0.05) {
      for (double h = 0.1; h < 3; h += 0.3) {
        double w = 1;
        double best = Math.min(cost(a, h, w, 1), cost(a, h, w, 64));
        for (int k = 2; k < 64; k++) {
          assertThat(cost(a, h, w, k)).isGreaterThanOrEqualTo(best - 1e-12);
        }
        if (Math.abs(a - w / (h + w)) > 0.01) {
          assertThat(cost(a, h, w, 1) < cost(a, h, w, 64)).isEqualTo(a < w / (h + w));
        }
      }
    }
  }

  /** Cost per token beyond the token itself, summed over where the first mismatch may fall. */
  private static double cost(double a, double h, double w, int k) {
    double tokens = 0;
    double cut = 0;
    for (int first = 1; first <= k; first++) {
      double p = Math.pow(a, first - 1) * (first < k ? 1 - a : 1);
      tokens += p * first;
      cut += first < k ? p : 0;
    }
    return (h + w * cut) / tokens;
  }
}
