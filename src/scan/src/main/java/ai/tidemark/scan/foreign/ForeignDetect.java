package ai.tidemark.scan.foreign;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.TextLaws;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.multiplicity.Holm;
import ai.tidemark.core.power.Power;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests texts for foreign keys. Every text is a family of its own: each key on each form of the
 * text is a hypothesis, and all of them share alpha (Holm). With {@code pool} all texts together
 * are one more family, with distinct tuples over all of them. Not thread-safe.
 */
public final class ForeignDetect {
  private final List<ForeignKey> keys;
  private final Levels levels;
  private final boolean pool;
  private final List<ForeignDetector> single = new ArrayList<>();
  private final List<List<ForeignDetector>> pooled = new ArrayList<>();

  /**
   * A detector.
   *
   * @param pool whether {@link #pooled} will be asked for; every distinct tuple is then kept
   */
  public ForeignDetect(List<ForeignKey> keys, Levels levels, boolean pool) {
    this.keys = List.copyOf(keys);
    this.levels = levels;
    this.pool = pool;
    for (ForeignKey key : keys) {
      single.add(new ForeignDetector(key.key()));
    }
  }

  /**
   * Returns what a text shows: per form in the order of the map, per key.
   *
   * @param forms token ids of each form the text is scored in
   * @throws ai.tidemark.core.BadInputException for an id outside a vocabulary, or n beyond what a
   *     profile may claim
   */
  public List<ForeignFinding> text(Map<ForeignFinding.Form, int[]> forms) {
    List<Case> cases = new ArrayList<>();
    int form = 0;
    for (Map.Entry<ForeignFinding.Form, int[]> entry : forms.entrySet()) {
      int[] ids = entry.getValue();
      TextLaws laws = new TextLaws();
      for (int k = 0; k < keys.size(); k++) {
        ForeignDetector detector = single.get(k);
        detector.begin();
        detector.add(ids, ids.length);
        cases.add(new Case(keys.get(k), entry.getKey(), detector.evidence(laws)));
        if (pool) {
          pooled(form, k).add(ids, ids.length);
        }
      }
      form++;
    }
    return judged(cases);
  }

  private ForeignDetector pooled(int form, int key) {
    while (pooled.size() <= form) {
      pooled.add(keys.stream().map(each -> new ForeignDetector(each.key())).toList());
    }
    return pooled.get(form).get(key);
  }

  /**
   * Returns what all texts so far show together.
   *
   * @param forms the forms that {@link #text} was given, in the same order
   */
  public List<ForeignFinding> pooled(List<ForeignFinding.Form> forms) {
    List<Case> cases = new ArrayList<>();
    for (int form = 0; form < Math.min(forms.size(), pooled.size()); form++) {
      TextLaws laws = new TextLaws();
      for (int k = 0; k < keys.size(); k++) {
        ForeignEvidence evidence = pooled(form, k).evidence(laws);
        cases.add(new Case(keys.get(k), forms.get(form), evidence));
      }
    }
    return judged(cases);
  }

  private List<ForeignFinding> judged(List<Case> cases) {
    double[] lnP = cases.stream().mapToDouble(c -> c.evidence.lnP()).toArray();
    double[] adjusted = Holm.adjust(lnP);
    double lnAlpha = Power.lnAlpha(levels.alpha(), Math.max(1, cases.size()));
    Map<Seen, ForeignPower.Sight> sights = new HashMap<>();
    List<ForeignFinding> findings = new ArrayList<>();
    for (int i = 0; i < lnP.length; i++) {
      Case c = cases.get(i);
      ForeignPower.Sight sight =
          sights.computeIfAbsent(
              new Seen(c.evidence.law(), c.evidence.n()),
              seen -> ForeignPower.of(seen.law, seen.n, lnAlpha));
      findings.add(
          new ForeignFinding(
              c.key.key().scheme().profile(),
              c.key.name(),
              c.form,
              c.evidence,
              lnP[i],
              adjusted[i],
              sight.power(),
              sight.seen(),
              verdict(adjusted[i], sight.power())));
    }
    return findings;
  }

  private Verdict verdict(double adjustedLnP, double power) {
    if (adjustedLnP <= StrictMath.log(levels.alpha())) {
      return Verdict.MARKED;
    }
    if (adjustedLnP <= StrictMath.log(levels.alert())) {
      return Verdict.ALERT;
    }
    return power < 0.5 ? Verdict.NOT_TESTABLE : Verdict.NOT_SHOWN;
  }

  /** What a test could see depends on these alone. */
  private record Seen(NullLaw law, long n) {}

  private record Case(ForeignKey key, ForeignFinding.Form form, ForeignEvidence evidence) {}
}
