package ai.tidemark.scan.report.page;

import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.FileFindings;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.List;

/** Which files hold the flagged documents. */
final class FilesPart {
  private static final double LN_10 = StrictMath.log(10);

  private FilesPart() {}

  static void write(ScanReport report, Markup page) {
    if (report.documents().files().isEmpty()) {
      return; // no document was judged, and the part above says so
    }
    FileFindings files = report.documents().files().get();
    ReportPage.section(page, "files", "Files");
    summary(files, page);
    List<List<Markup.Cell>> rows = new ArrayList<>();
    for (FileFindings.Listed one : files.listed()) {
      rows.add(row(called(one), one.counts()));
    }
    String rest = files.listed().isEmpty() ? "All files" : "All other files";
    rows.add(row(Markup.words(rest), files.others().counts()));
    page.table(
        "Documents by file",
        List.of("File", "Flagged", "Tokens flagged", "Testable", "Scored", "Smallest log10\u00a0p"),
        rows);
    page.close("section");
  }

  private static void summary(FileFindings files, Markup page) {
    FileFindings.Others others = files.others();
    page.open("p");
    if (files.listed().isEmpty()) {
      page.text("None of ").figure(others.files()).text(" files holds a flagged document.");
    } else if (others.withFlagged() == 0) {
      page.text("Every file with a flagged document is listed. Other files with scored documents: ")
          .figure(others.files())
          .text(".");
    } else {
      page.text("The files with most flagged documents; of ")
          .figure(others.files())
          .text(" other files ")
          .figure(others.withFlagged())
          .text(" hold flagged documents too.");
    }
    page.text(" Members of an archive count with it. p is that of the strongest testable document,")
        .text(
            " and many documents were tested: a small one in a file without a flag is what chance")
        .text(" gives. Files without a scored document are not counted here.")
        .close("p");
  }

  private static Markup.Cell called(FileFindings.Listed one) {
    return page -> {
      page.name(one.file());
      if (one.members() > 0) {
        page.text(" (archive, ").figure(one.members()).text(" members with documents)");
      }
    };
  }

  private static List<Markup.Cell> row(Markup.Cell called, FileFindings.Counts counts) {
    return List.of(
        called,
        Markup.number(counts.flagged()),
        Markup.number(counts.flaggedTokens()),
        Markup.number(counts.testable()),
        Markup.number(counts.documents()),
        counts.leastLnP().isPresent()
            ? Markup.number(Decimals.fixed(counts.leastLnP().getAsDouble() / LN_10, 4))
            : Markup.words("none testable"));
  }
}
