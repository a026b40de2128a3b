package ai.tidemark.scan.report;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.sequential.TiltMixture;
import ai.tidemark.core.text.Normalised;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * The report for machines: exact integers and decimal strings, no floats. Its parts are open to
 * whoever recomputes them, so that both write the same bytes.
 */
public final class ReportJson {
  private static final double LN_10 = StrictMath.log(10);
  private static final TiltMixture E = TiltMixture.of(new NullLaw.ExponentialSum());

  private ReportJson() {}

  static byte[] bytes(ScanReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", ScanReport.FORMAT);
    root.put("verdict", report.verdict().word());
    root.put("meaning", ScanReport.MEANING);
    profile(report.settings(), root.putObject("profile"));
    settings(report.settings(), root.putObject("settings"));
    corpus(report, root.putObject("corpus"));
    ArrayNode tests = root.putArray("tests");
    report.tests().forEach(one -> test(one, tests.addObject()));
    ArrayNode results = root.putArray("results");
    report.results().forEach(one -> result(one, results.addObject()));
    report.runnerUp().ifPresent(finding -> finding(finding, root.putObject("runnerUp")));
    ArrayNode wrong = root.putArray("wrongKeys");
    report.wrongKeys().forEach(f -> finding(f, wrong.addObject()));
    decoys(report.settings().decoySeed(), report.decoys(), root.putObject("decoys"));
    documents(report.documents(), root.putObject("documents"));
    return CanonicalJson.bytes(root);
  }

  private static void profile(Settings settings, ObjectNode node) {
    node.put("id", settings.profile().id());
    node.put("sha256", settings.profile().sha256());
    node.put("tokenizer", settings.profile().tokenizer().name());
    node.put("tokenizerFingerprint", settings.profile().tokenizer().fingerprint());
  }

  private static void settings(Settings settings, ObjectNode node) {
    Levels levels = settings.levels();
    node.put("alpha", Decimals.exact(levels.alpha()));
    node.put("alert", Decimals.exact(levels.alert()));
    node.put("fdr", Decimals.exact(levels.fdr()));
    node.put("excess", Decimals.exact(levels.excess()));
    node.put("incomplete", Decimals.exact(levels.incomplete()));
    node.put("field", settings.field());
    node.put("textBytes", settings.textBytes());
    node.put("tupleBudget", settings.tupleBudget());
    node.put("decoyTupleBudget", settings.decoyTupleBudget());
    node.put("documentRule", settings.documents().word());
    node.put("normaliser", settings.normalisation().word());
    selection(settings.selection(), node);
    rates(settings.rates(), node);
    sourceLimits(settings.sourceLimits(), node);
  }

  /** Puts the object {@code selection}, unless it chooses nothing. */
  public static void selection(Selection selection, ObjectNode settings) {
    if (selection.equals(Selection.ALL)) {
      return;
    }
    ObjectNode node = settings.putObject("selection");
    selection.column().ifPresent(column -> node.put("column", column));
    selection.delimiter().ifPresent(delimiter -> node.put("delimiter", delimiter.toString()));
    ArrayNode include = node.putArray("include");
    selection.include().forEach(include::add);
    ArrayNode exclude = node.putArray("exclude");
    selection.exclude().forEach(exclude::add);
    if (selection.globs() == Selection.Globs.MEMBERS) {
      node.put("members", true);
    }
  }

  /**
   * Puts the fields {@code sampledOneIn} and {@code decoySampledOneIn}, each unless it is 1:
   * samples are then only as coarse as the budgets ask.
   */
  public static void rates(SampleRates rates, ObjectNode settings) {
    if (rates.level() > 0) {
      settings.put("sampledOneIn", rates.oneIn());
    }
    if (rates.decoyLevel() > 0) {
      settings.put("decoySampledOneIn", rates.decoyOneIn());
    }
  }

  /** Puts the object {@code sourceLimits}, unless they are the usual ones. */
  public static void sourceLimits(SourceLimits limits, ObjectNode settings) {
    if (limits.equals(SourceLimits.DEFAULT)) {
      return;
    }
    settings
        .putObject("sourceLimits")
        .put("ratio", limits.ratio())
        .put("grace", limits.grace())
        .put("memberBytes", limits.memberBytes())
        .put("fileBytes", limits.fileBytes())
        .put("members", limits.entries())
        .put("decoderBytes", limits.decoderBytes());
  }

