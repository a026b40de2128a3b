package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From exact sums to verdicts; every hypothesis pays for those tested beside it. */
public final class Judge {
  private static final double POWER_OF_SHARE = 0.99;
  private static final double Z_95 = 1.959963984540054;

  private Judge() {}

  /**
   * A hypothesis before it is judged.
   *
   * @param claim what it is about
   * @param name whose key
   * @param keyId public id of the key
   * @param evidence n and S
   */
  public record Case(Claim claim, String name, String keyId, Evidence evidence) {
    /** A hypothesis about one key. */
    public static Case of(Claim claim, NamedKey key, Evidence evidence) {
      return new Case(claim, key.name(), key.id(), evidence);
    }
  }

  /**
   * Judges hypotheses together: Holm (1979) over all of them.
   *
   * @return in the order of {@code cases}
   */
  public static List<Finding> together(List<Case> cases, Levels levels) {
    double[] lnP = cases.stream().mapToDouble(c -> c.evidence().lnP()).toArray();
    double[] adjusted = holm(lnP);
    double lnAlpha = StrictMath.log(levels.alpha());
    double lnShare = lnAlpha - StrictMath.log(Math.max(1, cases.size()));
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < lnP.length; i++) {
      Case c = cases.get(i);
      double power = TestPower.power(c.evidence().n(), 1, levels.excess(), lnShare);
      Verdict verdict = verdict(adjusted[i], power, levels);
      findings.add(
          new Finding(
              c.claim(), c.name(), c.keyId(), c.evidence(), lnP[i], adjusted[i], power, verdict));
    }
    return findings;
  }

  private static Verdict verdict(double adjustedLnP, double power, Levels levels) {
    if (adjustedLnP <= StrictMath.log(levels.alpha())) {
      return Verdict.MARKED;
    }
    if (adjustedLnP <= StrictMath.log(levels.alert())) {
      return Verdict.ALERT;
    }
    return power < 0.5 ? Verdict.NOT_TESTABLE : Verdict.NOT_SHOWN;
  }

  /** Returns the word for several findings at once: the strongest of theirs. */
  public static Verdict strongest(List<Finding> findings) {
    Verdict best = Verdict.NOT_TESTABLE;
    for (Finding finding : findings) {
      best = finding.verdict().compareTo(best) < 0 ? finding.verdict() : best;
    }
    return best;
  }

  /** Returns Holm's adjusted p-values in logarithms, in the order of the argument. */
  static double[] holm(double[] lnP) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lnP.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> lnP[i]));
    double[] adjusted = new double[lnP.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < order.size(); k++) {
      double paid = lnP[order.get(k)] + StrictMath.log(lnP.length - k);
      largest = Math.min(0, Math.max(largest, paid));
      adjusted[order.get(k)] = largest;
    }
    return adjusted;
  }

  /**
   * Estimates the marked share: eps = (S / n - 1) / excess, with a 95 % normal interval whose
   * variance is that of {@link TestPower#variance} at the estimate.
   *
   * @param hypotheses how many were tested together
   */
  public static ShareEstimate share(Evidence evidence, int hypotheses, Levels levels) {
    long n = evidence.n();
    if (n == 0) {
      return new ShareEstimate(0, 0, 1, 2);
    }
    double sum = evidence.sum().toBigInteger().doubleValue() * 0x1p-32;
    double raw = (sum / n - 1) / levels.excess();
    double share = Math.clamp(raw, 0.0, 1.0);
    double variance = TestPower.variance(share, levels.excess());
    double half = Z_95 * StrictMath.sqrt(variance / n) / levels.excess();
    double lnAlpha = StrictMath.log(levels.alpha()) - StrictMath.log(hypotheses);
    return new ShareEstimate(
        share,
        Math.clamp(raw - half, 0.0, 1.0),
        Math.clamp(raw + half, 0.0, 1.0),
        TestPower.detectableShare(n, levels.excess(), lnAlpha, POWER_OF_SHARE));
  }
}
