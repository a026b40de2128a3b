package ai.tidemark.core.law;

/**
 * An upper bound of the characteristic function of a tilted layer that falls with the angle: e(a)
 * &gt;= |phi(b)| for all b in [a, pi]. Between two points of a grid of width h, phi is within h^2
 * variance / 8 of the line between its values there (its second derivative is at most the
 * variance); values far from the median count with all their mass.
 */
final class Envelope {
  private static final int FEWEST_CELLS = 64;
  private static final int MOST_CELLS = 4096;
  private static final double FAR = 512; // values from the median

  private final double width; // of a cell, in radians
  private final double[] ln; // of the bound, from the cell's start to pi

  /**
   * @param grid h in units of the inverse standard deviation, where that is neither very wide nor
   *     very fine
   */
  Envelope(CaseLayer layer, double grid) {
    double[] at = layer.at();
    double[] mass = layer.mass();
    double median = at[median(mass)];
    int from = 0;
    double far = 0;
    while (at[from] < median - FAR) {
      far += mass[from++];
    }
    int to = at.length;
    while (at[to - 1] > median + FAR) {
      far += mass[--to];
    }
    double moment = 0;
    for (int i = from; i < to; i++) {
      moment += mass[i] * at[i];
    }
    double middle = moment / (1 - far);
    double variance = 0;
    for (int i = from; i < to; i++) {
      variance += mass[i] * (at[i] - middle) * (at[i] - middle);
    }
    double wanted = Math.PI * Math.sqrt(variance) / grid;
    int cells = (int) Math.clamp(Math.ceil(wanted), FEWEST_CELLS, MOST_CELLS);
    width = Math.PI / cells;
    double rest = width * width * variance / 8 + far;
    double[] wave = new double[2];
    double[] size = new double[cells + 1];
    for (int i = 0; i <= cells; i++) {
      layer.wave(i * width, from, to, wave);
      size[i] = Math.hypot(wave[0], wave[1]);
    }
    ln = new double[cells];
    double largest = size[cells];
    for (int i = cells - 1; i >= 0; i--) {
      largest = Math.max(largest, size[i]);
      ln[i] = StrictMath.log(Math.min(1, largest + rest));
    }
  }

  private static int median(double[] mass) {
    int i = 0;
    for (double sum = mass[0]; sum < 0.5 && i < mass.length - 1; ) {
      sum += mass[++i];
    }
    return i;
  }

  /**
   * Returns ln of the bound.
   *
   * @param angle in [0, pi]
   */
  double ln(double angle) {
    return ln[Math.clamp((long) (angle / width - 1e-9), 0, ln.length - 1)];
  }

  /** Returns ln of the bound at pi, the lowest. */
  double lnFloor() {
    return ln[ln.length - 1];
  }
}
