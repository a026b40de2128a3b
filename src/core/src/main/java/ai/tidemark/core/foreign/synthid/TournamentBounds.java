package ai.tidemark.core.foreign.synthid;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What a tournament in 32-bit floats makes of scores, whatever order it sums in. Per layer with
 * mass G of the ones, p becomes p (1 + g - G) for two leaves, else p (1 - (1 - G)^N) / G for a one
 * and p (1 - G)^(N - 1) for a zero (synthid-text 0.2.1, logits_processing.py: update_scores,
 * update_scores_distortionary).
 *
 * <p>1 - G cancels where G is near 1, so no one tolerance fits all values. Each value is computed
 * many times with every operation's result moved by up to one unit in the last place at random
 * (stochastic arithmetic: Vignes 1993), and must lie in the range so found, widened on either side
 * by its own width. The random numbers have a fixed seed.
 */
final class TournamentBounds {
  private static final int RUNS = 200;
  private static final double SLACK = 2e-5; // of a logarithm

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  private final double[] low;
  private final double[] high;
  private final boolean[] zero;

  /**
   * @param scores log-weights, shape [vocabulary]
   * @param rows g-values per token, as strings of zeros and ones of one length
   * @param leaves of the tournament, at least 2
   */
  TournamentBounds(double[] scores, List<String> rows, int leaves) {
    low = new double[scores.length];
    high = new double[scores.length];
    zero = new boolean[scores.length];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int run = 0; run < RUNS; run++) {
      float[] p = softmax(scores);
      int depth = rows.isEmpty() ? 0 : rows.getFirst().length();
      for (int layer = 0; layer < depth; layer++) {
        play(p, rows, layer, leaves);
      }
      for (int i = 0; i < p.length; i++) {
        zero[i] |= !(p[i] > 0); // a mass above 1 makes p negative; both sources floor that too
        if (p[i] > 0) {
          low[i] = Math.min(low[i], StrictMath.log(p[i]));
          high[i] = Math.max(high[i], StrictMath.log(p[i]));
        }
      }
    }
  }

  private float[] softmax(double[] scores) {
    double top = Arrays.stream(scores).max().orElse(0);
    float[] p = new float[scores.length];
    float total = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = moved((float) StrictMath.exp(scores[i] - top));
      total = moved(total + p[i]);
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = moved(p[i] / total);
    }
    return p;
  }

  private void play(float[] p, List<String> rows, int layer, int leaves) {
    float mass = 0;
    for (int i = 0; i < p.length; i++) {
      if (rows.get(i).charAt(layer) == '1') {
        mass = moved(mass + p[i]);
      }
    }
    for (int i = 0; i < p.length; i++) {
      boolean one = rows.get(i).charAt(layer) == '1';
      p[i] = moved(p[i] * factor(one && p[i] > 0, mass, leaves));
    }
  }

  private float factor(boolean one, float mass, int leaves) {
    if (leaves == 2) {
      return moved((one ? 2 : 1) - mass);
    }
    float rest = 1 - mass;
    if (one) {
      return moved(moved(1 - power(rest, leaves)) / mass);
    }
    return power(rest, leaves - 1);
  }

  private float power(float base, int exponent) {
    return moved((float) StrictMath.pow(base, exponent));
  }

  /** Returns a value moved by at most one unit in the last place; zero stays. */
  private float moved(float x) {
    if (x == 0) {
      return x;
    }
    return switch (random.nextInt(4)) {
      case 0 -> Math.nextUp(x);
      case 1 -> Math.nextDown(x);
      default -> x;
    };
  }

  /**
   * Returns whether a logarithm is one that floats can come to.
   *
   * @param logFloor stands for the logarithm of zero
   */
  boolean allows(int token, double logProbability, double logFloor) {
    if (logProbability == logFloor) {
      return zero[token];
    }
    double width = Math.max(0, high[token] - low[token]);
    return logProbability <= high[token] + width + SLACK
        && (zero[token] || logProbability >= low[token] - width - SLACK);
  }
}
