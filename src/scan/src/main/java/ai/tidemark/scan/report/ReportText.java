package ai.tidemark.scan.report;

import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.Place;
import java.util.Locale;

/** The report for people: rounded numbers, captions that stop at 1e-12. */
final class ReportText {
  private static final double CAPTION_LOG10 = -12;
  private static final double LN_10 = StrictMath.log(10);
  private static final int NAME_WIDTH = 12;
  private static final int VERDICT_WIDTH = 14;
  private static final int FEW_KEYS = 8;

  private ReportText() {}

  static String summary(ScanReport report) {
    StringBuilder text = new StringBuilder();
    line(text, "corpus", report.verdict().word(), explanation(report));
    tests(text, report);
    results(text, report);
    for (Finding wrong : report.wrongKeys()) {
      line(text, wrong.name(), wrong.verdict().word(), evidence(wrong));
    }
    documents(text, report);
    for (DecoyPanel panel : report.decoys().panels()) {
      decoys(text, panel, report);
    }
    totals(text, report);
    if (report.verdict() == Verdict.MARKED || report.verdict() == Verdict.ALERT) {
      text.append(ScanReport.MEANING).append('\n');
    }
    return text.toString();
  }

  private static String explanation(ScanReport report) {
    CorpusTotals totals = report.totals();
    return switch (report.verdict()) {
      case INCOMPLETE ->
          Decimals.count(totals.unreadableRecords())
              + " of "
              + Decimals.count(totals.records())
              + " records could not be read; see skipped.jsonl";
      case INVALID ->
          "decoy keys vary more than the null law allows; p-values are withheld; cause "
              + report.decoys().diagnosis().map(d -> d.cause().word()).orElse("not looked for");
      case NOT_TESTABLE -> "too few tuples to show anything";
      case MARKED, ALERT, NOT_SHOWN -> "";
    };
  }

  private static void tests(StringBuilder text, ScanReport report) {
    for (CorpusTest test : report.tests()) {
      String p =
          test.verdict() == Verdict.INVALID
              ? ""
              : "log10 p = " + Decimals.fixed(test.adjustedLog10P(), 1) + "   ";
      line(
          text,
          "  " + test.kind().word(),
          test.verdict().word(),
          p + "n = " + Decimals.count(test.n()) + what(test) + couldSee(test));
    }
  }

  private static String what(CorpusTest test) {
    return switch (test.kind()) {
      case SUM -> " tuples";
      case DOCUMENTS -> " documents";
      case TUPLES -> " single tuples";
    };
  }

  private static String couldSee(CorpusTest test) {
    return switch (test.kind()) {
      case SUM ->
          test.couldSee().isEmpty()
              ? "   no share would have been seen"
              : "   could see a share of "
                  + Decimals.percent(test.couldSee().getAsLong() * 1e-6)
                  + " %";
      case DOCUMENTS ->
          test.couldSee().isEmpty() || test.n() == 0
              ? ""
              : "   could see one whole document of n = "
                  + Decimals.count(test.couldSee().getAsLong());
      case TUPLES ->
          test.leastLnP().isEmpty()
              ? ""
              : "   simulated, not below "
                  + Decimals.fixed(test.leastLnP().getAsDouble() / LN_10, 1);
    };
  }

  /** The fleets, the tenants shown, and of many others only the strongest. */
  private static void results(StringBuilder text, ScanReport report) {
    Levels levels = report.settings().levels();
    boolean all = report.results().size() <= FEW_KEYS;
    long eras = eras(report);
    int more = 0;
    int others = 0;
    int printed = 0;
    for (CorpusResult result : report.results()) {
      Finding finding = result.finding();
      if (all || finding.claim() == Claim.FLEET) {
        result(text, result, levels, eras);
      } else if (!finding.shown()) {
        others++;
      } else if (printed++ < FEW_KEYS) {
        result(text, result, levels, eras);
      } else {
        more++;
      }
    }
    if (more > 0) {
      line(text, "", "", "and " + Decimals.count(more) + " more tenants; see report.json");
    }
    report
        .runnerUp()
        .ifPresent(
            finding -> line(text, "runner-up", finding.verdict().word(), named(finding, eras)));
    if (others > 0) {
      line(text, "tenants", Decimals.count(others), "not shown or not testable");
    }
  }

  private static long eras(ScanReport report) {
    return report.results().stream().filter(r -> r.finding().claim() == Claim.FLEET).count();
  }

  private static String named(Finding finding, long eras) {
    return label(finding, eras) + ": " + evidence(finding);
  }

  private static String label(Finding finding, long eras) {
    return eras > 1 ? finding.name() + " " + finding.era() : finding.name();
  }

  private static void result(StringBuilder text, CorpusResult result, Levels levels, long eras) {
    Finding finding = result.finding();
    ShareEstimate share = result.share();
    String detail = evidence(finding);
    if (finding.shown()) {
      detail +=
          "   share "
              + Decimals.percent(share.share())
              + " % ("
              + Decimals.percent(share.low())
              + " to "
              + Decimals.percent(share.high())
              + ") at "
              + Decimals.exact(levels.excess())
              + " nats";
    } else if (share.detectable().isPresent()) {
      detail +=
          "   a share of "
              + Decimals.percent(share.detectable().getAsDouble())
              + " % would have been seen with power 99 %";
    }
    line(text, label(finding, eras), finding.verdict().word(), detail);
  }

