package ai.tidemark.core.multiplicity;

/** Checks of logarithms that callers hand in. */
final class LogProbabilities {
  private LogProbabilities() {}

  static void require(double[] lnP) {
    for (int i = 0; i < lnP.length; i++) {
      if (!(lnP[i] <= 0)) {
        throw new IllegalArgumentException(
            "lnP[" + i + "] must be a number of at most 0, but is " + lnP[i]);
      }
    }
  }
}
