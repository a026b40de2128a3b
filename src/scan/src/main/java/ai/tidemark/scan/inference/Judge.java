package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.multiplicity.Holm;
import ai.tidemark.core.power.MarkedScore;
import ai.tidemark.core.power.Power;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * From exact sums to verdicts: every hypothesis pays for those tested beside it. One judge for the
 * hypotheses of one scan or text; not thread-safe.
 */
public final class Judge {
  private static final double POWER_OF_SHARE = 0.99;
  private static final double Z_95 = 1.959963984540054;

  private final Levels levels;
  private final int weight;
  private final MarkedScore marked;
  private final Map<Long, Double> powers = new HashMap<>(); // by n: tenants of an era share it
  private final Map<Long, OptionalDouble> detectable = new HashMap<>();
  private double lnAlpha;

  /**
   * A judge.
   *
   * @param weight alpha is divided by it first: 1 / the share of alpha that these tests have
   */
  public Judge(Levels levels, int weight) {
    this.levels = levels;
    this.weight = weight;
    this.marked = MarkedScore.ofExcess(levels.excess());
    this.lnAlpha = Power.lnAlpha(levels.alpha(), weight);
  }

  /**
   * A hypothesis before it is judged.
   *
   * @param claim what it is about
   * @param era whose keys
   * @param name whose key
   * @param keyId public id of the key
   * @param forms n and S on each text form that is asked about, by {@link TextForm#at}
   */
  public record Case(Claim claim, String era, String name, String keyId, List<Evidence> forms) {
    /** Copies. */
    public Case {
      forms = List.copyOf(forms);
    }

    /** A hypothesis about one key. */
    public static Case of(Claim claim, String era, NamedKey key, List<Evidence> forms) {
      return new Case(claim, era, key.name(), key.id(), forms);
    }
  }

  /**
   * Judges hypotheses together: each takes the smaller p of its text forms times their number
   * (Bonferroni), then Holm (1979) over all of them. Forms are charged also where they are equal,
   * so that the price stands before anyone looks.
   *
   * @return in the order of {@code cases}
   */
  public List<Finding> together(List<Case> cases) {
    int count = cases.size();
    double[] lnP = new double[count];
    double[] paid = new double[count];
    int[] form = new int[count];
    int charge = weight;
    for (int i = 0; i < count; i++) {
      List<Evidence> forms = cases.get(i).forms();
      for (int f = 0; f < forms.size(); f++) {
        boolean known = f > 0 && forms.get(f).equals(forms.get(0));
        double own = known ? lnP[i] : forms.get(f).lnP();
        if (f == 0 || own < lnP[i]) {
          lnP[i] = own;
          form[i] = f;
        }
      }
      paid[i] = Math.min(0, lnP[i] + StrictMath.log((double) weight * forms.size()));
      charge = Math.max(charge, weight * forms.size());
    }
    double[] adjusted = Holm.adjust(paid);
    lnAlpha = Power.lnAlpha(levels.alpha(), (long) charge * Math.max(1, count));
    List<Finding> findings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Case c = cases.get(i);
      Evidence evidence = c.forms().get(form[i]);
      double power = power(evidence.n());
      findings.add(
          new Finding(
              c.claim(),
              c.era(),
              c.name(),
              c.keyId(),
              TextForm.at(form[i]),
              evidence,
              lnP[i],
              adjusted[i],
              power,
              verdict(adjusted[i], power)));
    }
    return findings;
  }

  private double power(long n) {
    return powers.computeIfAbsent(n, k -> Power.probability(k, lnAlpha, 1, levels.excess()));
  }

  /** Returns the word for an adjusted p beside the power it had. */
  public Verdict verdict(double adjustedLnP, double power) {
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
   * variance is that of {@link MarkedScore#dilutedTo} at the estimate. The least share that would
   * have been seen is at the level that {@link #together} charged last.
   */
  public ShareEstimate share(Evidence evidence) {
    long n = evidence.n();
    if (n == 0) {
      return new ShareEstimate(0, 0, 1, OptionalDouble.empty(), OptionalDouble.empty());
    }
    double sum = evidence.sum().toBigInteger().doubleValue() * 0x1p-32;
    double raw = (sum / n - 1) / levels.excess();
    double share = Math.clamp(raw, 0.0, 1.0);
    double variance = marked.dilutedTo(share).variance();
    double half = Z_95 * StrictMath.sqrt(variance / n) / levels.excess();
    return new ShareEstimate(
        share,
        Math.clamp(raw - half, 0.0, 1.0),
        Math.clamp(raw + half, 0.0, 1.0),
        OptionalDouble.empty(),
        detectable.computeIfAbsent(
            n, k -> Power.shareFor(lnAlpha, POWER_OF_SHARE, k, levels.excess())));
  }
}
