package ai.tidemark.core.law;

import java.util.Arrays;

/**
 * The law of one layer times e^(v x), where it is not negligible, with sum 1: a tilted law. Values
 * are seen from their tilted mean. Immutable; arrays are not to be modified.
 */
final class CaseLayer {
  private static final double LN_NEGLIGIBLE = -44;
  private static final int LONGEST_GAP = 8; // values without a case inside a run

  private final double[] at; // values less the tilted mean, ascending; whole numbers apart
  private final double[] mass; // probabilities, zeros included
  private final int[] ends; // of runs of neighbouring values
  private final double lnSum;
  private final double gain;
  private final double variance;

  /** The law tilted by v. */
  CaseLayer(Cases one, double v) {
    double[] ln = one.lnMass();
    int[] values = one.at();
    double mean = one.mean();
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ln.length; i++) {
      peak = Math.max(peak, ln[i] + v * (values[i] - mean));
    }
    double[] kept = new double[ln.length * LONGEST_GAP];
    double[] where = new double[kept.length];
    int[] stops = new int[ln.length];
    int size = 0;
    int runs = 0;
    double last = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < ln.length; i++) {
      double relative = ln[i] + v * (values[i] - mean) - peak;
      if (relative > LN_NEGLIGIBLE) {
        if (size > 0 && values[i] - last > LONGEST_GAP) {
          stops[runs++] = size;
        } else if (size > 0) {
          while (++last < values[i]) {
            where[size++] = last - mean;
          }
        }
        last = values[i];
        where[size] = last - mean;
        kept[size] = StrictMath.exp(relative);
        sum += kept[size];
        moment += kept[size] * where[size];
        size++;
      }
    }
    stops[runs++] = size;
    ends = Arrays.copyOf(stops, runs);
    at = Arrays.copyOf(where, size);
    mass = Arrays.copyOf(kept, size);
    lnSum = peak + StrictMath.log(sum);
    gain = moment / sum;
    double square = 0;
    for (int i = 0; i < size; i++) {
      at[i] -= gain;
      mass[i] /= sum;
      square += mass[i] * at[i] * at[i];
    }
    variance = square;
  }

  /** Gives E e^(i angle (X - tilted mean)) over the values from, .. to - 1. */
  void wave(double angle, int from, int to, double[] out) {
    double cos1 = StrictMath.cos(angle);
    double sin1 = StrictMath.sin(angle);
    double re = 0;
    double im = 0;
    int i = from;
    for (int run = 0; i < to; run++) {
      int end = Math.min(to, ends[run]);
      if (i < end) {
        double start = angle * at[i];
        double cos = StrictMath.cos(start);
        double sin = StrictMath.sin(start);
        run(cos1, sin1, i, end, out);
        re += cos * out[0] - sin * out[1];
        im += sin * out[0] + cos * out[1];
        i = end;
      }
    }
    out[0] = re;
    out[1] = im;
  }

  /** Gives the sum of mass[from + j] z^j, z = cos1 + i sin1: four sums of powers of z^4. */
  private void run(double cos1, double sin1, int from, int to, double[] out) {
    double cos2 = cos1 * cos1 - sin1 * sin1;
    double sin2 = 2 * cos1 * sin1;
    double cos4 = cos2 * cos2 - sin2 * sin2;
    double sin4 = 2 * cos2 * sin2;
    double re0 = 0;
    double im0 = 0;
    double re1 = 0;
    double im1 = 0;
    double re2 = 0;
    double im2 = 0;
    double re3 = 0;
    double im3 = 0;
    double cos = 1;
    double sin = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      re0 += mass[i] * cos;
      im0 += mass[i] * sin;
      re1 += mass[i + 1] * cos;
      im1 += mass[i + 1] * sin;
      re2 += mass[i + 2] * cos;
      im2 += mass[i + 2] * sin;
      re3 += mass[i + 3] * cos;
      im3 += mass[i + 3] * sin;
      double next = cos * cos4 - sin * sin4;
      sin = sin * cos4 + cos * sin4;
      cos = next;
    }
    re0 += i < to ? mass[i] * cos : 0;
    im0 += i < to ? mass[i] * sin : 0;
    re1 += i + 1 < to ? mass[i + 1] * cos : 0;
    im1 += i + 1 < to ? mass[i + 1] * sin : 0;
    re2 += i + 2 < to ? mass[i + 2] * cos : 0;
    im2 += i + 2 < to ? mass[i + 2] * sin : 0;
    double reOdd = re1 + re3 * cos2 - im3 * sin2;
    double imOdd = im1 + im3 * cos2 + re3 * sin2;
    out[0] = re0 + re2 * cos2 - im2 * sin2 + reOdd * cos1 - imOdd * sin1;
    out[1] = im0 + im2 * cos2 + re2 * sin2 + imOdd * cos1 + reOdd * sin1;
  }

  /** Returns how many values are kept, those without a case between them included. */
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
