package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.prf.Philox4x32;

/**
 * The function {@code philox4x32-10-v1} of vLLM: a key, a context and a token give one 32-bit word.
 *
 * <pre>
 * state = (574D4358, c, 0, 0); for offset 0, 4, 8, .. below c:
 *   state = philox(state XOR four context words, key = (k0 XOR offset, k1))
 *   where a word past the end, the i-th of the four, is FFFFFFFF - i
 * w = word (token mod 4) of philox((token / 4, s0, s1, s2), key = (k0 XOR s3, k1 XOR 574D544B))
 * </pre>
 *
 * <p>Not thread-safe, allocates nothing.
 */
final class PhiloxDraw {
  static final int CONTEXT_TAG = 0x574D4358;
  static final int TOKEN_TAG = 0x574D544B;
  private static final double LEVELS_AND_ONE = (1 << 24) + 1;

  private final int k0;
  private final int k1;
  private final Philox4x32 philox = new Philox4x32();

  PhiloxDraw(long key) {
    k0 = (int) key;
    k1 = (int) (key >>> 32);
  }

  /** Leaves the state of a context in the four words of {@link #state}. */
  void context(int[] words, int at, int width) {
    int s0 = CONTEXT_TAG;
    int s1 = width;
    int s2 = 0;
    int s3 = 0;
    for (int offset = 0; offset < width; offset += 4) {
      int left = width - offset;
      int from = at + offset;
      int b0 = words[from];
      int b1 = left > 1 ? words[from + 1] : -2;
      int b2 = left > 2 ? words[from + 2] : -3;
      int b3 = left > 3 ? words[from + 3] : -4;
      philox.block(s0 ^ b0, s1 ^ b1, s2 ^ b2, s3 ^ b3, k0 ^ offset, k1);
      s0 = philox.word(0);
      s1 = philox.word(1);
      s2 = philox.word(2);
      s3 = philox.word(3);
    }
  }

  /** Returns a word of the state that {@link #context} left. */
  int state(int lane) {
    return philox.word(lane);
  }

  /**
   * Returns the word of a tuple.
   *
   * @param words the context at [at, at + width), then the token; a missing context token is -1
   * @param width at least 1
   */
  int word(int[] words, int at, int width) {
    context(words, at, width);
    int token = words[at + width];
    int mixed = k0 ^ philox.word(3);
    philox.block(
        token >>> 2, philox.word(0), philox.word(1), philox.word(2), mixed, k1 ^ TOKEN_TAG);
    return philox.word(token);
  }

  /**
   * Returns u = float32((floor(w / 2^8) + 1) / (2^24 + 1)), 2^24 values from about 2^-24 to 1 -
   * 2^-24.
   */
  static float uniform(int word) {
    return (float) (((word >>> 8) + 1) / LEVELS_AND_ONE);
  }

  /** Returns -ln(1 - u); 1 - u is exact in a double. */
  static double nats(int word) {
    return -StrictMath.log(1.0 - uniform(word));
  }
}
