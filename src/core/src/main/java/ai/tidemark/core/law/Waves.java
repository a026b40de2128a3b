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
 * 2), cannot fall faster than sd / sqrt 2: that tells how far ahead nothing can be. Where the
 * weights are not too large, the same is known once and for all, on a grid, for V over the least
 * variance.
 */
final class Waves implements TailContour.Lattice {
  private static final int MOST_TERMS = 1 << 23;

  private final long[] weights;
  private final DoubleFunction<double[]> variancesAt;
  private final double support;
  private final double below;
  private double at = Double.NaN;
  private double[] variances = {};
  private double rate;
  private double least;

  /**
   * @param weights of the layers
   * @param variancesAt the layers' variances in the tilted law, by the tilt
   * @param support how many integers the sum can be
   * @param below how many of them lie below the one asked for
   */
  Waves(long[] weights, DoubleFunction<double[]> variancesAt, double support, double below) {
    this.weights = weights;
    this.variancesAt = variancesAt;
    this.support = support;
    this.below = below;
  }

  /**
   * Returns ln P(X &gt;= k) by the inversion integral.
   *
   * @param d k - mean
   */
  double lnUpper(Cumulants k, double d) {
    double ln = TailContour.lnUpper(k, d, this);
    if (Double.isNaN(ln)) {
      throw new ArithmeticException(
          "the weights have too fine a common lattice for an exact value; round them");
    }
    return ln;
  }

  @Override
  public double support() {
    return support;
  }

  @Override
  public double below() {
    return below;
  }

  private void prepare(double c) {
    if (c == at) {
      return;
    }
    at = c;
    variances = variancesAt.apply(c);
    double square = 0;
    least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      least = Math.min(least, variances[i]);
      square += variances[i] * weights[i] * weights[i];
    }
    rate = Math.sqrt(square / 2);
  }

  @Override
  public double quietBeyond(double c, double y, double cut) {
    prepare(c);
    Cells cells = Cells.of(weights);
    if (cells.isKnown()) {
      return cells.quietBeyond(y, cut / (2 * least));
    }
    double v = 0;
    for (int i = 0; i < weights.length; i++) {
      double sin = StrictMath.sin(weights[i] * y / 2);
      v += 2 * variances[i] * sin * sin;
    }
    return Math.max(0, (Math.sqrt(v) - Math.sqrt(cut)) / rate);
  }

  @Override
  public int mostNodes(double c) {
    return MOST_TERMS / weights.length;
  }

  /**
   * Lower bounds of G(y) = sum sin^2(w y / 2) in cells that cover [0, pi]. They depend on the
   * weights alone, so the last ones are kept. sqrt(G) moves at most at rate |w| / 2.
   */
  private static final class Cells {
    private static final double GRID = 0.1;
    private static final int MOST = 1 << 18;
    private static volatile Cells last = new Cells(new long[0], 1, new double[0]);

    private final long[] of;
    private final double width;
    private final double[] low;

    private Cells(long[] of, double width, double[] low) {
      this.of = of;
      this.width = width;
      this.low = low;
    }

    static Cells of(long[] weights) {
      Cells known = last;
      if (!Arrays.equals(known.of, weights)) {
        known = found(weights.clone());
        last = known;
      }
      return known;
    }

    private static Cells found(long[] weights) {
      double square = 0;
      for (long w : weights) {
        square += (double) w * w;
      }
      double width = GRID / Math.sqrt(square);
      double cells = Math.ceil(Math.PI / width);
      if (cells > MOST) {
        return new Cells(weights, width, new double[0]);
      }
      double[] low = new double[(int) cells];
      for (int i = 0; i < low.length; i++) {
        double sum = 0;
        for (long w : weights) {
          double sin = StrictMath.sin(w * (i + 0.5) * width / 2);
          sum += sin * sin;
        }
        double root = Math.max(0, Math.sqrt(sum) - GRID / 4);
        low[i] = root * root;
      }
      return new Cells(weights, width, low);
    }

    /** Returns whether the cells are few enough to be kept. */
    boolean isKnown() {
      return low.length > 0;
    }

    /** Returns how far beyond y G is at least a level. */
    double quietBeyond(double y, double level) {
      int first = (int) (y / width);
      int i = first;
      while (i < low.length && low[i] >= level) {
        i++;
      }
      if (i == low.length) {
        return Math.PI;
      }
      return i == first ? 0 : Math.max(0, i * width * (1 - 0x1p-40) - y);
    }
  }
}
