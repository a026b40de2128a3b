package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.SparseTest;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.CorpusTotals;
import ai.tidemark.scan.report.DecoyReport;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanCost;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.Settings;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.state.TupleSource;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What follows from a corpus once it is read, step by step. */
final class Inference {
  /** Where there are no more tenants, each is ranked among the decoys. */
  private static final int FEW_TENANTS = 8;

  private final ScanOptions options;
  private final TupleSource tuples;
  private final Cancellation cancellation;
  private final int decoyLevel;
  private final KeyScores scores;
  private final Judge judge;

  private List<Finding> findings = List.of();
  private List<Finding> wrongKeys = List.of();
  private List<DecoyPanel> panels = List.of();
  private Optional<Diagnosis> diagnosis = Optional.empty();
  private final List<CorpusTest> tests = new ArrayList<>();
  private DocumentsSummary documents = DocumentsSummary.NONE;

  Inference(ScanOptions options, TupleSource tuples, Cancellation cancellation) {
    this.options = options;
    this.tuples = tuples;
    this.cancellation = cancellation;
    this.decoyLevel = tuples.levelOfAtMost(options.limits().decoyTuples());
    this.scores = new KeyScores(options, tuples, decoyLevel, cancellation);
    this.judge = new Judge(options.levels(), CorpusTest.Kind.SUM.weight());
  }

  /** Returns what a document is asked before any tenant is accepted: the fleet of each era. */
  static List<Hypothesis> fleets(ScanOptions options) {
    return IntStream.range(0, options.keys().eras().size()).mapToObj(Hypothesis::fleet).toList();
  }

  /** Scores the real keys, and the wrong ones each under its own coin. */
  void scoreCorpus() {
    scores.scoreAll();
    findings = judge.together(scores.cases());
    tests.add(fog());
    tests.add(patchy());
    wrongKeys =
        new Judge(options.levels(), 1).together(scores.scoreWrong(options.decoys().wrongKeys()));
  }

