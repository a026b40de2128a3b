package ai.tidemark.core.law;

import ai.tidemark.core.scheme.Scheme;
import java.math.BigInteger;
import java.util.List;

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

  /** Returns the mean of the sum of n tuples, in the law's unit. */
  default double mean(long n) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the variance of the sum of n tuples, in the law's unit squared. */
  default double variance(long n) {
    throw new UnsupportedOperationException("not yet");
  }

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
   * A sum over n tuples of (1 - alpha) E1 + alpha E2, E1 and E2 independent unit exponentials: dual
   * keys. Sums are in units of 2^-32 nats.
   *
   * @param alpha in [0, 1]
   */
  record DualExponential(double alpha) implements NullLaw {
    @Override
    public double lnP(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }
  }

  /**
   * A sum of n independent -ln(1 - u), u uniform on the {@code levels} values (first + j step) /
   * of. Sums are in units of 2^-32 nats.
   *
   * @param levels how many values, at least 2
   * @param first numerator of the smallest value
   * @param step between numerators
   * @param of denominator, above every numerator
   */
  record QuantisedExponential(long levels, long first, long step, long of) implements NullLaw {
    @Override
    public double lnP(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }
  }

  /**
   * A sum over n tuples and all layers of weight times bit; bits independent, one with probability
   * successes / of.
   *
   * @param weights of the layers, positive integers
   * @param successes numerator
   * @param of denominator
   */
  record WeightedBits(List<Long> weights, long successes, long of) implements NullLaw {
    /** Copies. */
    public WeightedBits {
      weights = List.copyOf(weights);
    }

    @Override
    public double lnP(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }
  }

  /**
   * A sum over layers of weight times the ones among n distinct entries of a table of {@code size}
   * entries with {@code ones} ones, layers independent: tournament sampling through a table. n must
   * not exceed size.
   *
   * @param weights of the layers, positive integers
   * @param ones in the table
   * @param size of the table
   */
  record TableBits(List<Long> weights, int ones, int size) implements NullLaw {
    /** Copies. */
    public TableBits {
      weights = List.copyOf(weights);
    }

    @Override
    public double lnP(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }
  }

  /**
   * Green tokens among n distinct ones of a vocabulary with one fixed green list: hypergeometric.
   *
   * @param green tokens on the list
   * @param vocabulary all tokens
   */
  record Hypergeometric(long green, long vocabulary) implements NullLaw {
    @Override
    public double lnP(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      throw new UnsupportedOperationException("not yet");
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
