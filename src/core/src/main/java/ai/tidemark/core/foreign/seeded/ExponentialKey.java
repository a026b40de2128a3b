package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.prf.Mt19937;

/** A Gumbel-max scheme on PyTorch's CPU generator under one key. */
public abstract class ExponentialKey extends SeededKey {
  private final Mt19937 random = new Mt19937(0);

  /** A key of a scheme. */
  protected ExponentialKey(ExponentialScheme scheme) {
    super(scheme);
  }

  /**
   * Returns floor(-ln(1 - u) 2^32), u = {@link #level} / 2^24; 1 - u is exact and the logarithm is
   * fdlibm's.
   */
  @Override
  public final long score(int[] words, int at) {
    double rest = (0x1p24 - level(words, at)) * 0x1p-24;
    return (long) (-StrictMath.log(rest) * 0x1p32);
  }

  /** Returns the uniform of a tuple times 2^24. */
  public final int level(int[] words, int at) {
    random.seed((int) seed(words, at));
    random.skip(token(words, at));
    return random.next24();
  }
}
