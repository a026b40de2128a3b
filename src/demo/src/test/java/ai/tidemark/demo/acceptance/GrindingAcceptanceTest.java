package ai.tidemark.demo.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.multiplicity.Holm;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Number 16 of the acceptance list: whoever tries keys after seeing the text reaches any p, and
 * paying for the keys tried takes it away again. That a key without a prior commitment is refused
 * belongs to the evidence verifier, which comes with the log. Mutation caught: judging the best key
 * without paying for the others.
 */
final class GrindingAcceptanceTest {
  private static Coin.Tuples innocent;

  @BeforeAll
  static void read() {
    TupleSet all = Students.tuples(List.of(new Students().human().get(17)), List.of());
    Coin coin = new Coin(Students.CONTEXTS, Students.key("coin", 1).coinKey());
    innocent = coin.route(all.hi(), all.lo(), 0, all.size()).fleet();
  }

  @Test
  void tenThousandKeys() {
    grind(10_000);
  }

  @Tag("statistics")
  @Test
  void aMillionKeys() {
    grind(1_000_000);
  }

  private static void grind(int keys) {
    double[] lnP = new double[keys];
    for (int k = 0; k < keys; k++) {
      lnP[k] = innocent.evidence(Draws.bulk(Students.key("ground", k))).lnP();
    }
    double best = Arrays.stream(lnP).min().orElseThrow();
    double paid = Arrays.stream(Holm.adjust(lnP)).min().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "acceptance 8.4.16 %,d keys on one innocent text: best p %.1e, must be about %.0e;"
            + " paid for all: %.2f, must be above 0.001%n",
        keys,
        Math.exp(best),
        1.0 / keys,
        Math.exp(paid));
    assertThat(Math.exp(best) * keys).as("best p times keys").isBetween(1e-3, 8.0);
    assertThat(Math.exp(paid)).isGreaterThan(1e-3);
  }
}
