package ai.tidemark.core.law;

/**
 * The cumulant generating function K of a sum, seen from its mean, so that nothing cancels however
 * many terms the sum has: the mean itself never enters, only differences from it.
 */
interface Cumulants {
  /** Returns K(c) - c K'(0), at least 0. */
  double centred(double c);

  /** Returns K'(c) - K'(0), of the sign of c. */
  double slope(double c);

  /** Returns K''(c), positive: the variance of the tilted law. */
  double curvature(double c);

  /** Returns the lowest c above 0 at which K is infinite; may be infinite itself. */
  double limit();

  /** Returns the scale of the exponential part of the tail of the tilted law. */
  double jump(double c);

  /** Returns the tilted law, that of density e^(c x - K(c)) times the law's own. */
  Tilted tilted(double c);

  /** The characteristic function of a tilted law, seen from its mean. */
  interface Tilted {
    /**
     * Gives K(c + tau) - K(c) - tau K'(c) for tau = i y + lift.
     *
     * @param y imaginary part
     * @param lift real part, at least 0; 0 for laws that do not support a bent contour
     * @param out takes real part and imaginary part, the latter up to multiples of 2 pi
     */
    void log(double y, double lift, double[] out);
  }
}
