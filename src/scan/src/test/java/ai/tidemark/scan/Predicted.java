package ai.tidemark.scan;

import ai.tidemark.core.law.GammaTail;

final class Predicted {
  private Predicted() {}

  static double log10P(long n, double share, double excess) {
    return GammaTail.lnQ(n, n * (1 + share * excess)) / Math.log(10);
  }
}
