package ai.tidemark.core.acceptance;

import java.math.BigInteger;
import java.util.SplittableRandom;

/** Scores as a scheme makes them, without the scheme. */
final class Draws {
  private Draws() {}

  /** Returns an unmarked Gumbel score, in nats. */
  static double plain(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }

  /** Returns the score of a marked token of probability q, in nats: u = v^q, v uniform. */
  static double marked(SplittableRandom random, double q) {
    return -Math.log1p(-Math.pow(1 - random.nextDouble(), q));
  }

  /** Returns a score of a text of which a share is marked. */
  static double mixed(SplittableRandom random, double share, double q) {
    return random.nextDouble() < share ? marked(random, q) : plain(random);
  }

  /** Returns how many of n bits are ones. */
  static long ones(SplittableRandom random, long n, double rate) {
    long limit = (long) (rate * 0x1p63);
    long ones = 0;
    for (long i = 0; i < n; i++) {
      ones += random.nextLong() >>> 1 < limit ? 1 : 0;
    }
    return ones;
  }

  /** Returns nats in units of 2^-32. */
  static BigInteger units(double nats) {
    return BigInteger.valueOf((long) (nats * 0x1p32));
  }
}
