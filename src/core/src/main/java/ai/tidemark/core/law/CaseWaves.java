package ai.tidemark.core.law;

/**
 * Where the characteristic function of a {@link CaseSum} may be large: the product of its layers'
 * {@link Envelope}s, each at the angle of a stretch that is nearest to a multiple of 2 pi, bounds
 * it on that whole stretch.
 */
final class CaseWaves implements TailContour.Lattice {
  private static final double QUIET = 36; // e^-36 of the value at the saddle is rounding error
  private static final double MOST_WORK = 1e8; // terms of layers
  private static final double OVERHEAD = 100; // of one layer's sum, in terms
  private static final double[] GRIDS = {0.5, 0.1}; // the finer where the coarser does not do
  private static final double FIRST_STRETCH = 1.0; // over the largest weight
  private static final double NARROWEST = 1.0 / 64; // part of the first stretch

  private final CaseSum sum;
  private final long[] weights;
  private final int[] layers;
  private final double support;
  private final double below;
  private Envelope[] envelopes = {};
  private double at = Double.NaN;
  private int nodes;

  /**
   * @param weights distinct, ascending
   * @param support how many integers the sum can be
   * @param below how many of them lie below the one asked for
   */
  CaseWaves(CaseSum sum, long[] weights, int[] layers, double support, double below) {
    this.sum = sum;
    this.weights = weights;
    this.layers = layers;
    this.support = support;
    this.below = below;
  }

  @Override
  public double support() {
    return support;
  }

  @Override
  public double below() {
    return below;
  }

  @Override
  public int mostNodes(double c) {
    tilt(c);
    return nodes;
  }

  private void tilt(double c) {
    if (c == at) {
      return;
    }
    CaseLayer[] tilted = sum.at(c);
    double work = 0;
    for (CaseLayer layer : tilted) {
      work += layer.size() + OVERHEAD;
    }
    double most = MOST_WORK / work;
    boolean isLoud = true;
    for (int i = 0; i < GRIDS.length && isLoud; i++) {
      isLoud = floor(tilted, GRIDS[i]) > -QUIET;
    }
    // Where nothing can be skipped, the whole period or nothing.
    nodes = isLoud && support / 2 > most ? 0 : (int) Math.min(1 << 20, most);
    at = c;
  }

  /** Makes the layers' bounds and returns ln of their product at the lowest. */
  private double floor(CaseLayer[] tilted, double grid) {
    envelopes = new Envelope[tilted.length];
    double floor = 0;
    for (int i = 0; i < tilted.length; i++) {
      envelopes[i] = new Envelope(tilted[i], grid);
      floor += layers[i] * envelopes[i].lnFloor();
    }
    return floor;
  }

  /** Takes |phi| below e^-36 for negligible. */
  @Override
  public double quietBeyond(double c, double y, double cut) {
    tilt(c);
    double first = FIRST_STRETCH / weights[weights.length - 1];
    double stretch = first;
    double from = y;
    while (from < Math.PI) {
      if (bound(from, from + stretch) < -QUIET) {
        from += stretch;
        stretch *= 2;
      } else if (stretch > first * NARROWEST) {
        stretch /= 2;
      } else {
        break;
      }
    }
    return Math.max(0, (from - y) * (1 - 0x1p-40));
  }

  /** Returns an upper bound of ln |phi| on a stretch. */
  private double bound(double from, double to) {
    double ln = 0;
    for (int i = 0; i < weights.length; i++) {
      double start = weights[i] * from % (2 * Math.PI);
      double end = start + weights[i] * (to - from);
      double nearest = Math.max(0, Math.min(start, 2 * Math.PI - end));
      ln += layers[i] * envelopes[i].ln(Math.min(Math.PI, nearest));
    }
    return ln;
  }
}
