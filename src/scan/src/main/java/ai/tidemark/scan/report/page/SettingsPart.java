package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.Settings;
import ai.tidemark.scan.source.SourceLimits;
import java.util.ArrayList;
import java.util.List;

/** What the result depends on, and how to compute it again. */
final class SettingsPart {
  private SettingsPart() {}

  static void write(ScanReport report, Markup page) {
    Settings settings = report.settings();
    Levels levels = settings.levels();
    ReportPage.section(page, "settings", "What it depends on");
    page.table(
        "Watermark",
        List.of("What", "Id"),
        List.of(
            List.of(Markup.words("Profile"), Markup.named(settings.profile().id())),
            List.of(Markup.words("SHA-256 of it"), Markup.named(settings.profile().sha256())),
            List.of(Markup.words("Tokenizer"), Markup.named(settings.profile().tokenizer().name())),
            List.of(
                Markup.words("Its fingerprint"),
                Markup.named(settings.profile().tokenizer().fingerprint()))));
    List<List<Markup.Cell>> rows = new ArrayList<>();
    rows.addAll(
        List.of(
            row("alpha: marked at or below", Decimals.exact(levels.alpha())),
            row("alert level", Decimals.exact(levels.alert())),
            row("False discovery rate over documents", Decimals.exact(levels.fdr())),
            row("Nats above chance, assumed of marked text", Decimals.exact(levels.excess())),
            row("Share unreadable that makes it incomplete", Decimals.exact(levels.incomplete())),
            row("Bytes of a text at most", Integer.toString(settings.textBytes())),
            row("Distinct tuples at most", Long.toString(settings.tupleBudget())),
            row("Of them for decoys at most", Long.toString(settings.decoyTupleBudget())),
            List.of(Markup.words("Field of a record"), Markup.named(settings.field())),
            List.of(
                Markup.words("Column of a table"),
                Markup.named(settings.selection().column().orElse("text"))),
            List.of(
                Markup.words("Files read"),
                Markup.named(globs(settings.selection().include(), "all"))),
            List.of(
                Markup.words("Files left out"),
                Markup.named(globs(settings.selection().exclude(), "none"))),
            List.of(Markup.words("Rule for documents"), Markup.words(settings.documents().word())),
            List.of(Markup.words("Normaliser"), Markup.words(settings.normalisation().word())),
            List.of(Markup.words("Seed of the decoys"), Markup.named(settings.decoySeed()))));
    sampling(settings.rates(), rows);
    limits(settings.sourceLimits(), rows);
    page.table("Settings, fixed before looking", List.of("Setting", "Value"), rows);
    page.close("section");
    recompute(page);
  }

  private static void sampling(SampleRates rates, List<List<Markup.Cell>> rows) {
    if (rates.level() > 0) {
      rows.add(row("Tuples sampled from the start, one in", Long.toString(rates.oneIn())));
    }
    if (rates.decoyLevel() > 0) {
      rows.add(row("For decoys from the start, one in", Long.toString(rates.decoyOneIn())));
    }
  }

  private static void limits(SourceLimits limits, List<List<Markup.Cell>> rows) {
    if (!limits.equals(SourceLimits.DEFAULT)) {
      rows.add(row("Decompressed bytes per byte at most", Integer.toString(limits.ratio())));
      rows.add(row("After so many bytes", Long.toString(limits.grace())));
      rows.add(row("Bytes of a member at most", Long.toString(limits.memberBytes())));
      rows.add(row("Bytes of a file, decompressed, at most", Long.toString(limits.fileBytes())));
      rows.add(row("Members of an archive at most", Integer.toString(limits.entries())));
      rows.add(row("Memory of a decompressor at most", Integer.toString(limits.decoderBytes())));
    }
  }

  private static String globs(List<String> globs, String none) {
    return globs.isEmpty() ? none : String.join(", ", globs);
  }

  private static List<Markup.Cell> row(String what, String value) {
    return List.of(Markup.words(what), Markup.number(value));
  }

  private static void recompute(Markup page) {
    ReportPage.section(page, "again", "How to compute it again");
    page.open("ol");
    page.element(
        "li",
        "With corpus, keys and profile: run tidemark scan with the settings above. The same files,"
            + " keys and settings give the same bytes of report.json, whatever the machine and the"
            + " number of workers.");
    page.element(
        "li",
        "With the scored tuples (--with-blocks) and the opened keys: tidemark evidence verify"
            + " recomputes n, S, every p-value and the decoys without the texts.");
    page.element(
        "li",
        "By hand: p of a key is the upper tail of a Gamma law with shape n at S; tidemark tail"
            + " prints it to 15 digits. log10 p here is rounded to four places.");
    page.close("ol").close("section");
  }
}
