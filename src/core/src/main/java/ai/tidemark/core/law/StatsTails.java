package ai.tidemark.core.law;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.json.StrictJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Known answers of the null laws themselves: upper tails to 20 digits. Held to 1e-13 of max(1, |ln
 * p|), and where ln p is nearer to 0 than 1, to 1e-12 of ln p itself, down to 1e-60, where the
 * stored sums of 70 digits end. A natural logarithm is compared; its copies in other forms (log10
 * p, 1 - p, exact counts) are held to what those forms keep.
 */
public final class StatsTails implements ProfileCheck {
  private static final double NEAR = 1e-13;
  private static final double NEAR_ONE = 1e-12;
  private static final double UNSEEN = 1e-60; // what 70-digit sums cannot tell from p = 1
  private static final double NEAR_DECADES = 1e-12;
  private static final int MOST_POSITIONS = 1_000_000;
  private static final List<Long> WEIGHTS = weights();

  @Override
  public String profile() {
    return "stats-tails";
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    Map<String, CaseCheck> kinds = new LinkedHashMap<>();
    kinds.put("gamma", StatsTails::gamma);
    kinds.put("binomial", StatsTails::binomial);
    kinds.put("weighted_bernoulli", StatsTails::weighted);
    kinds.put("dual_mixture", StatsTails::dual);
    kinds.put("normal_upper_tail", StatsTails::normal);
    return Collections.unmodifiableMap(kinds);
  }

  /** In units of 2/319: weight_i = 2 (290 - 9 i) / 319 = linspace(10, 1, 30) 30/165. */
  private static List<Long> weights() {
    return LongStream.range(0, 30).map(i -> 290 - 9 * i).boxed().toList();
  }

  private static Optional<String> gamma(VectorFile file, StrictJson one) {
    long n = one.integer("n", 1, 1L << 53);
    BigDecimal s = decimal(one, "s");
    double lnP = GammaTail.lnQ(n, s);
    Differences differences = new Differences(one);
    differences.ln("log_p", lnP);
    differences.decades("log10_p", lnP);
    if (one.has("one_minus_p")) {
      double miss = new BigDecimal(one.text("one_minus_p")).doubleValue();
      double actual = -StrictMath.expm1(lnP);
      differences.require("one_minus_p", Math.abs(actual - miss) <= 1e-12 * miss);
    }
    return differences.found();
  }

  private static Optional<String> binomial(VectorFile file, StrictJson one) {
    long n = one.integer("n", 1, 1L << 53);
    long k = one.integer("k", 0, n);
    String[] ratio = one.text("gamma", "[1-9][0-9]{0,17}/[1-9][0-9]{0,17}").split("/", -1);
    long successes = Long.parseLong(ratio[0]);
    long of = Long.parseLong(ratio[1]);
    if (successes >= of) {
      throw new BadInputException(one.where() + "/gamma", "must be below 1");
    }
    double lnP = BinomialTail.lnUpper(n, k, successes, of);
    Differences differences = new Differences(one);
    differences.require("gamma_double", one.number("gamma_double") == (double) successes / of);
    differences.ln("log_p_ge", lnP);
    differences.decades("log10_p_ge", lnP);
    if (k == n) {
      differences.require("log_p_gt", one.isNull("log_p_gt"));
    } else {
      differences.ln("log_p_gt", BinomialTail.lnUpper(n, k + 1, successes, of));
    }
    if (one.has("log_mid_p")) {
      differences.ln("log_mid_p", BinomialTail.lnMid(n, k, successes, of));
    }
    atNearestDouble(differences, one, n, k, (double) successes / of);
    return differences.found();
  }

  /** A double is a ratio over a power of two, so its tail is computed exactly too. */
  private static void atNearestDouble(
      Differences differences, StrictJson one, long n, long k, double p) {
    int shift = 52 - Math.getExponent(p);
    if (one.has("log_p_ge_at_gamma_double") && shift <= 62) {
      long successes = (long) Math.scalb(p, shift);
      long of = 1L << shift;
      differences.ln("log_p_ge_at_gamma_double", BinomialTail.lnUpper(n, k, successes, of));
      differences.ln("log_mid_p_at_gamma_double", BinomialTail.lnMid(n, k, successes, of));
    }
  }

