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
