package ai.tidemark.core.law;

/**
 * Cumulants of a weighted sum of independent hypergeometric counts, all of n draws from a table,
 * from the counts' exact probabilities. Layers of one weight are evaluated once.
 */
final class CountSum implements Cumulants {
  private static final double NEGLIGIBLE = 1e-19;

  private final long[] weights; // distinct
  private final int[] layers; // of that weight
  private final int n;
  private final int ones;
  private final int size;
  private final double mean; // of one count
  private final double widest;
  private final Layer[] tilted;
  private double at = Double.NaN;

  /**
   * @param weights distinct, ascending
   * @param layers how many layers have that weight
   */
  CountSum(long[] weights, int[] layers, int n, int ones, int size) {
    this.weights = weights;
    this.layers = layers;
    this.n = n;
    this.ones = ones;
    this.size = size;
    mean = (double) n * ones / size;
    widest = weights[weights.length - 1];
    tilted = new Layer[weights.length];
  }

  private Layer[] at(double c) {
    if (c != at) {
      for (int i = 0; i < weights.length; i++) {
        tilted[i] = layer(weights[i] * c);
      }
      at = c;
    }
    return tilted;
  }

  /**
   * A count's law times e^(v x), where it is not negligible: from {@code first} on, of sum 1; lnSum
   * = ln E e^(v (X - mean)), and shift is the tilted mean less {@code first}.
   */
  private static final class Layer {
    private final int first;
    private final double[] mass;
    private final double lnSum;
    private final double shift;
    private final double variance;

    Layer(int first, double[] mass, double lnSum, double shift, double variance) {
      this.first = first;
      this.mass = mass;
      this.lnSum = lnSum;
      this.shift = shift;
      this.variance = variance;
    }
  }

  /** Returns e^v times P(x + 1) / P(x); falls with x. */
  private double ratio(int x, double boost) {
    double others = (double) size - ones - n;
    return boost * (ones - x) * (n - x) / ((x + 1.0) * (others + x + 1));
  }

  private Layer layer(double v) {
    int low = Math.max(0, n - (size - ones));
    int high = Math.min(n, ones);
    double boost = StrictMath.exp(v);
    int peak = low;
    for (int top = high; peak < top; ) { // the first x whose ratio is not above 1
      int middle = (peak + top) >>> 1;
      if (ratio(middle, boost) > 1) {
        peak = middle + 1;
      } else {
        top = middle;
      }
    }
    int first = peak;
    for (double p = 1; first > low && p > NEGLIGIBLE; first--) {
      p /= ratio(first - 1, boost);
    }
    int last = peak;
    for (double p = 1; last < high && p > NEGLIGIBLE; last++) {
      p *= ratio(last, boost);
    }
    double[] mass = new double[last - first + 1];
    mass[peak - first] = 1;
    for (int x = peak; x > first; x--) {
      mass[x - 1 - first] = mass[x - first] / ratio(x - 1, boost);
    }
    for (int x = peak; x < last; x++) {
      mass[x + 1 - first] = mass[x - first] * ratio(x, boost);
    }
    double lnPeak = HypergeometricTail.lnMass(n, peak, ones, size) + v * (peak - mean);
    return normalised(first, mass, lnPeak);
  }

  private static Layer normalised(int first, double[] mass, double lnPeak) {
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < mass.length; i++) {
      sum += mass[i];
      moment += mass[i] * i;
    }
    double shift = moment / sum;
    double square = 0;
    for (int i = 0; i < mass.length; i++) {
      mass[i] /= sum;
      square += mass[i] * (i - shift) * (i - shift);
    }
    return new Layer(first, mass, lnPeak + StrictMath.log(sum), shift, square);
  }

  @Override
  public double centred(double c) {
    Layer[] tilts = at(c);
    double sum = 0;
    for (int i = 0; i < tilts.length; i++) {
      sum += layers[i] * tilts[i].lnSum;
    }
    return Math.max(0, sum);
  }

  @Override
  public double slope(double c) {
    Layer[] tilts = at(c);
    double sum = 0;
    for (int i = 0; i < tilts.length; i++) {
      sum += layers[i] * (double) weights[i] * (tilts[i].first - mean + tilts[i].shift);
    }
    return sum;
  }

  @Override
  public double curvature(double c) {
    double sum = 0;
    double[] variances = variances(c);
    for (int i = 0; i < variances.length; i++) {
      sum += variances[i] * weights[i] * weights[i];
    }
    return sum;
  }

  /** Returns per weight the variance of the tilted counts of its layers together. */
  double[] variances(double c) {
    Layer[] tilts = at(c);
    double[] variances = new double[tilts.length];
    for (int i = 0; i < tilts.length; i++) {
      variances[i] = layers[i] * tilts[i].variance;
    }
    return variances;
  }

  @Override
  public double limit() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public double jump(double c) {
    return widest;
  }

  @Override
  public Tilted tilted(double c) {
    Layer[] tilts = at(c).clone();
    double[] one = new double[2];
    return (y, _, out) -> {
      double re = 0;
      double im = 0;
      for (int i = 0; i < tilts.length; i++) {
        log(tilts[i], weights[i] * y, layers[i], one);
        re += one[0];
        im += one[1];
      }
      out[0] = re;
      out[1] = im;
    };
  }

  /** Gives times ln E e^(i angle (X - tilted mean)). */
  private static void log(Layer layer, double angle, int times, double[] out) {
    double cos = StrictMath.cos(-angle * layer.shift);
    double sin = StrictMath.sin(-angle * layer.shift);
    double turnCos = StrictMath.cos(angle);
    double turnSin = StrictMath.sin(angle);
    double re = 0;
    double im = 0;
    for (double p : layer.mass) {
      re += p * cos;
      im += p * sin;
      double next = cos * turnCos - sin * turnSin;
      sin = sin * turnCos + cos * turnSin;
      cos = next;
    }
    BitSum.logOfOnePlus(re - 1, im, times, out);
  }
}
