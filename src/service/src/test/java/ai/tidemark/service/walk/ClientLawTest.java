package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.llamacpp.Position;
import ai.tidemark.service.llamacpp.Positions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ClientLawTest {
  private static final Position HALVES = Positions.of(0.5, 0.25, 0.125, 0.0625);

  @Test
  void listedCandidatesAreMadeToSumToOne() {
    assertLaw(Sampling.DEFAULT, HALVES, 8 / 15.0, 4 / 15.0, 2 / 15.0, 1 / 15.0);
  }

  @Test
  void temperatureComesFirst() {
    // squares: 64, 16, 4, 1
    assertLaw(new Sampling(0.5, 0, 1), HALVES, 64 / 85.0, 16 / 85.0, 4 / 85.0, 1 / 85.0);
    // after temperature 1/2 two candidates have 80/85 > 0.9, before it only 12/15
    assertLaw(new Sampling(0.5, 0, 0.9), HALVES, 64 / 80.0, 16 / 80.0);
  }

  @Test
  void topKComesBeforeTopP() {
    // of two kept, the first has 2/3; of all four it has 8/15
    assertLaw(new Sampling(1, 2, 0.6), HALVES, 1);
    assertLaw(new Sampling(1, 0, 0.6), HALVES, 2 / 3.0, 1 / 3.0);
  }

  @Test
  void topPKeepsTheCandidateThatReachesIt() {
    Position even = Positions.of(0.5, 0.25, 0.25);
    assertLaw(new Sampling(1, 0, 0.5), even, 1);
    assertLaw(new Sampling(1, 0, 0.51), even, 2 / 3.0, 1 / 3.0);
    assertLaw(new Sampling(1, 0, 1e-9), even, 1);
  }

  @Test
  void whatHasNoProbabilityIsNoCandidate() {
    assertLaw(new Sampling(0.005, 0, 1), Positions.of(0.9, 0.0009, 0), 1);
  }

  @Test
  void omittedMassIsWhatTheListLeavesOut() {
    assertThat(new ClientLaw(Sampling.DEFAULT).omitted(HALVES)).isEqualTo(0.0625, within(1e-12));
    assertThat(new ClientLaw(new Sampling(0.5, 0, 1)).omitted(HALVES))
        .isEqualTo(0.0625, within(1e-12));
    assertThat(new ClientLaw(new Sampling(1, 5, 1)).omitted(HALVES))
        .isEqualTo(0.0625, within(1e-12));
    assertThat(new ClientLaw(new Sampling(1, 4, 1)).omitted(HALVES)).isZero();
    assertThat(new ClientLaw(Sampling.DEFAULT).omitted(Positions.of(0.7, 0.3001))).isZero();
  }

  private static void assertLaw(Sampling sampling, Position position, double... q) {
    ClientLaw law = new ClientLaw(sampling);
    int n = law.apply(position);
    assertThat(Arrays.copyOf(law.q(), n)).containsExactly(q, within(1e-12));
    for (int j = 0; j < n; j++) {
      assertThat(law.ids()[j]).isEqualTo(position.id(j));
    }
  }
}