  private static Optional<String> weighted(VectorFile file, StrictJson one) {
    long n = one.integer("positions", 1, MOST_POSITIONS);
    String[] ratio = one.text("p_one", "[1-9][0-9]{0,9}/[1-9][0-9]{0,9}").split("/", -1);
    long successes = Long.parseLong(ratio[0]);
    long of = Long.parseLong(ratio[1]);
    long most = n * WEIGHTS.stream().mapToLong(Long::longValue).sum();
    long units = one.integer("t_integer_units", 0, most);
    if (successes >= of) {
      throw new BadInputException(one.where() + "/p_one", "must be below 1");
    }
    BigInteger sum = BigInteger.valueOf(units);
    double lnP = WeightedTail.lnUpper(WEIGHTS, n, sum, successes, of);
    double above =
        units == most
            ? Double.NEGATIVE_INFINITY
            : WeightedTail.lnUpper(WEIGHTS, n, sum.add(BigInteger.ONE), successes, of);
    Differences differences = new Differences(one);
    differences.require("t_weighted_sum", one.text("t_weighted_sum").equals(2 * units + "/319"));
    differences.require("t_double", one.number("t_double") == 2 * units / 319.0);
    differences.ln("log_p_ge", lnP);
    if (one.has("log_mid_p")) {
      differences.ln("log_mid_p", Small.lnMean(lnP, above));
    }
    if (one.has("count_ge")) {
      counts(differences, one, n, lnP, above);
    }
    return differences.found();
  }

  /** Exact counts among 2^(30 n), as far as a double's logarithm tells. */
  private static void counts(
      Differences differences, StrictJson one, long n, double lnP, double above) {
    double total = 30 * n * StrictMath.log(2);
    differences.require("total", one.text("total").equals("2^" + 30 * n));
    double atLeast = count(one, "count_ge");
    double equal = count(one, "count_eq");
    differences.require("count_ge", near(StrictMath.log(atLeast) - total, lnP, 1e-12));
    double share = StrictMath.exp(lnP) - StrictMath.exp(above);
    double scale = StrictMath.exp(lnP);
    differences.require(
        "count_eq", Math.abs(equal * StrictMath.exp(-total) - share) <= 1e-11 * scale);
  }

  private static double count(StrictJson one, String name) {
    return new BigInteger(one.text(name, "0|[1-9][0-9]{0,299}")).doubleValue();
  }

  private static Optional<String> dual(VectorFile file, StrictJson one) {
    long n = one.integer("n", 1, 1L << 53);
    String text = one.text("alpha", "[0-9]{1,9}/[1-9][0-9]{0,8}");
    String[] ratio = text.split("/", -1);
    double a = Long.parseLong(ratio[0]);
    double of = Long.parseLong(ratio[1]);
    if (a > of) {
      throw new BadInputException(one.where() + "/alpha", "must be at most 1");
    }
    double lnP = DualTail.lnUpper(n, decimal(one, "s"), a / of, (of - a) / of);
    Differences differences = new Differences(one);
    differences.require("alpha_double", one.number("alpha_double") == a / of);
    differences.ln("log_p", lnP);
    differences.decades("log10_p", lnP);
    return differences.found();
  }

  private static Optional<String> normal(VectorFile file, StrictJson one) {
    Differences differences = new Differences(one);
    differences.ln("log_p", NormalTail.lnUpper(one.number("z")));
    return differences.found();
  }

  private static BigDecimal decimal(StrictJson one, String name) {
    double value = one.number(name);
    if (!(value >= 0 && value < 1e300)) {
      throw new BadInputException(one.where() + "/" + name, "must be finite and at least 0");
    }
    return new BigDecimal(value);
  }

  static boolean near(double actual, double expected, double relative) {
    return Math.abs(actual - expected) <= relative * Math.max(1, Math.abs(expected));
  }

  /** Collects which fields differ. */
  private static final class Differences {
    private final StrictJson one;
    private final StringBuilder found = new StringBuilder();

    Differences(StrictJson one) {
      this.one = one;
    }

    void ln(String name, double actual) {
      String text = one.text(name, "-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]{1,4})?");
      double expected = new BigDecimal(text).doubleValue();
      double limit = Math.abs(expected) >= 1 ? NEAR * Math.abs(expected) : NEAR;
      limit = Math.min(limit, NEAR_ONE * Math.abs(expected));
      boolean near = Math.abs(actual - expected) <= Math.max(limit, UNSEEN);
      say(near, name, " is " + actual + ", not " + text);
    }

    void decades(String name, double lnP) {
      double expected = one.number(name);
      double actual = lnP / StrictMath.log(10);
      boolean near =
          Math.abs(actual - expected) <= NEAR_DECADES * Math.max(Math.abs(expected), 1e-3);
      say(near, name, " is " + actual + ", not " + expected);
    }

    void require(String name, boolean agrees) {
      say(agrees, name, " differs");
    }

    private void say(boolean agrees, String name, String problem) {
      if (!agrees) {
        found.append(found.isEmpty() ? "" : "; ").append(name).append(problem);
      }
    }

    Optional<String> found() {
      return found.isEmpty() ? Optional.empty() : Optional.of(found.toString());
    }
  }
}
