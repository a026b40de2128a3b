package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.CorpusTotals;
import ai.tidemark.scan.report.DecoyReport;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanCost;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.state.TupleSlice;
import ai.tidemark.scan.state.TupleSource;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What follows from a corpus once it is read, step by step. */
final class Inference {
  private final ScanOptions options;
  private final TupleSource tuples;
  private final Cancellation cancellation;
  private final TupleSlice slice; // that decoys are scored on
  private final KeyScores scores;
  private final DecoyPanels decoys;

  private final List<Hypothesis> hypotheses = new ArrayList<>();
  private final List<Evidence> slices = new ArrayList<>();
  private Optional<KeyFindings> found = Optional.empty();
  private List<Finding> findings = List.of();
  private List<Finding> wrongKeys = List.of();
  private Optional<Diagnosis> diagnosis = Optional.empty();
  private final List<CorpusTest> tests = new ArrayList<>();
  private Optional<DocumentJudge> fleetJudge = Optional.empty(); // once documents are tested
  private DocumentsSummary documents = DocumentsSummary.NONE;

  Inference(ScanOptions options, TupleSource tuples, Cancellation cancellation) {
    this.options = options;
    this.tuples = tuples;
    this.cancellation = cancellation;
    Contexts.Coined contexts = options.profile().contexts();
    int workers = options.limits().workers();
    int level =
        DecoyPanels.level(tuples, options.limits().decoyTuples(), options.rates().decoyLevel());
    this.slice = TupleSlice.of(tuples, level, workers, cancellation::cancelled);
    this.scores = new KeyScores(contexts, options.forms(), tuples, level, workers, cancellation);
    this.decoys = new DecoyPanels(contexts, options.decoys(), slice, workers, cancellation);
  }

  /** Returns what a document is asked before any tenant is accepted: the fleet of each era. */
  static List<Hypothesis> fleets(ScanOptions options) {
    return IntStream.range(0, options.keys().eras().size()).mapToObj(Hypothesis::fleet).toList();
  }

  /** Scores the real keys, and the wrong ones each under its own coin. */
  void scoreCorpus() {
    List<Judge.Case> cases = new ArrayList<>();
    for (int e = 0; e < options.keys().eras().size(); e++) {
      score(e, cases);
    }
    KeyFindings together = new KeyFindings(options.levels(), cases);
    found = Optional.of(together);
    findings = together.findings();
    tests.add(together.sum());
    KeyFindings.Tuples patchy =
        new KeyFindings.Tuples(slice, options.profile().contexts(), options.forms());
    options.keys().eras().forEach(era -> patchy.add(era.fleet().key()));
    tests.add(patchy.result(together.judge()));
    wrongKeys =
        new Judge(options.levels(), 1).together(scores.scoreWrong(options.decoys().wrongKeys()));
  }

  private void score(int e, List<Judge.Case> cases) {
    EraKeys era = options.keys().eras().get(e);
    try (OpenedEra opened = OpenedEra.of(era)) {
      KeyScores.EraScore scored = scores.score(opened);
      add(Hypothesis.fleet(e), scored.fleet().orElseThrow(), cases);
      for (int t = 0; t < era.tenants().size(); t++) {
        add(new Hypothesis(Claim.TENANT, e, t), scored.tenants().get(t), cases);
      }
    }
  }

  private void add(Hypothesis hypothesis, KeyScores.KeyScore score, List<Judge.Case> cases) {
    hypotheses.add(hypothesis);
    slices.add(score.slice());
    EraKeys era = options.keys().eras().get(hypothesis.era());
    NamedKey key = hypothesis.key(options.keys());
    cases.add(Judge.Case.of(hypothesis.claim(), era.era(), key, score.forms()));
  }

  /** Returns what the scoring cost. */
  ScanCost cost() {
    return scores.cost();
  }

  /** Scores the decoys and ranks the keys that the report names among them. */
  void scoreDecoys() {
    List<Integer> ranked = found.map(KeyFindings::ranked).orElse(List.of());
    for (int e = 0; e < options.keys().eras().size(); e++) {
      EraKeys era = options.keys().eras().get(e);
      List<DecoyPanels.Ranked> own = new ArrayList<>();
      for (int i : ranked) {
        Hypothesis hypothesis = hypotheses.get(i);
        if (hypothesis.era() == e) {
          Tier tier = hypothesis.claim() == Claim.FLEET ? Tier.FLEET : Tier.TENANT;
          own.add(new DecoyPanels.Ranked(hypothesis.key(options.keys()), tier, slices.get(i)));
        }
      }
      try (OpenedEra opened = OpenedEra.of(era)) {
        decoys.score(opened, !era.tenants().isEmpty(), own);
      }
    }
    diagnosis = decoys.diagnosis();
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
        Hypothesis own = hypotheses.get(i);
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
    DocumentJudge needle = counted(fleets(options), spool);
    tests.add(1, needle.needle(found.orElseThrow().judge()));
    fleetJudge = Optional.of(needle);
  }

  /**
   * Flags documents.
   *
   * @param asked what each document of the spool was asked; where that is {@link #fleets}, the
   *     spool is the one that was tested, and is not counted again
   */
  void judgeDocuments(List<Hypothesis> asked, DocumentSpool spool, Writer flagged)
      throws IOException {
    boolean tested = asked.equals(fleets(options));
    documents = (tested ? fleetJudge.orElseThrow() : counted(asked, spool)).flag(spool, flagged);
  }

  private DocumentJudge counted(List<Hypothesis> asked, DocumentSpool spool) throws IOException {
    DocumentJudge judge =
        new DocumentJudge(
            options.keys(),
            asked,
            options.forms().size(),
            options.levels(),
            options.documents(),
            () -> cancellation.cancelled() || Thread.currentThread().isInterrupted());
    judge.count(spool);
    return judge;
  }

  /** Returns the report of what was found. */
  ScanReport report(Ledger ledger, long files, long filesLeftOut) {
    boolean chosen = options.selection().globs() == Selection.Globs.MEMBERS;
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
            ledger.unreadableBytes(),
            chosen
                ? Optional.of(new CorpusTotals.LeftOut(filesLeftOut, ledger.leftOut()))
                : Optional.empty());
    KeyFindings together = found.orElseThrow();
    List<CorpusResult> results = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      results.add(new CorpusResult(shown(findings.get(i)), share(together, i)));
    }
    TreeMap<SkipReason, Long> skipped = new TreeMap<>(ledger.skips());
    return new ScanReport(
        verdict(totals),
        options.settings(),
        totals,
        Collections.unmodifiableSortedMap(skipped),
        broken() ? tests.stream().map(CorpusTest::withheld).toList() : tests,
        results,
        together.runnerUp().map(this::shown),
        wrongKeys.stream().map(this::shown).toList(),
        new DecoyReport(slice.level(), decoys.panels(), diagnosis),
        documents);
  }

  private ShareEstimate share(KeyFindings together, int i) {
    Hypothesis hypothesis = hypotheses.get(i);
    try (OpenedEra era = OpenedEra.of(options.keys().eras().get(hypothesis.era()))) {
      return together.share(
          findings.get(i),
          broken(),
          tuples,
          options.profile().contexts(),
          era,
          hypothesis.key(options.keys()).key());
    }
  }

  private Finding shown(Finding finding) {
    return broken() ? finding.withheld() : finding;
  }

  private boolean broken() {
    return decoys.broken();
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
