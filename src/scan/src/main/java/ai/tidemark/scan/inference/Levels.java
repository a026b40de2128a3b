package ai.tidemark.scan.inference;

/**
 * What counts as shown, fixed before looking.
 *
 * @param alpha adjusted p at or below this is {@code marked}; in (0, alert]
 * @param alert adjusted p at or below this is {@code alert}; in [alpha, 1)
 * @param fdr false discovery rate over documents; in (0, 1)
 * @param excess nats per counted tuple that fully marked text is assumed to score above 1; in (0,
 *     10]. Decides power, {@code not testable} and the share, never a p-value
 * @param incomplete share of records or bytes that may be unreadable before a verdict is {@code
 *     incomplete}; in [0, 1]
 */
public record Levels(double alpha, double alert, double fdr, double excess, double incomplete) {
  /** 1e-6, 1e-3, 1 %, half a nat, 0.1 %. */
  public static final Levels DEFAULT = new Levels(1e-6, 1e-3, 0.01, 0.5, 0.001);

  /** Validates. */
  public Levels {
    require("alpha", alpha, alpha > 0 && alpha <= alert, "(0, alert]");
    require("alert", alert, alert < 1, "[alpha, 1)");
    require("fdr", fdr, fdr > 0 && fdr < 1, "(0, 1)");
    require("excess", excess, excess > 0 && excess <= 10, "(0, 10]");
    require("incomplete", incomplete, incomplete >= 0 && incomplete <= 1, "[0, 1]");
  }

  private static void require(String name, double value, boolean holds, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be in " + range + ", but is " + value);
    }
  }

  /** Returns these levels with another {@code alpha} and {@code alert}. */
  public Levels withAlpha(double newAlpha, double newAlert) {
    return new Levels(newAlpha, newAlert, fdr, excess, incomplete);
  }

  /** Returns these levels with another {@code fdr}. */
  public Levels withFdr(double newFdr) {
    return new Levels(alpha, alert, newFdr, excess, incomplete);
  }

  /** Returns these levels with another {@code excess}. */
  public Levels withExcess(double newExcess) {
    return new Levels(alpha, alert, fdr, newExcess, incomplete);
  }
}