  /** Puts which tuples were scored: fields of {@code corpus}. */
  public static void tuples(long distinct, String digest, int samplingLevel, ObjectNode node) {
    node.put("distinctTuples", distinct);
    node.put("tupleDigest", digest);
    node.put("sampledOneIn", 1L << samplingLevel);
  }

  private static void corpus(ScanReport report, ObjectNode node) {
    CorpusTotals totals = report.totals();
    node.put("files", totals.files());
    node.put("records", totals.records());
    node.put("documents", totals.documents());
    node.put("bytes", totals.bytes());
    node.put("tokens", totals.tokens());
    node.put("positions", totals.positions());
    tuples(totals.tuples(), totals.digest(), totals.samplingLevel(), node);
    totals
        .leftOut()
        .ifPresent(
            left ->
                node.putObject("excluded")
                    .put("files", left.files())
                    .put("members", left.members()));
    node.put("unreadableRecords", totals.unreadableRecords());
    node.put("unreadableBytes", totals.unreadableBytes());
    removed(totals, node.putObject("normalised"));
    ObjectNode skipped = node.putObject("skipped");
    report.skipped().forEach((reason, count) -> skipped.put(reason.word(), count));
  }

  private static void removed(CorpusTotals totals, ObjectNode node) {
    Normalised.Counts counts = totals.removed();
    node.put("documents", totals.normalised());
    node.put("ignorables", counts.ignorables());
    node.put("bidiControls", counts.bidiControls());
    node.put("variationSelectors", counts.variationSelectors());
    node.put("spaces", counts.spaces());
    node.put("styled", counts.styled());
    node.put("confusables", counts.confusables());
    node.put("composed", counts.composed());
  }

  /** Puts a test of the corpus: one of the three. */
  public static void test(CorpusTest test, ObjectNode node) {
    node.put("test", test.kind().word());
    node.put("alphaPart", Decimals.exact(1.0 / test.kind().weight()));
    node.put("n", test.n());
    if (test.verdict() != Verdict.INVALID) {
      node.put("log10P", Decimals.fixed(test.log10P(), 4));
      node.put("adjustedLog10P", Decimals.fixed(test.adjustedLog10P(), 4));
    }
    test.leastLnP().ifPresent(ln -> node.put("leastLog10P", Decimals.fixed(ln / LN_10, 4)));
    if (test.couldSee().isPresent()) {
      long could = test.couldSee().getAsLong();
      if (test.kind() == CorpusTest.Kind.SUM) {
        node.put("couldSeeShare", Decimals.fixed(could * 1e-6, 6));
      } else {
        node.put("couldSeeDocumentOf", could);
      }
    }
    node.put("verdict", test.verdict().word());
  }

  /** Returns log10 of the e-value that stands beside the p-value of some evidence. */
  public static double log10E(Evidence evidence) {
    return E.lnE(evidence.n(), evidence.sum().toBigInteger()) / LN_10;
  }

  /**
   * Puts a hypothesis: the object {@code runnerUp}, or an entry of {@code results} but for its
   * share.
   */
  public static void finding(Finding finding, ObjectNode node) {
    Evidence evidence = finding.evidence();
    node.put("claim", finding.claim().word());
    if (!finding.era().isEmpty()) {
      node.put("era", finding.era());
    }
    node.put("form", finding.form().word());
    node.put("key", finding.name());
    node.put("keyId", finding.keyId());
    node.put("n", evidence.n());
    node.put("S", evidence.sum().toString());
    if (finding.verdict() != Verdict.INVALID) {
      node.put("log10P", Decimals.fixed(finding.log10P(), 4));
      node.put("adjustedLog10P", Decimals.fixed(finding.adjustedLog10P(), 4));
      node.put("log10E", Decimals.fixed(log10E(evidence), 4));
    }
    node.put("power", Decimals.fixed(finding.power(), 4));
    node.put("verdict", finding.verdict().word());
  }

  /** Puts a hypothesis and its share: what the report says of a key. */
  public static void result(CorpusResult result, ObjectNode node) {
    finding(result.finding(), node);
    share(result.share(), node.putObject("share"));
  }

