package ai.tidemark.core.law;

/**
 * The law of one layer times e^(v x), where it is not negligible, with sum 1: a tilted law. Values
 * are seen from their tilted mean. Immutable; arrays are not to be modified.
 */
final class CaseLayer {
  private static final double LN_NEGLIGIBLE = -44;

  private final double[] at; // values less the tilted mean, ascending
  private final double[] mass; // probabilities
  private final double lnSum;
  private final double gain;
  private final double variance;

  private CaseLayer(double[] at, double[] mass, double lnSum, double gain, double variance) {
    this.at = at;
    this.mass = mass;
    this.lnSum = lnSum;
    this.gain = gain;
    this.variance = variance;
  }

  /** Returns a layer's law tilted by v. */
  static CaseLayer of(Cases one, double v) {
    double[] ln = one.lnMass();
    int[] values = one.at();
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ln.length; i++) {
      peak = Math.max(peak, ln[i] + v * (values[i] - one.mean()));
    }
    double[] at = new double[ln.length];
    double[] mass = new double[ln.length];
    int kept = 0;
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < ln.length; i++) {
      double relative = ln[i] + v * (values[i] - one.mean()) - peak;
      if (relative > LN_NEGLIGIBLE) {
        at[kept] = values[i] - one.mean();
        mass[kept] = StrictMath.exp(relative);
        sum += mass[kept];
        moment += mass[kept] * at[kept];
        kept++;
      }
    }
    double gain = moment / sum;
    double square = 0;
    double[] keptAt = new double[kept];
    double[] keptMass = new double[kept];
    for (int i = 0; i < kept; i++) {
      keptAt[i] = at[i] - gain;
      keptMass[i] = mass[i] / sum;
      square += keptMass[i] * keptAt[i] * keptAt[i];
    }
    return new CaseLayer(keptAt, keptMass, peak + StrictMath.log(sum), gain, square);
  }

  /** Gives E e^(i angle (X - tilted mean)) over the values from, .. to - 1. */
  void wave(double angle, int from, int to, double[] out) {
    double turnCos = StrictMath.cos(angle);
    double turnSin = StrictMath.sin(angle);
    double last = Double.NaN;
    double cos = 1;
    double sin = 0;
    double re = 0;
    double im = 0;
    for (int i = from; i < to; i++) {
      double gap = at[i] - last;
      last = at[i];
      if (gap > 0.5 && gap < 1.5) {
        double next = cos * turnCos - sin * turnSin;
        sin = sin * turnCos + cos * turnSin;
        cos = next;
      } else {
        cos = StrictMath.cos(angle * last);
        sin = StrictMath.sin(angle * last);
      }
      re += mass[i] * cos;
      im += mass[i] * sin;
    }
    out[0] = re;
    out[1] = im;
  }

  /** Returns how many values are left. */
  int size() {
    return at.length;
  }

  /** Returns the values less the tilted mean, ascending, shape [size]. */
  double[] at() {
    return at;
  }

  /** Returns their tilted probabilities, shape [size]. */
  double[] mass() {
    return mass;
  }

  /** Returns ln E e^(v (X - mean)), the mean that of the law before the tilt. */
  double lnSum() {
    return lnSum;
  }

  /** Returns the tilted mean less the mean. */
  double gain() {
    return gain;
  }

  /** Returns the tilted variance. */
  double variance() {
    return variance;
  }
}
