package ai.tidemark.core.law;

import ai.tidemark.core.scheme.Scheme;

/** The exact distribution of the score sum when the text is independent of the key. */
public sealed interface NullLaw {

  /** A sum of n independent unit exponentials: Gamma(n, 1). Gumbel-max, -ln(1 - u). */
  record ExponentialSum() implements NullLaw {}

  /**
   * Successes of independent trials.
   *
   * @param perTuple trials per tuple, at least 1
   * @param successes numerator of the success probability
   * @param of its denominator
   */
  record Binomial(int perTuple, long successes, long of) implements NullLaw {
    /** Validates. */
    public Binomial {
      if (perTuple < 1 || successes < 1 || successes >= of) {
        throw new IllegalArgumentException(
            "need perTuple >= 1 and 0 < successes < of, but have "
                + perTuple
                + ", "
                + successes
                + ", "
                + of);
      }
    }
  }

  /**
   * Returns the null law of a scheme. A new scheme does not compile until its law is stated here.
   */
  static NullLaw of(Scheme scheme) {
    return switch (scheme) {
      case Scheme.Gumbel _ -> new ExponentialSum();
      case Scheme.GreenList(_, int green, int vocabulary, _) -> new Binomial(1, green, vocabulary);
      case Scheme.Tournament(_, int depth) -> new Binomial(depth, 1, 2);
    };
  }
}
