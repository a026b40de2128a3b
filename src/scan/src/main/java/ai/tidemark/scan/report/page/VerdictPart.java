package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusTotals;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import java.util.Locale;

/** What comes first: the verdict in plain words, what it could have seen, and what it means. */
final class VerdictPart {
  private VerdictPart() {}

  static void write(ScanReport report, Markup page) {
    String word = report.verdict().word();
    page.open("header", "class", "verdict " + word.replace(' ', '-').toLowerCase(Locale.ROOT));
    page.element("p", "Tidemark report on a corpus", "class", "kind");
    page.open("h1").text("Verdict: ").element("strong", word).close("h1");
    page.open("p", "class", "plain");
    explain(report, page);
    page.close("p");
    page.open("ul");
    for (CorpusTest test : report.tests()) {
      page.open("li");
      sentence(test, page);
      page.close("li");
    }
    page.close("ul").close("header");
    page.open("aside", "aria-labelledby", "meaning");
    page.element("h2", "What a finding means", "id", "meaning");
    page.open("blockquote").element("p", ScanReport.MEANING).close("blockquote");
    page.close("aside");
  }

  private static void explain(ScanReport report, Markup page) {
    String alpha = Decimals.exact(report.settings().levels().alpha());
    String alert = Decimals.exact(report.settings().levels().alert());
    switch (report.verdict()) {
      case MARKED ->
          page.text("This corpus depends on a key that was asked about: evidence this strong, or")
              .text(" stronger, appears in independent text with probability at most ")
              .figure(alpha)
              .text(", after paying for every key, text form and test. Which keys, and how much of")
              .text(" the corpus, stands below.");
      case ALERT ->
          page.text("There is evidence, but less than was asked for: p is at or below the alert")
              .text(" level ")
              .figure(alert)
              .text(" and above alpha, ")
              .figure(alpha)
              .text(". A reason to look at more text under a new plan, not a finding.");
      case NOT_SHOWN ->
          page.text("No dependence on the keys was shown at ")
              .figure(alert)
              .text(". That does not say there is none: a smaller share than the tests below could")
              .text(" have seen would look the same.");
      case NOT_TESTABLE ->
          page.text("There is too little text to show anything: even if all of it were marked, it")
              .text(" would be found with a probability under one half. Nothing follows, either")
              .text(" way.");
      case INCOMPLETE -> incomplete(report, page);
      case INVALID -> invalid(report, page);
    }
  }

  private static void incomplete(ScanReport report, Markup page) {
    CorpusTotals totals = report.totals();
    page.text("Too much of the corpus could not be read: ")
        .figure(totals.unreadableRecords())
        .text(" of ")
        .figure(totals.records())
        .text(" records, ")
        .figure(totals.unreadableBytes())
        .text(" of ")
        .figure(totals.bytes())
        .text(" bytes; the limit for either is ")
        .percent(Decimals.exact(report.settings().levels().incomplete()))
        .text(". The tests below hold for what was read and say nothing of the rest;")
        .text(" skipped.jsonl names it.");
  }

  private static void invalid(ScanReport report, Markup page) {
    page.text("Keys that never marked anything, the decoys, vary more on this corpus than the")
        .text(" null law allows. So p-values would not mean what they say: they are withheld, and")
        .text(" nothing is found or excluded. Cause: ")
        .text(report.decoys().diagnosis().map(d -> d.cause().word()).orElse("not looked for"))
        .text(".");
  }

  private static void sentence(CorpusTest test, Markup page) {
    page.text(
        switch (test.kind()) {
          case SUM -> "All scores together, n = ";
          case DOCUMENTS -> "The strongest documents, n = ";
          case TUPLES -> "Single tuples, n = ";
        });
    page.figure(test.n());
    page.text(
        switch (test.kind()) {
          case SUM -> " distinct tuples: ";
          case DOCUMENTS -> " testable documents: ";
          case TUPLES -> " tuples: ";
        });
    page.text(test.verdict().word());
    if (test.verdict() != Verdict.INVALID) {
      page.text(", adjusted " + Captions.p(test.adjustedLog10P()) + " (log10\u00a0p\u00a0=\u00a0")
          .figure(Decimals.fixed(test.adjustedLog10P(), 4))
          .text(")");
    }
    page.text("; ");
    couldSee(test, page);
    page.text(".");
  }

  /** Writes what a test could have seen. */
  static void couldSee(CorpusTest test, Markup page) {
    switch (test.kind()) {
      case SUM -> {
        if (test.couldSee().isEmpty()) {
          page.text("could not have seen any share with power 99\u00a0%");
        } else {
          page.text("could see a marked share of ")
              .percent(Decimals.fixed(test.couldSee().getAsLong() * 1e-6, 6))
              .text(" with power 99\u00a0%");
        }
      }
      case DOCUMENTS -> {
        if (test.couldSee().isEmpty() || test.n() == 0) {
          page.text("could not have seen a single document");
        } else {
          page.text("could see a single wholly marked document of ")
              .figure(test.couldSee().getAsLong())
              .text(" tuples with power 99\u00a0%");
        }
      }
      case TUPLES -> page.text("what it could see is not known in advance");
    }
  }
}
