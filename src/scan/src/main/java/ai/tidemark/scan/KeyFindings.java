package ai.tidemark.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.SparseTest;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.state.TupleDraws;
import ai.tidemark.scan.state.TupleSlice;
import ai.tidemark.scan.state.TupleSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What follows about a corpus from the evidence of its keys: one place for the scan and for whoever
 * recomputes it.
 */
final class KeyFindings {
  /** Where there are no more tenants, each is ranked among the decoys. */
  private static final int FEW_TENANTS = 8;

  private final Judge judge;
  private final List<Finding> findings;

  /**
   * @param cases by era: the fleet first, then its tenants
   */
  KeyFindings(Levels levels, List<Judge.Case> cases) {
    judge = new Judge(levels, CorpusTest.Kind.SUM.weight());
    findings = judge.together(cases);
  }

  /** Returns the judge, who charges what these findings were charged. */
  Judge judge() {
    return judge;
  }

  /** Returns one finding a case. */
  List<Finding> findings() {
    return findings;
  }

  /** Returns the strongest finding; the first among equals. */
  Finding strongest() {
    Finding best = findings.getFirst();
    for (Finding finding : findings) {
      best = finding.adjustedLnP() < best.adjustedLnP() ? finding : best;
    }
    return best;
  }

  /** The sum test: its strongest key, and what the fleet's would have shown. */
  CorpusTest sum() {
    Finding best = strongest();
    OptionalDouble share = judge.share(findings.getFirst().evidence()).detectable();
    return new CorpusTest(
        CorpusTest.Kind.SUM,
        best.evidence().n(),
        best.lnP(),
        best.adjustedLnP(),
        Judge.strongest(findings),
        OptionalDouble.empty(),
        share.isPresent()
            ? OptionalLong.of((long) Math.ceil(1e6 * share.getAsDouble()))
            : OptionalLong.empty());
  }

  /** The test of single tuples, of the fleet of each era and on each text form. */
  static final class Tuples {
    private final TupleSlice slice;
    private final Contexts.Coined contexts;
    private final List<TextForm> forms;
    private double best;
    private long n;
    private int eras;

    Tuples(TupleSlice slice, Contexts.Coined contexts, List<TextForm> forms) {
      this.slice = slice;
      this.contexts = contexts;
      this.forms = forms;
    }

    /** Looks at an era. */
    void add(DrawKey fleet) {
      eras++;
      Optional<double[]> raw = Optional.empty();
      for (TextForm form : forms) {
        double[] lnP = TupleDraws.lnP(slice, contexts, fleet, form);
        if (raw.isEmpty() || !Arrays.equals(raw.get(), lnP)) {
          best = Math.min(best, SparseTest.lnP(lnP));
          n = Math.max(n, lnP.length);
        }
        raw = Optional.of(lnP);
      }
    }

    /** Returns what all of them show. */
    CorpusTest result(Judge judge) {
      double paid = StrictMath.log((double) CorpusTest.Kind.TUPLES.weight() * eras * forms.size());
      double adjusted = Math.min(0, best + paid);
      return new CorpusTest(
          CorpusTest.Kind.TUPLES,
          n,
          best,
          adjusted,
          judge.verdict(adjusted, n == 0 ? 0 : 1),
          OptionalDouble.of(Math.min(0, SparseTest.lnLeast() + paid)),
          OptionalLong.empty());
    }
  }

  /** Returns the strongest tenant that is not marked; the first among equals. */
  Optional<Finding> runnerUp() {
    return findings.stream()
        .filter(f -> f.claim() == Claim.TENANT && f.verdict() != Verdict.MARKED)
        .min(Comparator.comparingDouble(Finding::lnP));
  }

  /** Returns which findings are ranked among the decoys, in their order. */
  List<Integer> ranked() {
    List<Integer> ranked = new ArrayList<>();
    long tenants = findings.stream().filter(f -> f.claim() == Claim.TENANT).count();
    Optional<Finding> runnerUp = runnerUp();
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      if (tenants <= FEW_TENANTS
          || finding.claim() == Claim.FLEET
          || finding.shown()
          || runnerUp.filter(finding::equals).isPresent()) {
        ranked.add(i);
      }
    }
    return ranked;
  }

  /**
   * Returns the marked share that a finding speaks for.
   *
   * @param broken whether the decoys have shown that p-values do not hold
   */
  ShareEstimate share(
      Finding finding,
      boolean broken,
      TupleSource tuples,
      Contexts.Coined contexts,
      OpenedEra era,
      DrawKey key) {
    ShareEstimate share = judge.share(finding.evidence());
    if (!finding.shown() || broken) {
      return share;
    }
    long low =
        TupleDraws.low(
            tuples,
            contexts,
            era.coin(),
            key,
            finding.claim() == Claim.FLEET ? Tier.FLEET : Tier.TENANT,
            finding.form(),
            ShareEstimate.LOW);
    return share.withLowDraws(finding.evidence().n(), low);
  }
}
