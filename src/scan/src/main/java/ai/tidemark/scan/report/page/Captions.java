package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.report.ScanReport;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Words that stand beside exact figures. */
final class Captions {
  private static final double LEAST_LOG10 = -12;
  private static final double PLAIN = 0.001;

  private Captions() {}

  /** Returns p for people: two digits, rounded up, and nothing smaller than 1e-12. */
  static String p(double log10P) {
    if (log10P < LEAST_LOG10) {
      return "p below 1e-12";
    }
    double p = Math.min(1, StrictMath.pow(10, log10P));
    BigDecimal rounded = new BigDecimal(p).round(new MathContext(2, RoundingMode.UP));
    BigDecimal shown = rounded.compareTo(BigDecimal.ONE) > 0 ? BigDecimal.ONE : rounded;
    if (shown.doubleValue() >= PLAIN) {
      return "p = " + shown.stripTrailingZeros().toPlainString();
    }
    int exponent = shown.precision() - shown.scale() - 1;
    BigDecimal mantissa = shown.movePointLeft(exponent).stripTrailingZeros();
    return "p = " + mantissa.toPlainString() + "e" + exponent;
  }

  /** A cell that names a key: its name, and its era where there are several. */
  static Markup.Cell key(Finding finding, ScanReport report) {
    boolean eras =
        report.results().stream().filter(r -> r.finding().claim() == Claim.FLEET).count() > 1;
    return page -> {
      page.name(finding.name());
      if (eras && !finding.era().isEmpty()) {
        page.text(", era ").name(finding.era());
      }
    };
  }
}
