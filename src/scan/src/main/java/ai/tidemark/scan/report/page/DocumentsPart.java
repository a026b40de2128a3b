package ai.tidemark.scan.report.page;

import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Documents judged together, and their p-values against the uniform law. */
final class DocumentsPart {
  private static final double LN_10 = StrictMath.log(10);
  private static final int FEWEST_BINS = 7;

  private DocumentsPart() {}

  static void write(ScanReport report, Markup page) {
    DocumentsSummary documents = report.documents();
    ReportPage.section(page, "documents", "Documents");
    if (documents.histogram().isEmpty()) {
      page.element("p", "No document was judged: p-values do not hold here.").close("section");
      return;
    }
    page.open("p")
        .figure(documents.flagged())
        .text(" documents are flagged at a false discovery rate of ")
        .percent(Decimals.exact(report.settings().levels().fdr()))
        .text(" by rule " + report.settings().documents().word() + ", of ")
        .figure(documents.testable())
        .text(" testable (n from ")
        .figure(documents.minimumTuples())
        .text(") and ")
        .figure(documents.documents())
        .text(" scored. ");
    documents
        .atLeast()
        .ifPresent(
            least ->
                page.text("At least ")
                    .figure(least)
                    .text(" of the flagged depend on a key, with confidence 99 %. "));
    documents
        .lnThreshold()
        .ifPresent(
            ln ->
                page.text("The largest flagged log10 p is ")
                    .figure(Decimals.fixed(ln / LN_10, 4))
                    .text(". "));
    page.text("flagged.jsonl names them; a flag is no finding about one document alone.");
    page.close("p");
    accepted(documents, page);
    chart(documents, page);
    page.close("section");
  }

  private static void accepted(DocumentsSummary documents, Markup page) {
    if (documents.acceptedTenants().isEmpty()) {
      return;
    }
    page.open("p").text("Documents were asked about the fleet together with: ");
    for (int i = 0; i < documents.acceptedTenants().size(); i++) {
      DocumentsSummary.Accepted one = documents.acceptedTenants().get(i);
      page.text(i == 0 ? "" : ", ").name(one.tenant()).text(" (era ").name(one.era()).text(")");
    }
    page.text(".").close("p");
  }

  private static void chart(DocumentsSummary documents, Markup page) {
    List<Long> counts = documents.histogram();
    int bins = FEWEST_BINS;
    for (int i = 0; i < counts.size(); i++) {
      bins = counts.get(i) > 0 ? Math.max(bins, i + 1) : bins;
    }
    bins = Math.min(bins, counts.size());
    page.open("figure");
    page.element(
        "figcaption",
        "Testable documents by p, in powers of ten; the line is what p-values that are uniform"
            + " would show. A document's p has paid for its hypotheses and text forms, so"
            + " unmarked documents lie at the line or to the left of it. Heights are logarithms.");
    HistogramChart.write(counts.subList(0, bins), documents.testable(), page);
    page.close("figure");
    List<List<Markup.Cell>> rows = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      boolean last = i == counts.size() - 1;
      double uniform = HistogramChart.uniform(documents.testable(), i, last);
      if (counts.get(i) == 0 && uniform < 0.05) {
        continue;
      }
      String range = last ? "1e-" + i + " or below" : power(i) + " to 1e-" + (i + 1);
      rows.add(
          List.of(
              Markup.words(range),
              Markup.number(counts.get(i)),
              Markup.words(String.format(Locale.ROOT, "%,.1f", uniform))));
    }
    page.table(
        "Documents by p; ranges with none, and none expected, are left out",
        List.of("p", "Documents", "If uniform"),
        rows);
  }

  private static String power(int i) {
    return i == 0 ? "1" : "1e-" + i;
  }
}