  private static void share(ShareEstimate share, ObjectNode node) {
    node.put("estimate", Decimals.fixed(share.share(), 6));
    node.put("low", Decimals.fixed(share.low(), 6));
    node.put("high", Decimals.fixed(share.high(), 6));
    share.atLeast().ifPresent(bound -> node.put("atLeast", Decimals.fixed(bound, 6)));
    share.detectable().ifPresent(least -> node.put("detectable", Decimals.fixed(least, 6)));
  }

  /** Puts what the decoys showed. */
  public static void decoys(String seed, DecoyReport decoys, ObjectNode node) {
    node.put("seed", seed);
    node.put("sampledOneIn", 1L << decoys.level());
    ArrayNode panels = node.putArray("panels");
    decoys.panels().forEach(panel -> panel(panel, panels.addObject()));
    decoys.diagnosis().ifPresent(found -> diagnosis(found, node.putObject("diagnosis")));
  }

  private static void panel(DecoyPanel panel, ObjectNode node) {
    node.put("kind", panel.kind().word());
    node.put("era", panel.era());
    node.put("tier", panel.tier().name().toLowerCase(Locale.ROOT));
    node.put("n", panel.n());
    node.put("count", panel.count());
    node.put("mean", Decimals.fixed(panel.mean(), 4));
    node.put("sd", Decimals.fixed(StrictMath.sqrt(panel.variance()), 4));
    node.put("variance", Decimals.fixed(panel.variance(), 4));
    node.put("varianceLow", Decimals.fixed(panel.low(), 4));
    node.put("varianceHigh", Decimals.fixed(panel.high(), 4));
    node.put("judged", panel.judged());
    ArrayNode each = node.putArray("decoyZ");
    panel.decoyZ().forEach(z -> each.add(Decimals.fixed(z, 4)));
    ArrayNode ranks = node.putArray("ranks");
    for (DecoyPanel.Rank rank : panel.ranks()) {
      ranks
          .addObject()
          .put("key", rank.name())
          .put("z", Decimals.fixed(rank.z(), 4))
          .put("rank", rank.rank())
          .put("p", Decimals.fixed((double) rank.rank() / (panel.count() + 1), 6));
    }
  }

  private static void diagnosis(Diagnosis found, ObjectNode node) {
    node.put("cause", found.cause().word());
    node.put("tuples", found.tuples());
    node.put("repeated", found.repeated());
    node.put("equalDraws", found.equalDraws());
  }

  private static void documents(DocumentsSummary documents, ObjectNode node) {
    node.put("scored", documents.documents());
    node.put("testable", documents.testable());
    node.put("minimumTuples", documents.minimumTuples());
    node.put("flagged", documents.flagged());
    documents
        .lnThreshold()
        .ifPresent(ln -> node.put("thresholdLog10P", Decimals.fixed(ln / LN_10, 4)));
    documents.atLeast().ifPresent(least -> node.put("atLeast", least));
    ArrayNode accepted = node.putArray("acceptedTenants");
    documents
        .acceptedTenants()
        .forEach(one -> accepted.addObject().put("era", one.era()).put("key", one.tenant()));
    ArrayNode histogram = node.putArray("histogram");
    documents.histogram().forEach(histogram::add);
    documents.files().ifPresent(files -> files(files, node.putObject("files")));
  }

  private static void files(FileFindings files, ObjectNode node) {
    ArrayNode listed = node.putArray("listed");
    for (FileFindings.Listed one : files.listed()) {
      ObjectNode file = listed.addObject().put("file", one.file());
      if (one.members() > 0) {
        file.put("members", one.members());
      }
      counts(one.counts(), file);
    }
    FileFindings.Others others = files.others();
    counts(
        others.counts(),
        node.putObject("others")
            .put("files", others.files())
            .put("withFlagged", others.withFlagged()));
  }

  private static void counts(FileFindings.Counts counts, ObjectNode node) {
    node.put("scored", counts.documents());
    node.put("testable", counts.testable());
    node.put("flagged", counts.flagged());
    node.put("flaggedTokens", counts.flaggedTokens());
    counts.leastLnP().ifPresent(ln -> node.put("smallestLog10P", Decimals.fixed(ln / LN_10, 4)));
  }
}
