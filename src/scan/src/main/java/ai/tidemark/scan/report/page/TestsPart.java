package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.List;

/** The three tests of the corpus. */
final class TestsPart {
  private static final double LN_10 = StrictMath.log(10);

  private TestsPart() {}

  static void write(ScanReport report, Markup page) {
    ReportPage.section(page, "tests", "The tests of the corpus");
    page.element(
        "p",
        "Alpha was split between three tests before looking: the sum finds weak evidence that is"
            + " spread widely, documents a few that were taken whole, single tuples sparse"
            + " evidence within texts. Adjusted p has paid for the test's part of alpha and for"
            + " everything asked within it.");
    List<List<Markup.Cell>> rows = new ArrayList<>();
    report.tests().forEach(test -> rows.add(row(test)));
    page.table(
        "Tests of the corpus",
        List.of("Test", "Verdict", "n", "log10 p", "Adjusted log10 p", "Part of alpha", "Power"),
        rows);
    page.close("section");
  }

  private static List<Markup.Cell> row(CorpusTest test) {
    boolean withheld = test.verdict() == Verdict.INVALID;
    return List.of(
        Markup.words(test.kind().word()),
        Markup.words(test.verdict().word()),
        Markup.number(test.n()),
        withheld ? Markup.words("withheld") : Markup.number(Decimals.fixed(test.log10P(), 4)),
        withheld
            ? Markup.words("withheld")
            : Markup.number(Decimals.fixed(test.adjustedLog10P(), 4)),
        Markup.number(Decimals.exact(1.0 / test.kind().weight())),
        page -> {
          VerdictPart.couldSee(test, page);
          if (test.leastLnP().isPresent()) {
            page.text("; simulated, its log10 p is never below ")
                .figure(Decimals.fixed(test.leastLnP().getAsDouble() / LN_10, 4));
          }
        });
  }
}
