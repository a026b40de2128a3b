package ai.tidemark.core.law;

/** Where the line of integration of {@link TailContour} and the Chernoff bound stand. */
final class Saddle {
  private static final int MOST_STEPS = 300;

  private Saddle() {}

  /**
   * Returns c with K'(c) - K'(0) = d, the saddle point of e^(K(t) - t x), by Newton's iteration
   * kept inside a bracket; to 1e-9 of the tilted standard deviation, which is enough: the integral
   * does not depend on c, and the bound only in second order.
   *
   * @param d distance of the sum from its mean, inside the range of the law, any sign
   */
  static double of(Cumulants k, double d) {
    if (d == 0) {
      return 0;
    }
    double sign = Math.signum(d);
    double low = 0;
    double high = sign > 0 ? k.limit() : Double.POSITIVE_INFINITY;
    double at = Math.abs(d) / k.curvature(0);
    if (at >= high) {
      at = high / 2;
    }
    for (int step = 0; step < MOST_STEPS; step++) {
      double miss = sign * (k.slope(sign * at) - d);
      double curvature = k.curvature(sign * at);
      if (Math.abs(miss) <= 1e-9 * Math.sqrt(curvature)) {
        return sign * at;
      }
      if (miss > 0) {
        high = at;
      } else {
        low = at;
      }
      double next = at - miss / curvature;
      if (!(next > low && next < high && next < 4 * at)) {
        next = high == Double.POSITIVE_INFINITY ? 4 * at : low + (high - low) / 2;
      }
      if (next == at) {
        return sign * at;
      }
      at = next;
    }
    return sign * at;
  }

  /**
   * Returns c no nearer to 0 than 1/sd (or half way to the limit of K), on the side of d: near the
   * mean the pole at 0 would come too close to the line. Laws with rare far values have K(1/sd) far
   * above the 1/2 of a normal one; there c stops where K is 1, as the sum along the line would
   * cancel to e^-K.
   */
  static double line(Cumulants k, double d) {
    double sign = d >= 0 ? 1 : -1;
    double least = 1 / Math.sqrt(k.curvature(0));
    if (sign > 0) {
      least = Math.min(least, k.limit() / 2);
    }
    while (k.centred(sign * least) > 1) {
      least /= 2;
    }
    return sign * Math.max(Math.abs(of(k, d)), least);
  }

  /** Returns the Chernoff bound min over c of K(c) - c x, 0 up to the mean. */
  static double bound(Cumulants k, double d) {
    if (d <= 0) {
      return 0;
    }
    double c = of(k, d);
    return Math.min(0, k.centred(c) - c * d);
  }
}
