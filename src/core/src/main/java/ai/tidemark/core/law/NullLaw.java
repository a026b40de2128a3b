package ai.tidemark.core.law;

import ai.tidemark.core.scheme.Scheme;
import java.math.BigInteger;

/** The exact distribution of the score sum when the text is independent of the key. */
public sealed interface NullLaw {

  /**
   * Returns ln p, the exact null probability of a sum at least this large.
   *
   * @param n distinct tuples counted, &gt;= 0
   * @param sum exact score sum, &gt;= 0, in the law's own unit
   * @return natural logarithm, (-inf, 0]; 0 for n = 0
   */
  double lnP(long n, BigInteger sum);

  /**
   * Returns the Chernoff bound on ln p, which two lines of arithmetic can check.
   *
   * @param n distinct tuples counted, &gt;= 0
   * @param sum exact score sum, &gt;= 0, in the law's own unit
   * @return natural logarithm, (-inf, 0], never below {@link #lnP}
   */
  double lnBound(long n, BigInteger sum);

  /**
   * A sum of n independent unit exponentials: Gamma(n, 1). Gumbel-max, -ln(1 - u). Sums are in
   * units of 2^-32 nats.
   */
  record ExponentialSum() implements NullLaw {
    @Override
    public double lnP(long n, BigInteger sum) {
      return GammaTail.lnQ(n, sum);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return GammaTail.lnBound(n, sum);
    }
  }

  /**
   * Successes of n times {@code perTuple} independent trials. Sums count successes.
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

    @Override
    public double lnP(long n, BigInteger sum) {
      long trials = Math.multiplyExact(n, perTuple);
      return BinomialTail.lnUpper(trials, sum.longValueExact(), successes, of);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      long trials = Math.multiplyExact(n, perTuple);
      return BinomialTail.lnBound(trials, sum.longValueExact(), successes, of);
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
