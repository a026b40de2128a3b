package ai.tidemark.scan;

import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.CorpusTotals;
import ai.tidemark.scan.report.DecoyReport;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanCost;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.Settings;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.state.TupleSource;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
  private DocumentsSummary documents =
      new DocumentsSummary(0, 0, 0, 0, OptionalDouble.empty(), List.of(), List.of());

  Inference(ScanOptions options, TupleSource tuples, Cancellation cancellation) {
    this.options = options;
    this.tuples = tuples;
    this.cancellation = cancellation;
    this.decoyLevel = tuples.levelOfAtMost(options.limits().decoyTuples());
    this.scores = new KeyScores(options, tuples, decoyLevel, cancellation);
    this.judge = new Judge(options.levels(), 1);
  }

  /** Returns what a document is asked before any tenant is accepted: the fleet of each era. */
  static List<Hypothesis> fleets(ScanOptions options) {
    return IntStream.range(0, options.keys().eras().size()).mapToObj(Hypothesis::fleet).toList();
  }

  /** Scores the real keys, and the wrong ones each under its own coin. */
  void scoreCorpus() {
    scores.scoreAll();
    findings = judge.together(scores.cases());
    wrongKeys =
        new Judge(options.levels(), 1).together(scores.scoreWrong(options.decoys().wrongKeys()));
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
   * Judges the documents.
   *
   * @param asked what each document of the spool was asked
   */
  void judgeDocuments(List<Hypothesis> asked, DocumentSpool spool, Writer flagged)
      throws IOException {
    DocumentJudge documentJudge =
        new DocumentJudge(options.keys(), asked, options.forms().size(), options.levels());
    documents =
        documentJudge.judge(
            spool,
            flagged,
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
            tuples.level(),
            ledger.changed(),
            ledger.counts(),
            ledger.unreadable(),
            ledger.unreadableBytes());
    List<CorpusResult> results = new ArrayList<>();
    for (Finding finding : findings) {
      results.add(new CorpusResult(shown(finding), judge.share(finding.evidence())));
    }
    TreeMap<SkipReason, Long> skipped = new TreeMap<>(ledger.skips());
    return new ScanReport(
        verdict(totals),
        settings(),
        totals,
        Collections.unmodifiableSortedMap(skipped),
        results,
        runnerUp().map(this::shown),
        wrongKeys.stream().map(this::shown).toList(),
        new DecoyReport(decoyLevel, panels, diagnosis),
        documents);
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
    return Judge.strongest(findings);
  }
}
