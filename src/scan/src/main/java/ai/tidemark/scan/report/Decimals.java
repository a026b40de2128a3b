package ai.tidemark.scan.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as reports write them: decimal strings, never floats. */
public final class Decimals {
  private Decimals() {}

  /** Returns a finite value rounded half-even to some places, without a negative zero. */
  public static String fixed(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Returns the shortest decimal that reads back as the value: 1e-6 gives 0.000001. */
  public static String exact(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Returns a count for people: 1,204,331. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a large count for people: 1.6 M. */
  static String rough(long value) {
    if (value < 10_000) {
      return count(value);
    }
    if (value < 1_000_000) {
      return fixed(value / 1e3, value < 100_000 ? 1 : 0) + " k";
    }
    if (value < 1_000_000_000) {
      return fixed(value / 1e6, value < 100_000_000 ? 1 : 0) + " M";
    }
    return fixed(value / 1e9, 1) + " G";
  }

  /** Returns a share as a percentage of about two digits: 0.93 %. */
  static String percent(double share) {
    double percent = 100 * share;
    if (percent == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(percent).round(new java.math.MathContext(2));
    return rounded.stripTrailingZeros().toPlainString();
  }
}
