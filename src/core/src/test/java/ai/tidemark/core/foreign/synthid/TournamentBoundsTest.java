package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What floats come to in other orders of summation is allowed, and little else. */
final class TournamentBoundsTest {
  private static final double FLOOR = -1e12;

  @Test
  void everyOrderOfSummationIsAllowed() {
    Random random = new Random(20261124);
    int values = 0;
    int shifted = 0;
    int refused = 0;
    for (int game = 0; game < 100; game++) {
      int n = 8 + random.nextInt(9);
      int leaves = List.of(2, 2, 3, 5).get(random.nextInt(4));
      double[] scores = random.doubles(n, -3, 3).map(x -> (float) x).toArray();
      List<String> rows = new ArrayList<>();
      for (int token = 0; token < n; token++) {
        StringBuilder row = new StringBuilder();
        for (int layer = 0; layer < 30; layer++) {
          row.append(random.nextBoolean() ? '1' : '0');
        }
        rows.add(row.toString());
      }
      TournamentBounds bounds = new TournamentBounds(scores, rows, leaves);
      for (boolean pairwise : new boolean[] {true, false}) {
        float[] p = play(scores, rows, leaves, pairwise);
        for (int token = 0; token < n; token++) {
          double log = p[token] > 0 ? (float) Math.log(p[token]) : FLOOR;
          assertThat(bounds.allows(token, log, FLOOR))
              .as("game %d, %d leaves, token %d, %s", game, leaves, token, log)
              .isTrue();
          values++;
          if (log > -25 && log < -1) {
            shifted++;
            refused += bounds.allows(token, log * 1.001, FLOOR) ? 0 : 1;
          }
        }
      }
    }
    System.out.printf(
        "TournamentBounds: %d values allowed; of %d moved by a thousandth, %d refused%n",
        values, shifted, refused);
    assertThat(refused).isGreaterThan(shifted * 9 / 10);
  }

  private static float[] play(double[] scores, List<String> rows, int leaves, boolean pairwise) {
    int n = scores.length;
    float[] p = new float[n];
    float[] terms = new float[n];
    for (int i = 0; i < n; i++) {
      p[i] = (float) Math.exp((float) (scores[i] - 2.5));
    }
    float total = sum(p, pairwise);
    for (int i = 0; i < n; i++) {
      p[i] /= total;
    }
    for (int layer = 0; layer < 30; layer++) {
      for (int i = 0; i < n; i++) {
        terms[i] = rows.get(i).charAt(layer) == '1' ? p[i] : 0;
      }
      float mass = sum(terms, pairwise);
      float rest = 1 - mass;
      for (int i = 0; i < n; i++) {
        boolean one = rows.get(i).charAt(layer) == '1' && p[i] > 0;
        if (leaves == 2) {
          p[i] *= rows.get(i).charAt(layer) == '1' ? 2 - mass : rest;
        } else if (one) {
          p[i] *= (1 - (float) Math.pow(rest, leaves)) / mass;
        } else {
          p[i] *= (float) Math.pow(rest, leaves - 1);
        }
      }
    }
    return p;
  }

  private static float sum(float[] values, boolean pairwise) {
    if (!pairwise) {
      float sum = 0;
      for (int i = values.length - 1; i >= 0; i--) {
        sum += values[i];
      }
      return sum;
    }
    float[] lanes = new float[8];
    for (int i = 0; i < values.length; i++) {
      lanes[i % 8] += values[i];
    }
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
        + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
  }
}
