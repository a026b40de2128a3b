package ai.tidemark.core.foreign.markllm;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.seeded.ExponentialScheme;
import ai.tidemark.core.foreign.seeded.Windows;

/** EXP under its parameters. */
final class ExpScheme extends ExponentialScheme {
  private static final int SEEDED_KEY_BITS = 40;

  /**
   * @param prefixLength preceding tokens, in 1..64
   */
  ExpScheme(int vocabulary, int prefixLength) {
    super(ExpProfile.ID, windows(vocabulary, prefixLength), vocabulary);
  }

  /** The product of the h tokens before modulo the vocabulary, and the token. */
  private static Windows windows(int vocabulary, int h) {
    return new Windows(
        2,
        h,
        h + 1,
        (ids, i, to) -> {
          long product = 1;
          for (int j = i - h; j < i; j++) {
            product = product * ids[j] % vocabulary;
          }
          to[0] = (int) product;
          to[1] = ids[i];
        });
  }

  @Override
  public ExpKey keyed(long key) {
    return new ExpKey(this, key);
  }

  /** Refuses a key whose largest seed PyTorch would refuse. */
  void requireSeeds(String where, long key) {
    if (Math.unsignedMultiplyHigh(key, vocabulary() - 1L) != 0) {
      throw new BadInputException(
          where, "is too large: times vocab_size it must stay below 2^64, as in the source");
    }
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    return keyed(key(seed) >>> (63 - SEEDED_KEY_BITS));
  }

  @Override
  public long mostTuples() {
    return Math.min(super.mostTuples(), (long) vocabulary() * vocabulary());
  }
}
