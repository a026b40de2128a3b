package ai.tidemark.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.DecoyKeys;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.CorpusTotals;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.Settings;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.state.TupleSource;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What follows from a corpus once it is read, step by step. */
final class Inference {
  private final ScanOptions options;
  private final TupleSource tuples;
  private final Cancellation cancellation;
  private final ScanKeys keys;
  private final Contexts.Coined contexts;
  private final int decoyLevel;

  private List<Finding> findings = List.of();
  private List<Finding> wrongKeys = List.of();
  private List<DecoyPanel> panels = List.of();
  private DocumentsSummary documents =
      new DocumentsSummary(0, 0, 0, 0, OptionalDouble.empty(), List.of(), List.of());

  Inference(ScanOptions options, TupleSource tuples, Cancellation cancellation) {
    this.options = options;
    this.tuples = tuples;
    this.cancellation = cancellation;
    this.keys = options.keys();
    this.contexts = options.profile().contexts();
    this.decoyLevel = tuples.levelOfAtMost(options.limits().decoyTuples());
  }

  /** Scores the real keys, and the wrong ones each under its own coin. */
  void scoreCorpus() {
    List<DrawKey> tenants = keys.tenants().stream().map(NamedKey::key).toList();
    CorpusScores real = score(keys.fleet().key(), List.of(keys.fleet().key()), tenants);
    List<Judge.Case> cases = new ArrayList<>();
    cases.add(Judge.Case.of(Claim.FLEET, keys.fleet(), real.fleet().getFirst()));
    for (int t = 0; t < tenants.size(); t++) {
      cases.add(Judge.Case.of(Claim.TENANT, keys.tenants().get(t), real.tenant().get(t)));
    }
    findings = Judge.together(cases, options.levels());

    List<Judge.Case> wrong = new ArrayList<>();
    for (NamedKey key : options.decoys().wrongKeys()) {
      CorpusScores scores = score(key.key(), List.of(key.key()), List.of());
      wrong.add(Judge.Case.of(Claim.FLEET, key, scores.fleet().getFirst()));
    }
    wrongKeys = Judge.together(wrong, options.levels());
  }

  private CorpusScores score(DrawKey coinOwner, List<DrawKey> fleet, List<DrawKey> tenant) {
    return score(tuples.level(), new CorpusScores.Keys(contexts, coinOwner, fleet, tenant));
  }

  private CorpusScores score(int level, CorpusScores.Keys scored) {
    int workers = options.limits().workers();
    return CorpusScores.of(tuples, level, scored, workers, cancellation::cancelled);
  }

  /** Scores the decoys beside the real keys, on a slice that fits. */
  void scoreDecoys() {
    List<DrawKey> decoys = DecoyKeys.of(options.decoys().seed(), options.decoys().count());
    List<DrawKey> fleet = new ArrayList<>(List.of(keys.fleet().key()));
    fleet.addAll(decoys);
    List<DrawKey> tenant = new ArrayList<>();
    if (!keys.tenants().isEmpty()) {
      keys.tenants().forEach(key -> tenant.add(key.key()));
      tenant.addAll(decoys);
    }
    CorpusScores scores =
        score(decoyLevel, new CorpusScores.Keys(contexts, keys.fleet().key(), fleet, tenant));
    List<DecoyPanel> made = new ArrayList<>();
    made.add(panel(Tier.FLEET, List.of(keys.fleet()), scores.fleet()));
    if (!keys.tenants().isEmpty()) {
      made.add(panel(Tier.TENANT, keys.tenants(), scores.tenant()));
    }
    panels = made;
  }

  private static DecoyPanel panel(Tier tier, List<NamedKey> real, List<Evidence> evidence) {
    int n = real.size();
    List<Evidence> decoys = evidence.subList(n, evidence.size());
    return DecoyPanel.of(tier, real, evidence.subList(0, n), decoys);
  }

  /**
   * Judges the documents, with the tenants that the corpus was found marked by; none where the
   * decoys have shown that p-values do not hold.
   */
  void judgeDocuments(DocumentSpool spool, Writer flagged) throws IOException {
    if (broken()) {
      return;
    }
    List<Integer> accepted = new ArrayList<>();
    for (int t = 0; t < keys.tenants().size(); t++) {
      if (findings.get(t + 1).verdict() == Verdict.MARKED) {
        accepted.add(t);
      }
    }
    DocumentJudge judge = new DocumentJudge(keys.tenants(), accepted, options.levels());
    documents =
        judge.judge(
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
            ledger.unreadable(),
            ledger.unreadableBytes());
    List<CorpusResult> results = new ArrayList<>();
    for (Finding finding : findings) {
      results.add(
          new CorpusResult(
              broken() ? finding.withheld() : finding,
              Judge.share(finding.evidence(), findings.size(), options.levels())));
    }
    TreeMap<SkipReason, Long> skipped = new TreeMap<>(ledger.skips());
    return new ScanReport(
        verdict(totals),
        settings(),
        totals,
        Collections.unmodifiableSortedMap(skipped),
        results,
        broken() ? wrongKeys.stream().map(Finding::withheld).toList() : wrongKeys,
        decoyLevel,
        panels,
        documents);
  }

  private Settings settings() {
    return new Settings(
        options.profile(),
        options.levels(),
        options.field(),
        options.limits().textBytes(),
        options.limits().tuples(),
        options.limits().decoyTuples(),
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
