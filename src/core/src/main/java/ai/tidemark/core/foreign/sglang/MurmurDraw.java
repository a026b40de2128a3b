package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.prf.Murmur3;

/**
 * The draw of SGLang: h = murmur3(key low, key high, context hash, token), u = (h + 1/2) / 2^32.
 * The state after the key's two words is kept.
 */
final class MurmurDraw {
  static final int WORDS = 4;

  private final int afterKey;

  MurmurDraw(long key) {
    afterKey = Murmur3.mix(Murmur3.mix(0, (int) key), (int) (key >>> 32));
  }

  /** Returns the state after the key's two words. */
  int afterKey() {
    return afterKey;
  }

  /** Returns the word of a token after a context. */
  int word(int contextHash, int token) {
    return Murmur3.finish(Murmur3.mix(Murmur3.mix(afterKey, contextHash), token), WORDS);
  }

  /** Returns u of a word; exact in a double, as is 1 - u. */
  static double uniform(int word) {
    return ((word & 0xFFFF_FFFFL) + 0.5) * 0x1p-32;
  }

  /** Returns -ln(1 - u). */
  static double nats(int word) {
    return -StrictMath.log(1 - uniform(word));
  }
}
