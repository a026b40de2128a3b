package ai.tidemark.evidence.verify;

import ai.tidemark.core.multiplicity.Holm;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.RecordedReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets every opened key pay for what its owner could have tried. */
final class Charges {
  private Charges() {}

  /**
   * Returns what the opened keys show, in the order of the report.
   *
   * @param opened the keys, era by era
   * @param multiplicities of the eras, in the same order
   */
  static List<KeyFinding> of(
      RecordedReport report, List<OpenedEra> opened, List<Multiplicity> multiplicities) {
    Map<String, Integer> eras = new HashMap<>();
    for (int e = 0; e < opened.size(); e++) {
      eras.put(opened.get(e).era(), e);
    }
    List<RecordedReport.Result> results = report.results();
    double[] paid = new double[results.size()];
    boolean all = true;
    double lnForms =
        StrictMath.log(
            (double) CorpusTest.Kind.SUM.weight() * report.normalisation().forms().size());
    for (int i = 0; i < paid.length; i++) {
      paid[i] = Math.min(0, results.get(i).evidence().lnP() + lnForms);
      all &= holds(opened.get(eras.getOrDefault(results.get(i).era(), 0)), results.get(i));
    }
    double[] adjusted = all ? Holm.adjust(paid) : bonferroni(paid);
    List<KeyFinding> findings = new ArrayList<>();
    for (int i = 0; i < paid.length; i++) {
      RecordedReport.Result result = results.get(i);
      Integer era = eras.get(result.era());
      if (era != null && holds(opened.get(era), result)) {
        findings.add(finding(result, adjusted[i], multiplicities.get(era)));
      }
    }
    return findings;
  }

  private static double[] bonferroni(double[] paid) {
    double[] adjusted = paid.clone();
    for (int i = 0; i < adjusted.length; i++) {
      adjusted[i] = Math.min(0, paid[i] + StrictMath.log(paid.length));
    }
    return adjusted;
  }

  private static KeyFinding finding(
      RecordedReport.Result result, double adjusted, Multiplicity multiplicity) {
    return new KeyFinding(
        result.era(),
        result.key(),
        result.keyId(),
        result.form().word(),
        result.evidence(),
        result.evidence().lnP(),
        multiplicity,
        Math.min(0, adjusted + StrictMath.log((double) multiplicity.total())),
        result.verdict());
  }

  /** Returns whether the key of a result is opened. */
  static boolean holds(OpenedEra era, RecordedReport.Result result) {
    if (!era.era().equals(result.era())) {
      return false;
    }
    return result.claim() == Claim.FLEET
        ? era.fleet().isPresent()
        : era.tenants().stream().anyMatch(key -> key.name().equals(result.key()));
  }

  /** Refuses a result that is called marked and is not, once everything is paid for. */
  static void require(List<KeyFinding> findings, double lnAlpha) {
    for (KeyFinding finding : findings) {
      if (finding.verdict().equals(Verdict.MARKED.word()) && finding.lnCharged() > lnAlpha) {
        throw new BundleException(
            Code.CHARGED_P,
            "the report calls "
                + finding.key()
                + " of era "
                + finding.era()
                + " marked, but after paying for "
                + finding.multiplicity().total()
                + " tries (era commitments with overlapping windows x plans) its p is above alpha");
      }
    }
  }
}
