package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.multiplicity.Holm;
import ai.tidemark.core.power.MarkedScore;
import ai.tidemark.core.power.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

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
    double[] adjusted = Holm.adjust(lnP);
    double lnAlpha = Power.lnAlpha(levels.alpha(), Math.max(1, cases.size()));
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < lnP.length; i++) {
      Case c = cases.get(i);
      double power = Power.probability(c.evidence().n(), lnAlpha, 1, levels.excess());
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

  /**
   * Estimates the marked share: eps = (S / n - 1) / excess, with a 95 % normal interval whose
   * variance is that of {@link MarkedScore#dilutedTo} at the estimate.
   *
   * @param hypotheses how many were tested together
   */
  public static ShareEstimate share(Evidence evidence, int hypotheses, Levels levels) {
    long n = evidence.n();
    if (n == 0) {
      return new ShareEstimate(0, 0, 1, OptionalDouble.empty());
    }
    double sum = evidence.sum().toBigInteger().doubleValue() * 0x1p-32;
    double raw = (sum / n - 1) / levels.excess();
    double share = Math.clamp(raw, 0.0, 1.0);
    double variance = MarkedScore.ofExcess(levels.excess()).dilutedTo(share).variance();
    double half = Z_95 * StrictMath.sqrt(variance / n) / levels.excess();
    double lnAlpha = Power.lnAlpha(levels.alpha(), hypotheses);
    return new ShareEstimate(
        share,
        Math.clamp(raw - half, 0.0, 1.0),
        Math.clamp(raw + half, 0.0, 1.0),
        Power.shareFor(lnAlpha, POWER_OF_SHARE, n, levels.excess()));
  }
}
