package ai.tidemark.core.prf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class JenkinsHashTest {
  /** Values of sbw's hashint_gpu, which hashes x + 1. */
  @Test
  void knownAnswers() {
    assertThat(JenkinsHash.of(1)).isEqualTo(638944058);
    assertThat(JenkinsHash.of(43)).isEqualTo(1901437025);
    assertThat(JenkinsHash.of(Integer.MAX_VALUE)).isEqualTo(1971461037);
  }

  @Test
  void neverNegative() {
    new Random(1).ints(100_000).forEach(i -> assertThat(JenkinsHash.of(i)).isNotNegative());
  }
}
