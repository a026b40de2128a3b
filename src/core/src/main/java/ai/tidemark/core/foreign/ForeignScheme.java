package ai.tidemark.core.foreign;

import ai.tidemark.core.law.NullLaw;

/**
 * A foreign watermark with its parameters; holds no key. It says which tuples a text holds. A tuple
 * is a fixed number of 32-bit words: what is left of (context, token) after every truncation that
 * does not depend on the key, the PRF's effective input. Immutable. Schemes that are equal find
 * equal tuples in a text, and have equal laws.
 */
public interface ForeignScheme {

  /** Returns the profile id. */
  String profile();

  /** Returns how many words a tuple has, at least 1. */
  int width();

  /**
   * Pushes the tuples of one text, repeats included, in the order of their positions.
   *
   * @param ids token ids of the text, output only, shape [>= n], each in 0..2^31-1
   * @param n how many
   * @return how many positions are scored
   * @throws ai.tidemark.core.BadInputException for an id that the scheme's vocabulary does not have
   */
  int forEach(int[] ids, int n, Sink sink);

  /** Returns the exact law of the score sum of n distinct tuples under the null. */
  NullLaw law();

  /**
   * Returns the exact law of the score sum given which distinct tuples were counted; the same as
   * {@link #law} where only their number matters.
   */
  default NullLaw lawOf(WordTuples counted) {
    return law();
  }

  /** Returns whether the tuples of many texts may be pooled. */
  Pooling pooling();

  /**
   * Returns the largest n for which {@link #law} may be claimed: the number of states of the PRF,
   * or where the discretisation of its uniforms shifts the sum by a tenth of a standard deviation.
   */
  long mostTuples();

  /**
   * Returns this scheme under a key made from a seed: for decoys, null runs and tests.
   *
   * @param seed 32 bytes; equal seeds give equal keys
   */
  KeyedScheme seeded(byte[] seed);

  /** Takes tuples. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one tuple.
     *
     * @param position index of its token
     * @param words holds the tuple at [at, at + width); reused after the call
     */
    void tuple(int position, int[] words, int at);
  }
}
