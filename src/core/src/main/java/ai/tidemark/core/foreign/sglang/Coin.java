package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.prf.Murmur3;

/**
 * The coin of a pair of keys: key A scores a context whose murmur3(A low, A high, B low, B high,
 * context hash) is below floor(mixing probability 2^32), key B the others.
 */
final class Coin {
  static final int WORDS = 5;

  private final int afterKeys;
  private final long threshold;

  Coin(long keyA, long keyB, double mixingProbability) {
    int afterA = Murmur3.mix(Murmur3.mix(0, (int) keyA), (int) (keyA >>> 32));
    afterKeys = Murmur3.mix(Murmur3.mix(afterA, (int) keyB), (int) (keyB >>> 32));
    threshold = (long) (mixingProbability * 0x1p32);
  }

  /** Returns the state after the keys' four words. */
  int afterKeys() {
    return afterKeys;
  }

  /** Returns the number of coins, of 2^32, that are key A's. */
  long threshold() {
    return threshold;
  }

  /** Returns the coin of a context, in 0..2^32-1. */
  long value(int contextHash) {
    return Murmur3.finish(Murmur3.mix(afterKeys, contextHash), WORDS) & 0xFFFF_FFFFL;
  }

  /** Returns whether key A draws after this context. */
  boolean isKeyA(int contextHash) {
    return value(contextHash) < threshold;
  }
}