  /** The sum test: its strongest key, and what the fleet's would have shown. */
  private CorpusTest fog() {
    Finding best = findings.getFirst();
    for (Finding finding : findings) {
      best = finding.adjustedLnP() < best.adjustedLnP() ? finding : best;
    }
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
  private CorpusTest patchy() {
    List<EraKeys> eras = options.keys().eras();
    double best = 0;
    long n = 0;
    for (EraKeys era : eras) {
      Optional<double[]> raw = Optional.empty();
      for (TextForm form : options.forms()) {
        double[] lnP =
            CorpusScores.lnPOfTuples(
                tuples, decoyLevel, options.profile().contexts(), era.fleet().key(), form);
        if (raw.isEmpty() || !Arrays.equals(raw.get(), lnP)) {
          best = Math.min(best, SparseTest.lnP(lnP));
          n = Math.max(n, lnP.length);
        }
        raw = Optional.of(lnP);
      }
    }
    double paid =
        StrictMath.log(
            (double) CorpusTest.Kind.TUPLES.weight() * eras.size() * options.forms().size());
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

  /** Returns what the scoring cost. */
  ScanCost cost() {
    return scores.cost();
  }

  /** Scores the decoys and ranks the keys that the report names among them. */
  void scoreDecoys() {
    Set<Integer> ranked = new HashSet<>();
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
    List<Integer> order = ranked.stream().sorted().toList();
    DecoyPanels decoys = new DecoyPanels(options, tuples, decoyLevel, cancellation);
    panels =
        decoys.score(
            order.stream().map(scores.hypotheses()::get).toList(),
            order.stream().map(scores.slices()::get).toList());
    diagnosis = decoys.diagnosis();
  }

  /** Returns the strongest tenant that is not marked; the first among equals. */
  private Optional<Finding> runnerUp() {
    return findings.stream()
        .filter(f -> f.claim() == Claim.TENANT && f.verdict() != Verdict.MARKED)
        .min(Comparator.comparingDouble(Finding::lnP));
  }

  /**
   * Returns what documents are to be asked now that the corpus is judged: for each tenant that it
   * is marked by, the fleet's and the tenant's evidence together; for an era without such a tenant
   * the fleet alone. None where the decoys have shown that p-values do not hold.
   */
  List<Hypothesis> documentHypotheses() {
    List<Hypothesis> asked = new ArrayList<>();
    for (int e = 0; e < options.keys().eras().size() && !broken(); e++) {
      int before = asked.size();
      for (int i = 0; i < findings.size(); i++) {
        Hypothesis own = scores.hypotheses().get(i);
        if (own.era() == e
            && own.claim() == Claim.TENANT
            && findings.get(i).verdict() == Verdict.MARKED) {
          asked.add(new Hypothesis(Claim.FLEET_AND_TENANT, e, own.tenant()));
        }
      }
      if (asked.size() == before) {
        asked.add(Hypothesis.fleet(e));
      }
    }
    return asked;
  }

  /**
   * Tests the corpus by its documents, each asked about the fleets.
   *
   * @param spool rows of {@link #fleets}
   */
  void testDocuments(DocumentSpool spool) throws IOException {
    DocumentJudge needle = documentJudge(fleets(options));
    needle.count(spool);
    tests.add(1, needle.needle(judge));
  }

  /**
   * Flags documents.
   *
   * @param asked what each document of the spool was asked
   */
  void judgeDocuments(List<Hypothesis> asked, DocumentSpool spool, Writer flagged)
      throws IOException {
    DocumentJudge documentJudge = documentJudge(asked);
    documentJudge.count(spool);
    documents = documentJudge.flag(spool, flagged);
  }

  private DocumentJudge documentJudge(List<Hypothesis> asked) {
    return new DocumentJudge(
        options.keys(),
        asked,
        options.forms().size(),
        options.levels(),
        options.documents(),
        () -> cancellation.cancelled() || Thread.currentThread().isInterrupted());
  }

  /** Returns the report of what was found. */
  ScanReport report(Ledger ledger, long files) {
    CorpusTotals totals =
        new CorpusTotals(
            files,
            ledger.documents() + ledger.skipCount(),
            ledger.documents(),
            ledger.bytes(),
            ledger.tokens(),
            ledger.positions(),
            tuples.size(),
            tuples.digest(),
            tuples.level(),
            ledger.changed(),
            ledger.counts(),
            ledger.unreadable(),
            ledger.unreadableBytes());
    List<CorpusResult> results = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      results.add(new CorpusResult(shown(findings.get(i)), share(i)));
    }
    TreeMap<SkipReason, Long> skipped = new TreeMap<>(ledger.skips());
    return new ScanReport(
        verdict(totals),
        settings(),
        totals,
        Collections.unmodifiableSortedMap(skipped),
        broken() ? tests.stream().map(CorpusTest::withheld).toList() : tests,
        results,
        runnerUp().map(this::shown),
        wrongKeys.stream().map(this::shown).toList(),
        new DecoyReport(decoyLevel, panels, diagnosis),
        documents);
  }

  private ShareEstimate share(int i) {
    Finding finding = findings.get(i);
    ShareEstimate share = judge.share(finding.evidence());
    if (!finding.shown() || broken()) {
      return share;
    }
    Hypothesis hypothesis = scores.hypotheses().get(i);
    long low =
        CorpusScores.lowDraws(
            tuples,
            options.profile().contexts(),
            options.keys().eras().get(hypothesis.era()).fleet().key(),
            hypothesis.key(options.keys()).key(),
            hypothesis.claim() == Claim.FLEET ? Tier.FLEET : Tier.TENANT,
            finding.form(),
            ShareEstimate.LOW);
    return share.withLowDraws(finding.evidence().n(), low);
  }

  private Finding shown(Finding finding) {
    return broken() ? finding.withheld() : finding;
  }

  private Settings settings() {
    return new Settings(
        options.profile(),
        options.levels(),
        options.field(),
        options.limits().textBytes(),
        options.limits().tuples(),
        options.limits().decoyTuples(),
        options.documents(),
        options.normalisation(),
        options.decoys().seed());
  }

  private boolean broken() {
    return panels.stream().anyMatch(DecoyPanel::broken);
  }

  private Verdict verdict(CorpusTotals totals) {
    if (broken()) {
      return Verdict.INVALID;
    }
    double limit = options.levels().incomplete();
    if (totals.unreadableRecords() > limit * totals.records()
        || totals.unreadableBytes() > limit * totals.bytes()) {
      return Verdict.INCOMPLETE;
    }
    Verdict strongest = Judge.strongest(findings);
    for (CorpusTest test : tests) {
      strongest = test.verdict().compareTo(strongest) < 0 ? test.verdict() : strongest;
    }
    return strongest;
  }
}
