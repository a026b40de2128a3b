package ai.tidemark.core.patchy;

import java.util.SplittableRandom;

/** Gamma draws of whole shapes. {@link StrictMath} only: every machine draws the same. */
final class Gammas {
  private Gammas() {}

  /**
   * Draws from Gamma(shape, 1): a product of uniforms up to shape 4, the rejection of Marsaglia and
   * Tsang (2000) above.
   */
  static double draw(SplittableRandom random, int shape) {
    if (shape <= 4) {
      double product = 1;
      for (int i = 0; i < shape; i++) {
        product *= 1 - random.nextDouble();
      }
      return -StrictMath.log(product);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal(random);
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      v = v * v * v;
      double lnU = StrictMath.log(1 - random.nextDouble());
      if (lnU < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }

  /** The polar method (Marsaglia and Bray 1964); the second value is dropped. */
  private static double normal(SplittableRandom random) {
    while (true) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double s = x * x + y * y;
      if (s > 0 && s < 1) {
        return x * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }
}
