package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How keys that marked nothing score, and where the real keys stand among them. */
final class DecoysPart {
  /** Ranks on the page at most; report.json has all. */
  private static final int MOST_RANKS = 50;

  /** Decoys of a panel on the page at most; report.json has all. */
  private static final int MOST_DECOYS = 2_000;

  private DecoysPart() {}

  static void write(ScanReport report, Markup page) {
    ReportPage.section(page, "decoys", "Decoys: keys that marked nothing");
    page.open("p")
        .text("Decoys come from the same derivation as keys, from the seed ")
        .name(report.settings().decoySeed())
        .text(", and were scored on one distinct tuple in ")
        .figure(1L << report.decoys().level())
        .text(". Under the null law their z has mean 0 and variance 1; an interval of the variance")
        .text(" (99.9 %) that lies above 1 makes the report invalid. A real key's rank among them")
        .text(
            " gives a p-value that needs no law at all. Each decoy's z stands in report.json, and")
        .text(" here in a list below each picture, which has to be opened to be printed.")
        .close("p");
    report.decoys().diagnosis().ifPresent(found -> diagnosis(found, page));
    List<List<Markup.Cell>> panels = new ArrayList<>();
    report.decoys().panels().forEach(panel -> panels.add(row(panel)));
    page.table(
        "Decoy panels",
        List.of("Coin, tier, era", "Decoys", "n", "Mean of z", "sd", "Variance", "Judged"),
        panels);
    for (DecoyPanel panel : report.decoys().panels()) {
      strip(panel, page);
      if (!panel.ranks().isEmpty()) {
        ranks(panel, page);
      }
      each(panel, page);
    }
    page.close("section");
  }

  private static void diagnosis(Diagnosis found, Markup page) {
    page.open("p")
        .text("Looked for the cause on ")
        .figure(found.tuples())
        .text(" tuples: ")
        .figure(found.repeated())
        .text(" counted more than once, ")
        .figure(found.equalDraws())
        .text(" different tuples with equal draws. Cause: " + found.cause().word() + ".")
        .close("p");
  }

  private static Markup.Cell called(DecoyPanel panel) {
    return page ->
        page.text(panel.kind().word() + ", ")
            .text(panel.tier().name().toLowerCase(Locale.ROOT) + ", ")
            .name(panel.era());
  }

  private static List<Markup.Cell> row(DecoyPanel panel) {
    return List.of(
        called(panel),
        Markup.number(panel.count()),
        Markup.number(panel.n()),
        Markup.number(Decimals.fixed(panel.mean(), 4)),
        Markup.number(Decimals.fixed(StrictMath.sqrt(panel.variance()), 4)),
        page ->
            page.figure(Decimals.fixed(panel.variance(), 4))
                .text(" (")
                .figure(Decimals.fixed(panel.low(), 4))
                .text(" to ")
                .figure(Decimals.fixed(panel.high(), 4))
                .text(")"),
        Markup.words(
            panel.broken()
                ? "contradicts the null law"
                : panel.judged() ? "no contradiction" : "too few"));
  }

  private static void strip(DecoyPanel panel, Markup page) {
    page.open("figure").open("figcaption");
    called(panel).write(page);
    page.text(": z of each decoy (ticks) over their mean with 1 and 2 standard deviations (bands)");
    page.text(panel.ranks().isEmpty() ? "." : ", and of the real keys (tall lines).");
    page.close("figcaption");
    ZStrip.write(panel, page);
    page.close("figure");
  }

  /** A list that is closed until asked for, without a script: paper has it if it was opened. */
  private static void each(DecoyPanel panel, Markup page) {
    List<Double> shown = panel.decoyZ().subList(0, Math.min(MOST_DECOYS, panel.decoyZ().size()));
    page.open("details").open("summary").text("z of each decoy: ");
    called(panel).write(page);
    page.close("summary").open("p");
    page.text("In the order of the decoys, columns downwards; the first is decoy ")
        .text(panel.kind() == DecoyPanel.Kind.OWN_COIN ? "2^32" : "0")
        .text(" of the seed. Mean, variance and ranks above follow from these numbers, which");
    page.text(" report.json has too.");
    if (shown.size() < panel.decoyZ().size()) {
      page.text(" " + (panel.decoyZ().size() - shown.size()) + " more stand in report.json only.");
    }
    page.close("p").open("p", "class", "each");
    for (double z : shown) {
      page.figure(Decimals.fixed(z, 4)).text(" ");
    }
    page.close("p").close("details");
  }

  private static void ranks(DecoyPanel panel, Markup page) {
    List<List<Markup.Cell>> rows = new ArrayList<>();
    for (DecoyPanel.Rank rank :
        panel.ranks().subList(0, Math.min(MOST_RANKS, panel.ranks().size()))) {
      rows.add(
          List.of(
              Markup.named(rank.name()),
              Markup.number(Decimals.fixed(rank.z(), 4)),
              cell -> cell.figure(rank.rank()).text(" of " + (panel.count() + 1)),
              Markup.number(Decimals.fixed((double) rank.rank() / (panel.count() + 1), 6))));
    }
    page.table("Ranks among decoys", List.of("Key", "z", "Rank", "p by rank"), rows);
    if (rows.size() < panel.ranks().size()) {
      page.open("p")
          .text(Integer.toString(panel.ranks().size() - rows.size()))
          .text(" more keys and their ranks stand in report.json only.")
          .close("p");
    }
  }
}
