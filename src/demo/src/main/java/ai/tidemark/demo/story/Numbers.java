package ai.tidemark.demo.story;

import ai.tidemark.scan.report.Decimals;
import java.util.Locale;

/** Numbers for people, rounded. */
public final class Numbers {
  private static final double CAPTION_LOG10 = -12;

  private Numbers() {}

  /** Returns a count: 1,204,331. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a count in millions: 1.02 M. */
  public static String millions(double value) {
    return Decimals.fixed(value / 1e6, 2) + " M";
  }

  /** Returns a share as a percentage: 0.9. */
  static String percent(double share) {
    String fixed = Decimals.fixed(100 * share, 100 * share < 0.95 ? 2 : 1);
    return fixed.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }

  /** Returns log10 p, with a caption that stops at 1e-12. */
  static String log10P(double log10P) {
    String exact = "log10 p = " + Decimals.fixed(log10P, 1);
    return log10P < CAPTION_LOG10 ? exact + " (p below 1e-12)" : exact;
  }
}
