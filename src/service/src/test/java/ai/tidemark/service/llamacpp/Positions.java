package ai.tidemark.service.llamacpp;

/** Positions for tests of other packages. */
public final class Positions {
  private Positions() {}

  /** A position whose candidates have ids 100, 101, ... and no bytes. */
  public static Position of(double... probabilities) {
    int n = probabilities.length;
    int[] ids = new int[n];
    double[] logprobs = new double[n];
    for (int j = 0; j < n; j++) {
      ids[j] = 100 + j;
      logprobs[j] = Math.log(probabilities[j]);
    }
    return new Position(100, ids, logprobs, new byte[n][0]);
  }
}
