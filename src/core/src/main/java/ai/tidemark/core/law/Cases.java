package ai.tidemark.core.law;

import java.util.Arrays;

/**
 * The law of one layer by its equally likely cases: only the values that some case gives are kept,
 * ascending, counted from the least of them. Immutable; arrays are not to be modified.
 */
final class Cases {
  private final int least;
  private final int[] at; // value - least, of the values that have cases
  private final long[] counts; // cases
  private final double[] mass; // probability
  private final double[] lnMass;
  private final double mean; // of value - least
  private final double variance;

  /**
   * @param cases how many of the equally likely cases give each value, from 0 on; at least one is
   *     positive
   */
  Cases(long[] cases) {
    int kept = 0;
    double total = 0;
    for (long count : cases) {
      kept += count > 0 ? 1 : 0;
      total += (double) count;
    }
    if (kept == 0) {
      throw new IllegalArgumentException("some value must have a case, but none has");
    }
    at = new int[kept];
    counts = new long[kept];
    int first = 0;
    while (cases[first] == 0) {
      first++;
    }
    least = first;
    for (int value = first, i = 0; i < kept; value++) {
      if (cases[value] > 0) {
        at[i] = value - first;
        counts[i++] = cases[value];
      }
    }
    mass = new double[kept];
    lnMass = new double[kept];
    double sum = 0;
    for (int i = 0; i < kept; i++) {
      mass[i] = (double) counts[i] / total;
      lnMass[i] = StrictMath.log(mass[i]);
      sum += mass[i] * at[i];
    }
    mean = sum;
    double square = 0;
    for (int i = 0; i < kept; i++) {
      square += mass[i] * (at[i] - mean) * (at[i] - mean);
    }
    variance = square;
  }

  /** Returns the least value. */
  int least() {
    return least;
  }

  /** Returns the largest value less the least. */
  int range() {
    return at[at.length - 1];
  }

  /** Returns how many values have cases. */
  int size() {
    return at.length;
  }

  /** Returns the values less the least, ascending, shape [size]. */
  int[] at() {
    return at;
  }

  /** Returns their probabilities, shape [size]. */
  double[] mass() {
    return mass;
  }

  /** Returns the logarithms of their probabilities, shape [size]. */
  double[] lnMass() {
    return lnMass;
  }

  /** Returns the mean of what a value is above the least. */
  double mean() {
    return mean;
  }

  double variance() {
    return variance;
  }

  /** Returns ln of the smallest probability. */
  double lnRarest() {
    double rarest = 0;
    for (double ln : lnMass) {
      rarest = Math.min(rarest, ln);
    }
    return rarest;
  }

  /** Returns the probabilities of 0 .. range, zeros included. */
  double[] dense() {
    double[] dense = new double[range() + 1];
    for (int i = 0; i < at.length; i++) {
      dense[at[i]] = mass[i];
    }
    return dense;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cases cases
        && least == cases.least
        && Arrays.equals(at, cases.at)
        && Arrays.equals(counts, cases.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * least + Arrays.hashCode(at)) + Arrays.hashCode(counts);
  }
}
