package ai.tidemark.scan.report.page;

import ai.tidemark.core.text.Normalised;
import ai.tidemark.scan.report.CorpusTotals;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.List;

/** What was read, what the normaliser changed, and what was skipped. */
final class CorpusPart {
  private static final List<String> HEADS = List.of("What", "Count");

  private CorpusPart() {}

  static void write(ScanReport report, Markup page) {
    ReportPage.section(page, "corpus", "What was read");
    read(report, page);
    normalised(report.totals(), page);
    skipped(report, page);
    page.close("section");
  }

  private static List<Markup.Cell> row(String what, long count) {
    return List.of(Markup.words(what), Markup.number(count));
  }

  private static void read(ScanReport report, Markup page) {
    CorpusTotals totals = report.totals();
    page.table("Read", HEADS, rows(totals));
  }

  private static List<List<Markup.Cell>> rows(CorpusTotals totals) {
    List<List<Markup.Cell>> rows = new ArrayList<>();
    rows.addAll(
        List.of(
            row("Files", totals.files()),
            row("Records and parts of text files", totals.records()),
            row("Documents scored", totals.documents()),
            row("Bytes", totals.bytes()),
            row("Tokens", totals.tokens()),
            row("Scored positions, repeats included", totals.positions()),
            row("Distinct tuples held", totals.tuples()),
            row("Tuples are a sample of one in", 1L << totals.samplingLevel()),
            List.of(Markup.words("Digest of the tuples"), Markup.named(totals.digest()))));
    totals
        .leftOut()
        .ifPresent(
            left -> {
              rows.add(row("Files left out by their names", left.files()));
              rows.add(row("Members of archives left out by their names", left.members()));
            });
    return rows;
  }

  private static void normalised(CorpusTotals totals, Markup page) {
    Normalised.Counts counts = totals.removed();
    page.table(
        "Normaliser: documents changed, and code points removed or folded",
        HEADS,
        List.of(
            row("Documents changed", totals.normalised()),
            row("Ignorables", counts.ignorables()),
            row("Direction controls", counts.bidiControls()),
            row("Variation selectors", counts.variationSelectors()),
            row("Spaces", counts.spaces()),
            row("Styled letters", counts.styled()),
            row("Confusables", counts.confusables()),
            row("Composed", counts.composed())));
  }

  private static void skipped(ScanReport report, Markup page) {
    page.open("p")
        .figure(report.totals().unreadableRecords())
        .text(" records and ")
        .figure(report.totals().unreadableBytes())
        .text(" bytes hold data that could not be read. skipped.jsonl names every file and record")
        .text(" that was not scored.")
        .close("p");
    if (report.skipped().isEmpty()) {
      page.element("p", "Nothing was skipped.");
      return;
    }
    List<List<Markup.Cell>> rows = new ArrayList<>();
    report.skipped().forEach((reason, count) -> rows.add(row(reason.word(), count)));
    page.table("Skipped, by reason", HEADS, rows);
  }
}
