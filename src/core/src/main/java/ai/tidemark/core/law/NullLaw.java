package ai.tidemark.core.law;

import ai.tidemark.core.scheme.Scheme;
import java.math.BigInteger;
import java.util.List;

/** The exact distribution of the score sum when the text is independent of the key. */
public sealed interface NullLaw {
  /** Units of 2^-32 nats in one nat. */
  double UNIT = 0x1p32;

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
   * Returns the logarithm of the mid-p P(X &gt; sum) + P(X = sum) / 2, for laws whose sums are
   * counts; others have no atoms, and it is {@link #lnP} to a fraction of one unit.
   *
   * @param n distinct tuples counted, &gt;= 0
   * @param sum exact score sum, &gt;= 0, in the law's own unit
   * @return natural logarithm, (-inf, 0]
   */
  default double lnMidP(long n, BigInteger sum) {
    boolean top = sum.doubleValue() >= most(n);
    double above = top ? Double.NEGATIVE_INFINITY : lnP(n, sum.add(BigInteger.ONE));
    return Small.lnMean(lnP(n, sum), above);
  }

  /**
   * Returns the largest possible sum of n tuples, in the law's unit; infinite when there's none.
   */
  default double most(long n) {
    return Double.POSITIVE_INFINITY;
  }

  /** Returns the mean of the sum of n tuples, in the law's unit. */
  double mean(long n);

  /** Returns the variance of the sum of n tuples, in the law's unit squared. */
  double variance(long n);

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

    @Override
    public double mean(long n) {
      return n * UNIT;
    }

    @Override
    public double variance(long n) {
      return n * UNIT * UNIT;
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

    @Override
    public double mean(long n) {
      return (double) n * perTuple * successes / of;
    }

    @Override
    public double variance(long n) {
      return mean(n) * (of - successes) / of;
    }

    @Override
    public double most(long n) {
      return (double) n * perTuple;
    }
  }

  /**
   * A sum over n tuples of (1 - alpha) E1 + alpha E2, E1 and E2 independent unit exponentials: dual
   * keys. Sums are in units of 2^-32 nats.
   *
   * @param alpha in [0, 1]
   */
  record DualExponential(double alpha) implements NullLaw {

    /** Validates. */
    public DualExponential {
      if (!(alpha >= 0 && alpha <= 1)) {
        throw new IllegalArgumentException("alpha must be in [0, 1], but is " + alpha);
      }
    }

    @Override
    public double lnP(long n, BigInteger sum) {
      return DualTail.lnUpper(n, sum, alpha);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return DualTail.lnBound(n, sum, alpha);
    }

    @Override
    public double mean(long n) {
      return n * UNIT;
    }

    @Override
    public double variance(long n) {
      return n * (alpha * alpha + (1 - alpha) * (1 - alpha)) * UNIT * UNIT;
    }
  }

  /**
   * A sum of n independent -ln(1 - u), u uniform on the {@code levels} values (first + j step) /
   * of. Sums are in units of 2^-32 nats.
   *
   * @param levels how many values, at least {@link QuantisedTail#FEWEST_LEVELS}
   * @param first numerator of the smallest value
   * @param step between numerators
   * @param of denominator, above every numerator
   */
  record QuantisedExponential(long levels, long first, long step, long of) implements NullLaw {

    /** Validates. */
    public QuantisedExponential {
      QuantisedTail.of(levels, first, step, of);
    }

    private QuantisedTail tail() {
      return QuantisedTail.of(levels, first, step, of);
    }

    @Override
    public double lnP(long n, BigInteger sum) {
      return tail().lnUpper(n, sum);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return tail().lnBound(n, sum);
    }

    @Override
    public double mean(long n) {
      return n * tail().mean() * UNIT;
    }

    @Override
    public double variance(long n) {
      return n * tail().variance() * UNIT * UNIT;
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
      return WeightedTail.lnUpper(weights, n, sum, successes, of);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return WeightedTail.lnBound(weights, n, sum, successes, of);
    }

    @Override
    public double mean(long n) {
      return n * sum(weights) * successes / of;
    }

    @Override
    public double variance(long n) {
      return n * squares(weights) * successes / of * (of - successes) / of;
    }

    @Override
    public double most(long n) {
      return n * sum(weights);
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
      return TableTail.lnUpper(weights, n, sum, ones, size);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return TableTail.lnBound(weights, n, sum, ones, size);
    }

    @Override
    public double mean(long n) {
      return n * sum(weights) * ones / size;
    }

    @Override
    public double variance(long n) {
      double bits = n * squares(weights) * ones / size * (size - ones) / size;
      return bits * (size - n) / (size - 1.0);
    }

    @Override
    public double most(long n) {
      return Math.min(n, ones) * sum(weights);
    }
  }

  /**
   * A weighted sum over layers whose every value under equally likely keys is known, for the tuples
   * of one text: tournament sampling through a table, exact given the text. Refuses any other n.
   * Equal laws have equal cases, weights and n.
   *
   * @param layers the law, made for one text
   */
  record GivenTuples(LayerSum layers) implements NullLaw {
    @Override
    public double lnP(long n, BigInteger sum) {
      return layers.lnUpper(n, sum.longValueExact());
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return layers.lnBound(n, sum.longValueExact());
    }

    @Override
    public double most(long n) {
      return layers.most(n);
    }

    @Override
    public double mean(long n) {
      return layers.mean(n);
    }

    @Override
    public double variance(long n) {
      return layers.variance(n);
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
      return HypergeometricTail.lnUpper(n, sum.longValueExact(), green, vocabulary);
    }

    @Override
    public double lnBound(long n, BigInteger sum) {
      return HypergeometricTail.lnBound(n, sum.longValueExact(), green, vocabulary);
    }

    @Override
    public double mean(long n) {
      return (double) n * green / vocabulary;
    }

    @Override
    public double variance(long n) {
      return mean(n) * (vocabulary - green) / vocabulary * (vocabulary - n) / (vocabulary - 1.0);
    }

    @Override
    public double most(long n) {
      return Math.min(n, green);
    }
  }

  /**
   * Returns the null law of a scheme. A new scheme does not compile until its law is stated here.
   */
  static NullLaw of(Scheme scheme) {
    return switch (scheme) {
      case Scheme.Gumbel _ -> new ExponentialSum();
    };
  }

  private static double sum(List<Long> weights) {
    double sum = 0;
    for (long weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private static double squares(List<Long> weights) {
    double sum = 0;
    for (long weight : weights) {
      sum += (double) weight * weight;
    }
    return sum;
  }
}
