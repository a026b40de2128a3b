package ai.tidemark.core.law;

/** The upper tail of the standard normal law in log space, by {@link TailContour}. */
public final class NormalTail {
  private static final Cumulants LAW = new Law();

  private NormalTail() {}

  /**
   * Returns ln P(Z &gt;= z).
   *
   * @param z at most 10^150 in size
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnUpper(double z) {
    if (!(Math.abs(z) <= 1e150)) {
      throw new IllegalArgumentException("z must be at most 1e150 in size, but is " + z);
    }
    return TailContour.lnUpper(LAW, z, 0);
  }

  /**
   * Returns P(Z &gt;= z) itself, which is 0 from about 38.5 on: only for repeating detectors that
   * print it so.
   *
   * @param z NaN gives NaN, as in detectors that have nothing to score
   */
  public static double upper(double z) {
    return Double.isNaN(z) ? z : StrictMath.exp(lnUpper(Math.clamp(z, -1e6, 1e6)));
  }

  /** Cumulants: t^2 / 2. */
  private static final class Law implements Cumulants {
    @Override
    public double centred(double c) {
      return c * c / 2;
    }

    @Override
    public double slope(double c) {
      return c;
    }

    @Override
    public double curvature(double c) {
      return 1;
    }

    @Override
    public double limit() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double jump(double c) {
      return 0;
    }

    @Override
    public Tilted tilted(double c) {
      return (y, _, out) -> {
        out[0] = -y * y / 2;
        out[1] = 0;
      };
    }
  }
}
