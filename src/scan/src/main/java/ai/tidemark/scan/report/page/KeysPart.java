package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ReportJson;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each key showed, the evidence behind it, and which share of the corpus is marked. */
final class KeysPart {
  /** With more keys than this, tenants that are not shown are only counted. */
  private static final int FEW = 50;

  /** Shown tenants on the page at most; report.json has all. */
  private static final int MOST = 200;

  private KeysPart() {}

  static void write(ScanReport report, Markup page) {
    List<CorpusResult> listed = listed(report);
    ReportPage.section(page, "keys", "What each key showed");
    page.element(
        "p",
        "Each distinct tuple counts once in the whole corpus. S is the sum of its scores in units"
            + " of 2^-32 nat; unmarked text has S near n times 2^32. Adjusted p has paid for every"
            + " key, text form and era. Power is the probability that as much text, wholly marked,"
            + " would be found.");
    List<List<Markup.Cell>> shown = new ArrayList<>();
    List<List<Markup.Cell>> evidence = new ArrayList<>();
    for (CorpusResult result : listed) {
      add(result.finding(), "", report, shown, evidence);
    }
    Optional<Finding> runnerUp = report.runnerUp();
    runnerUp.ifPresent(f -> add(f, "runner-up: ", report, shown, evidence));
    report.wrongKeys().forEach(f -> add(f, "wrong key: ", report, shown, evidence));
    page.table(
        "Findings",
        List.of("Key", "Verdict", "Adjusted p", "Adjusted log10 p", "n", "Power"),
        shown);
    int left = report.results().size() - listed.size();
    if (left > 0) {
      page.open("p")
          .text(Integer.toString(left))
          .text(" more tenants stand in report.json only.")
          .close("p");
    }
    page.table(
        "Evidence",
        List.of("Key", "Asked of", "Key id", "Text form", "S", "log10 p", "log10 e-value"),
        evidence);
    page.close("section");
    shares(report, listed, page);
  }

  private static List<CorpusResult> listed(ScanReport report) {
    if (report.results().size() <= FEW) {
      return report.results();
    }
    return report.results().stream()
        .filter(r -> r.finding().claim() == Claim.FLEET || r.finding().shown())
        .limit(MOST)
        .toList();
  }

  private static void add(
      Finding finding,
      String role,
      ScanReport report,
      List<List<Markup.Cell>> shown,
      List<List<Markup.Cell>> evidence) {
    boolean withheld = finding.verdict() == Verdict.INVALID;
    Markup.Cell key =
        page -> {
          page.text(role);
          Captions.key(finding, report).write(page);
        };
    Markup.Cell none = Markup.words("withheld");
    shown.add(
        List.of(
            key,
            Markup.words(finding.verdict().word()),
            withheld ? none : Markup.words(Captions.p(finding.adjustedLog10P())),
            withheld ? none : Markup.number(Decimals.fixed(finding.adjustedLog10P(), 4)),
            Markup.number(finding.evidence().n()),
            Markup.number(Decimals.fixed(finding.power(), 4))));
    evidence.add(
        List.of(
            key,
            Markup.words(finding.claim().word()),
            Markup.named(finding.keyId()),
            Markup.words(finding.form().word()),
            Markup.number(finding.evidence().sum().toString()),
            withheld ? none : Markup.number(Decimals.fixed(finding.log10P(), 4)),
            withheld
                ? none
                : Markup.number(Decimals.fixed(ReportJson.log10E(finding.evidence()), 4))));
  }

  private static void shares(ScanReport report, List<CorpusResult> listed, Markup page) {
    ReportPage.section(page, "shares", "How much of the corpus");
    page.open("p")
        .text("Share of the distinct tuples of the key's tier, if marked text scores ")
        .figure(Decimals.exact(report.settings().levels().excess()))
        .text(" nats above chance, with its 95 % interval; the lower bound (99 %) assumes")
        .text(" nothing of how marked text scores and is counted for keys that are shown. The")
        .text(" last column is the smallest share that would have been marked with power 99 %.");
    if (report.verdict() == Verdict.INVALID) {
      page.text(" The p-values of this report do not hold, and neither do these intervals.");
    }
    page.close("p");
    List<List<Markup.Cell>> rows = new ArrayList<>();
    for (CorpusResult result : listed) {
      ShareEstimate share = result.share();
      rows.add(
          List.of(
              Captions.key(result.finding(), report),
              Markup.share(Decimals.fixed(share.share(), 6)),
              cell ->
                  cell.percent(Decimals.fixed(share.low(), 6))
                      .text(" to ")
                      .percent(Decimals.fixed(share.high(), 6)),
              share.atLeast().isPresent()
                  ? Markup.share(Decimals.fixed(share.atLeast().getAsDouble(), 6))
                  : Markup.words("not counted"),
              share.detectable().isPresent()
                  ? Markup.share(Decimals.fixed(share.detectable().getAsDouble(), 6))
                  : Markup.words("none")));
    }
    page.table("Shares", List.of("Key", "Estimate", "Interval", "At least", "Could be seen"), rows);
    page.close("section");
  }
}