  private static String evidence(Finding finding) {
    if (finding.verdict() == Verdict.INVALID) {
      return "n = " + Decimals.count(finding.evidence().n());
    }
    String caption = finding.adjustedLog10P() < CAPTION_LOG10 ? "p below 1e-12   " : "";
    return caption
        + "log10 p = "
        + Decimals.fixed(finding.adjustedLog10P(), 1)
        + "   n = "
        + Decimals.count(finding.evidence().n());
  }

  private static void documents(StringBuilder text, ScanReport report) {
    DocumentsSummary documents = report.documents();
    line(
        text,
        "documents",
        Decimals.count(documents.flagged()) + " flagged",
        "at FDR "
            + Decimals.percent(report.settings().levels().fdr())
            + " %, of "
            + Decimals.count(documents.testable())
            + " testable (n from "
            + documents.minimumTuples()
            + ") and "
            + Decimals.count(documents.documents())
            + " scored"
            + (documents.atLeast().orElse(0) == 0
                ? ""
                : "; at least "
                    + Decimals.count(documents.atLeast().getAsLong())
                    + " of them, 99 %"));
    documents.files().filter(f -> !f.listed().isEmpty()).ifPresent(f -> files(text, f));
  }

  private static void files(StringBuilder text, FileFindings files) {
    FileFindings.Listed most = files.listed().getFirst();
    long with = files.listed().size() + files.others().withFlagged();
    line(
        text,
        "  in files",
        Decimals.count(with)
            + " of "
            + Decimals.count(with + files.others().files() - files.others().withFlagged()),
        "most in "
            + Place.whole(most.file())
            + ": "
            + Decimals.count(most.counts().flagged())
            + " of "
            + Decimals.count(most.counts().documents()));
  }

  private static void decoys(StringBuilder text, DecoyPanel panel, ScanReport report) {
    int level = report.decoys().level();
    StringBuilder ranks = new StringBuilder();
    for (DecoyPanel.Rank rank : panel.ranks()) {
      ranks.append("   ").append(rank.name()).append(" is ").append(rank.rank());
      ranks.append(" of ").append(panel.count() + 1);
    }
    String slice = level == 0 ? "" : "   on 1 tuple in " + (1L << level);
    String era = eras(report) > 1 ? " " + panel.era() : "";
    line(
        text,
        panel.kind() == DecoyPanel.Kind.TRUE_COIN ? "decoys" : "own coins",
        panel.count() + " keys",
        panel.tier().name().toLowerCase(Locale.ROOT)
            + era
            + ": variance of z "
            + Decimals.fixed(panel.variance(), 2)
            + " ("
            + Decimals.fixed(panel.low(), 2)
            + " to "
            + Decimals.fixed(panel.high(), 2)
            + ")"
            + ranks
            + slice);
  }

  private static void totals(StringBuilder text, ScanReport report) {
    CorpusTotals totals = report.totals();
    line(
        text,
        "read",
        Decimals.rough(totals.tokens()) + " tokens",
        Decimals.count(totals.files())
            + " files, "
            + Decimals.rough(totals.bytes())
            + "B, "
            + Decimals.rough(totals.tuples())
            + " distinct tuples"
            + held(report));
    if (totals.normalised() > 0) {
      line(
          text,
          "normalised",
          Decimals.count(totals.normalised()),
          "documents changed, "
              + Decimals.count(totals.removed().total())
              + " code points removed or folded; scored raw and normalised");
    }
    totals
        .leftOut()
        .ifPresent(
            left ->
                line(
                    text,
                    "left out",
                    Decimals.count(left.files()) + " files",
                    Decimals.count(left.members())
                        + " members of archives, by --include and --exclude"));
    if (report.skippedTotal() > 0) {
      StringBuilder reasons = new StringBuilder();
      report
          .skipped()
          .forEach(
              (reason, count) ->
                  reasons
                      .append(reasons.isEmpty() ? "" : ", ")
                      .append(Decimals.count(count))
                      .append(' ')
                      .append(reason.word()));
      line(text, "skipped", Decimals.count(report.skippedTotal()), reasons + " (skipped.jsonl)");
    }
  }

  private static void line(StringBuilder text, String name, String verdict, String detail) {
    StringBuilder line = new StringBuilder();
    line.append(padded(name, NAME_WIDTH)).append(padded(verdict, VERDICT_WIDTH)).append(detail);
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String padded(String word, int width) {
    return word.length() < width ? word + " ".repeat(width - word.length()) : word + " ";
  }

  /** Says which tuples are held, and why, where they are not simply all in memory. */
  private static String held(ScanReport report) {
    long oneIn = 1L << report.totals().samplingLevel();
    String budget = String.format(Locale.ROOT, "%,d", report.settings().tupleBudget());
    long fixed = report.settings().rates().oneIn();
    boolean disk = report.totals().tuples() > report.settings().tupleBudget();
    if (fixed > 1 && oneIn == fixed) {
      return " (a sample of 1 in "
          + oneIn
          + ", fixed beforehand"
          + (disk ? ", on disk: more than the budget of " + budget : "")
          + ")";
    }
    if (fixed > 1) {
      return " (a sample of 1 in "
          + oneIn
          + ": the 1 in "
          + fixed
          + " fixed beforehand would be more than the budget of "
          + budget
          + ")";
    }
    if (oneIn > 1) {
      return " (a sample of 1 in "
          + oneIn
          + ": all would be more than the budget of "
          + budget
          + ")";
    }
    return disk ? " (all, on disk: more than the budget of " + budget + ")" : "";
  }
}
