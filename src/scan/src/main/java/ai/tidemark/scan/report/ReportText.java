package ai.tidemark.scan.report;

import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.Verdict;

/** The report for people: rounded numbers, captions that stop at 1e-12. */
final class ReportText {
  private static final double CAPTION_LOG10 = -12;
  private static final int NAME_WIDTH = 12;
  private static final int VERDICT_WIDTH = 14;

  private ReportText() {}

  static String summary(ScanReport report) {
    StringBuilder text = new StringBuilder();
    Levels levels = report.settings().levels();
    line(text, "corpus", report.verdict().word(), explanation(report));
    for (CorpusResult result : report.results()) {
      text.append(result(result, levels));
    }
    for (Finding wrong : report.wrongKeys()) {
      line(text, wrong.name(), wrong.verdict().word(), evidence(wrong));
    }
    documents(text, report);
    for (DecoyPanel panel : report.decoys()) {
      decoys(text, panel, report.decoyLevel());
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
      case INVALID -> "decoy keys vary more than the null law allows; p-values are withheld";
      case NOT_TESTABLE -> "too few tuples to show anything";
      case MARKED, ALERT, NOT_SHOWN -> "";
    };
  }

  private static String result(CorpusResult result, Levels levels) {
    StringBuilder text = new StringBuilder();
    Finding finding = result.finding();
    ShareEstimate share = result.share();
    String detail = evidence(finding);
    if (finding.verdict() == Verdict.MARKED || finding.verdict() == Verdict.ALERT) {
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
    line(text, finding.name(), finding.verdict().word(), detail);
    return text.toString();
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
            + " scored");
  }

  private static void decoys(StringBuilder text, DecoyPanel panel, int level) {
    StringBuilder ranks = new StringBuilder();
    for (DecoyPanel.Rank rank : panel.ranks()) {
      ranks.append("   ").append(rank.name()).append(" is ").append(rank.rank());
      ranks.append(" of ").append(panel.count() + 1);
    }
    String slice = level == 0 ? "" : "   on 1 tuple in " + (1L << level);
    line(
        text,
        "decoys",
        panel.count() + " keys",
        "variance of z "
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
    long oneIn = 1L << totals.samplingLevel();
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
            + (oneIn == 1 ? "" : " (a sample of 1 in " + oneIn + ")"));
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
}
