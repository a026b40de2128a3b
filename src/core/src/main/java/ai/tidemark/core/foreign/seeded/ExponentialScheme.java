package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.law.NullLaw;

/**
 * A Gumbel-max scheme whose uniforms are {@code torch.rand(vocabulary)}: 24 bits each, one for each
 * token in the order of their ids.
 */
public abstract class ExponentialScheme extends SeededScheme {
  private static final double LEVELS = 0x1p24;

  /**
   * @param profile its id
   * @param vocabulary how many tokens; a text with another id is refused
   */
  protected ExponentialScheme(String profile, Windows windows, int vocabulary) {
    super(profile, windows, vocabulary, -1);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A uniform is a 24-bit number rounded down, so the score is never above that of a continuous
   * one: this law's tail is an upper bound on the exact one, too large by less than the shift that
   * {@link #mostTuples} allows.
   */
  @Override
  public NullLaw law() {
    return new NullLaw.ExponentialSum();
  }

  /**
   * {@inheritDoc}
   *
   * <p>With N = 2^24 levels the mean score is ln(N^N / N!) / N, which Stirling's formula puts ln(2
   * pi N) / 2N below 1; n is where that shifts the sum by a tenth of its standard deviation.
   */
  @Override
  public long mostTuples() {
    double root = 0.1 * 2 * LEVELS / StrictMath.log(2 * Math.PI * LEVELS);
    return (long) (root * root);
  }
}
