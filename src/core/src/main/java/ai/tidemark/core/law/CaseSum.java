package ai.tidemark.core.law;

/**
 * Cumulants of a weighted sum over independent layers that all have one law, given by its cases.
 * Layers of one weight are evaluated once.
 */
final class CaseSum implements Cumulants {
  private final Cases one;
  private final long[] weights; // distinct
  private final int[] layers; // of that weight
  private final CaseLayer[] tilted;
  private double at = Double.NaN;

  /**
   * @param weights distinct, ascending
   * @param layers how many layers have that weight
   */
  CaseSum(Cases one, long[] weights, int[] layers) {
    this.one = one;
    this.weights = weights;
    this.layers = layers;
    this.tilted = new CaseLayer[weights.length];
  }

  /** Returns per weight the tilted law of one of its layers. Do not modify. */
  CaseLayer[] at(double c) {
    if (c != at) {
      for (int i = 0; i < weights.length; i++) {
        tilted[i] = new CaseLayer(one, weights[i] * c);
      }
      at = c;
    }
    return tilted;
  }

  @Override
  public double centred(double c) {
    CaseLayer[] tilts = at(c);
    double sum = 0;
    for (int i = 0; i < tilts.length; i++) {
      sum += layers[i] * tilts[i].lnSum();
    }
    return Math.max(0, sum);
  }

  @Override
  public double slope(double c) {
    CaseLayer[] tilts = at(c);
    double sum = 0;
    for (int i = 0; i < tilts.length; i++) {
      sum += layers[i] * (double) weights[i] * tilts[i].gain();
    }
    return sum;
  }

  @Override
  public double curvature(double c) {
    CaseLayer[] tilts = at(c);
    double sum = 0;
    for (int i = 0; i < tilts.length; i++) {
      sum += layers[i] * tilts[i].variance() * weights[i] * weights[i];
    }
    return sum;
  }

  @Override
  public double limit() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public double jump(double c) {
    return (double) weights[weights.length - 1] * one.range();
  }

  @Override
  public Tilted tilted(double c) {
    CaseLayer[] tilts = at(c).clone();
    double[] wave = new double[2];
    return (y, _, out) -> {
      double re = 0;
      double im = 0;
      for (int i = 0; i < tilts.length; i++) {
        tilts[i].wave(weights[i] * y, 0, tilts[i].size(), wave);
        BitSum.logOfOnePlus(wave[0] - 1, wave[1], layers[i], wave);
        re += wave[0];
        im += wave[1];
      }
      out[0] = re;
      out[1] = im;
    };
  }
}
