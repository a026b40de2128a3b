package ai.tidemark.cli;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.DualTail;
import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.law.WeightedTail;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers of {@code tidemark tail}, read exactly, and the law's answer. */
final class TailQuestion {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?[0-9]{1,40}(\\.[0-9]{1,60})?([eE][-+]?[0-9]{1,3})?");
  private static final int UNITS_BITS = 62;
  private static final BigDecimal MOST_SCORE = new BigDecimal("1e18");

  private TailQuestion() {}

  /**
   * An answer.
   *
   * @param lnP natural logarithm of the exact probability
   * @param lnBound of its Chernoff bound
   */
  record Tail(double lnP, double lnBound) {}

  /** A number that cannot be used; the message names the option. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String problem) {
      super(problem);
    }
  }

  static Tail gamma(long n, String score) {
    BigDecimal s = score(score);
    return new Tail(GammaTail.lnQ(n, s), GammaTail.lnBound(n, s));
  }

  static Tail dual(long n, String alpha, String score) {
    BigDecimal s = score(score);
    Ratio a = Ratio.of("--alpha", alpha);
    if (a.above.signum() < 0 || a.above.compareTo(a.below) > 0) {
      throw new Refused("--alpha must be in 0..1, but is " + alpha);
    }
    double first = a.value();
    double rest = new Ratio(a.below.subtract(a.above), a.below).value();
    return new Tail(DualTail.lnUpper(n, s, first, rest), DualTail.lnBound(n, s, first, rest));
  }

  static Tail binomial(long n, long k, String chance, boolean mid) {
    Ratio p = chance(chance);
    if (k < 0 || k > n) {
      throw new Refused("--k must be in 0.." + n + ", but is " + k);
    }
    long successes = p.above.longValueExact();
    long of = p.below.longValueExact();
    double lnP =
        mid ? BinomialTail.lnMid(n, k, successes, of) : BinomialTail.lnUpper(n, k, successes, of);
    return new Tail(lnP, BinomialTail.lnBound(n, k, successes, of));
  }

  static Tail weighted(long n, String weights, String chance, String score) {
    Ratio p = chance(chance);
    List<BigDecimal> decimals = new ArrayList<>();
    int scale = 0;
    for (String weight : weights.split(",", -1)) {
      BigDecimal value = decimal("--weights", weight.strip());
      if (value.signum() <= 0) {
        throw new Refused("--weights must be positive, but one is " + weight.strip());
      }
      decimals.add(value);
      scale = Math.max(scale, value.scale());
    }
    BigInteger step = BigInteger.ZERO;
    BigInteger total = BigInteger.ZERO;
    List<BigInteger> units = new ArrayList<>();
    for (BigDecimal decimal : decimals) {
      BigInteger unit = decimal.scaleByPowerOfTen(scale).toBigIntegerExact();
      units.add(unit);
      step = step.gcd(unit);
      total = total.add(unit);
    }
    BigInteger most = total.divide(step).multiply(BigInteger.valueOf(n));
    if (most.bitLength() > UNITS_BITS) {
      throw new Refused(
          "--weights have too fine a common lattice, more than 2^62 steps to the largest sum;"
              + " round them");
    }
    BigDecimal s = decimal("--score", score);
    if (s.scaleByPowerOfTen(scale).compareTo(new BigDecimal(total.multiply(BigInteger.valueOf(n))))
        > 0) {
      throw new Refused("--score must be at most N times the sum of the weights, but is " + score);
    }
    BigDecimal[] parts = s.scaleByPowerOfTen(scale).divideAndRemainder(new BigDecimal(step));
    BigInteger k = parts[0].toBigIntegerExact();
    k = (parts[1].signum() > 0 ? k.add(BigInteger.ONE) : k).max(BigInteger.ZERO);
    return weighted(n, longs(units, step), k, p);
  }

  private static List<Long> longs(List<BigInteger> units, BigInteger step) {
    return units.stream().map(unit -> unit.divide(step).longValueExact()).toList();
  }

  private static Tail weighted(long n, List<Long> weights, BigInteger k, Ratio p) {
    long successes = p.above.longValueExact();
    long of = p.below.longValueExact();
    try {
      return new Tail(
          WeightedTail.lnUpper(weights, n, k, successes, of),
          WeightedTail.lnBound(weights, n, k, successes, of));
    } catch (ArithmeticException e) {
      throw new Refused("--weights: " + e.getMessage());
    }
  }

  private static BigDecimal score(String text) {
    BigDecimal s = decimal("--score", text);
    if (s.signum() < 0 || s.compareTo(MOST_SCORE) > 0) {
      throw new Refused("--score must be in 0..1e18, but is " + text);
    }
    return s;
  }

  private static Ratio chance(String text) {
    Ratio p = Ratio.of("--p", text);
    if (p.above.signum() <= 0 || p.above.compareTo(p.below) >= 0) {
      throw new Refused("--p must be above 0 and below 1, but is " + text);
    }
    if (p.below.bitLength() > UNITS_BITS) {
      throw new Refused("--p must be a ratio of integers below 2^62, but is " + text);
    }
    return p;
  }

  private static BigDecimal decimal(String option, String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new Refused(option + " must be a decimal such as 12.5, but is " + text);
    }
    return new BigDecimal(text);
  }

  /** An exact ratio in lowest terms. */
  private record Ratio(BigInteger above, BigInteger below) {

    /** Reads a decimal or a/b. */
    static Ratio of(String option, String text) {
      int slash = text.indexOf('/');
      BigDecimal above = decimal(option, slash < 0 ? text : text.substring(0, slash));
      BigDecimal below = slash < 0 ? BigDecimal.ONE : decimal(option, text.substring(slash + 1));
      if (below.signum() <= 0) {
        throw new Refused(option + " must have a positive denominator, but is " + text);
      }
      int scale = Math.max(0, Math.max(above.scale(), below.scale()));
      BigInteger a = above.scaleByPowerOfTen(scale).toBigIntegerExact();
      BigInteger b = below.scaleByPowerOfTen(scale).toBigIntegerExact();
      BigInteger common = a.gcd(b);
      return new Ratio(a.divide(common), b.divide(common));
    }

    /** Returns the nearest double. */
    double value() {
      return new BigDecimal(above)
          .divide(new BigDecimal(below), MathContext.DECIMAL128)
          .doubleValue();
    }
  }
}
