package ai.tidemark.core.law;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/**
 * Where the characteristic function of a sum of weighted counts may be large. Each count is a sum
 * of independent bits (a hypergeometric one too: its generating function has real zeros only), so
 *
 * <pre>
 * -ln |phi(y)| &gt;= V(y) = 2 sum over l of variance_l sin^2(w_l y / 2)
 * </pre>
 *
 * and sqrt(V), the length of a vector whose components move at most at rate w_l sqrt(variance_l /
 * 2), cannot fall faster than sd / sqrt 2: that tells how far ahead nothing can be.
 */
final class Waves implements TailContour.Lattice {
  private static final int MOST_TERMS = 1 << 23;

  private final long[] weights;
  private final DoubleFunction<double[]> variancesAt;
  private final double support;
  private double at = Double.NaN;
  private double[] variances = {};
  private double rate;

  /**
   * @param weights of the layers
   * @param variancesAt the layers' variances in the tilted law, by the tilt
   * @param support how many integers the sum can be
   */
  Waves(long[] weights, DoubleFunction<double[]> variancesAt, double support) {
    this.weights = weights;
    this.variancesAt = variancesAt;
    this.support = support;
  }

  @Override
  public double support() {
    return support;
  }

  private void prepare(double c) {
    if (c == at) {
      return;
    }
    at = c;
    variances = variancesAt.apply(c);
    double square = 0;
    for (int i = 0; i < weights.length; i++) {
      square += variances[i] * weights[i] * weights[i];
    }
    rate = Math.sqrt(square / 2);
  }

  @Override
  public double clearFrom(double c, double cut) {
    prepare(c);
    double least = Double.POSITIVE_INFINITY;
    for (double variance : variances) {
      least = Math.min(least, variance);
    }
    Clearing clearing = Clearing.of(weights);
    return 2 * least * clearing.least >= cut ? clearing.from : Math.PI;
  }

  @Override
  public double quietBeyond(double c, double y, double cut) {
    prepare(c);
    double v = 0;
    for (int i = 0; i < weights.length; i++) {
      double sin = StrictMath.sin(weights[i] * y / 2);
      v += 2 * variances[i] * sin * sin;
    }
    return Math.max(0, (Math.sqrt(v) - Math.sqrt(cut)) / rate);
  }

  @Override
  public int mostNodes() {
    return MOST_TERMS / weights.length;
  }

  /**
   * The least of sum sin^2(w y / 2) over [pi / (largest w), pi]; up to there it rises. It depends
   * on the weights alone, so the last one is kept. It is a lower bound, 0 when finding it would
   * take too long.
   */
  private static final class Clearing {
    private final long[] of;
    private final double from;
    private final double least;

    Clearing(long[] of, double from, double least) {
      this.of = of;
      this.from = from;
      this.least = least;
    }

    private static final double GRID = 0.5;
    private static final int MOST_POINTS = 1 << 16;
    private static volatile Clearing last = new Clearing(new long[] {1}, Math.PI, 1);

    static Clearing of(long[] weights) {
      Clearing known = last;
      if (!Arrays.equals(known.of, weights)) {
        known = found(weights);
        last = known;
      }
      return known;
    }

    private static Clearing found(long[] weights) {
      double largest = 0;
      double square = 0;
      for (long w : weights) {
        largest = Math.max(largest, (double) w);
        square += (double) w * w;
      }
      double from = Math.PI / largest;
      double norm = Math.sqrt(square);
      double step = GRID / norm;
      double points = Math.ceil((Math.PI - from) / step);
      if (points > MOST_POINTS) {
        return new Clearing(weights.clone(), Math.PI, 0);
      }
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= points; i++) {
        double y = Math.min(Math.PI, from + i * step);
        double sum = 0;
        for (long w : weights) {
          double sin = StrictMath.sin(w * y / 2);
          sum += sin * sin;
        }
        least = Math.min(least, sum);
      }
      double root = Math.max(0, Math.sqrt(least) - GRID / 4); // rises at most by norm / 2
      return new Clearing(weights.clone(), from, root * root);
    }
  }
}
