package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.DecoyReport;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.page.ReportPage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page for people says what the report says, and nothing that others wrote becomes markup. */
final class ReportPageTest {
  @TempDir private static Path dir;

  private static ScanReport report;

  @BeforeAll
  static void scan() throws IOException {
    report = ReportPages.marked(dir);
  }

  private static Document parse(ScanReport of) {
    return parse(ReportPage.bytes(of));
  }

  private static Document parse(byte[] page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(page));
    } catch (Exception e) {
      throw new AssertionError("the page is not well-formed", e);
    }
  }

  private static List<Element> all(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** Returns all numbers of a report: integers, and decimals written as strings. */
  private static Set<String> figures(ScanReport of) throws IOException {
    Set<String> figures = new TreeSet<>();
    collect(new ObjectMapper().readTree(of.toJson()), figures);
    return figures;
  }

  private static void collect(JsonNode node, Set<String> figures) {
    if (node.isNumber()) {
      figures.add(node.asText());
    } else if (node.isTextual() && node.textValue().matches("-?[0-9]+(\\.[0-9]+)?")) {
      figures.add(node.textValue());
    }
    // ids of test keys happen to be digits; they are names
    node.properties().stream()
        .filter(e -> !e.getKey().equals("keyId"))
        .forEach(e -> collect(e.getValue(), figures));
    if (node.isArray()) {
      node.forEach(child -> collect(child, figures));
    }
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void everyFigureOfTheReportIsOnThePageAndNoOther(Verdict verdict) throws IOException {
    ScanReport of = ReportPages.as(verdict, report);
    Set<String> shown = new TreeSet<>();
    for (Element data : all(parse(of), "data")) {
      String value = data.getAttribute("value");
      shown.add(value);
      String text = data.getTextContent();
      if (text.endsWith(" %")) {
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 2));
        assertThat(percent).isEqualByComparingTo(new BigDecimal(value).movePointRight(2));
      } else {
        assertThat(text.replace(",", "")).isEqualTo(value);
      }
    }
    assertThat(shown).isEqualTo(figures(of));
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void theVerdictComesFirstWithItsExplanation(Verdict verdict) {
    Document page = parse(ReportPages.as(verdict, report));
    assertThat(all(page, "h1").getFirst().getTextContent().strip())
        .isEqualTo("Verdict: " + verdict.word());
    String header = all(page, "header").getFirst().getTextContent().replaceAll("[\\s\u00a0]+", " ");
    assertThat(header)
        .contains(
            switch (verdict) {
              case MARKED -> "depends on a key that was asked about";
              case ALERT -> "A reason to look at more text under a new plan, not a finding";
              case NOT_SHOWN -> "That does not say there is none";
              case NOT_TESTABLE -> "too little text to show anything";
              case INCOMPLETE -> "could not be read: 1 of 501 records";
              case INVALID -> "p-values would not mean what they say: they are withheld";
            });
    assertThat(header).contains("n = ", "with power 99 %");
    assertThat(all(page, "blockquote").getFirst().getTextContent().strip())
        .isEqualTo(ScanReport.MEANING);
    String text = page.getDocumentElement().getTextContent();
    assertThat(text).doesNotContain("human-written", "compliant", "court");
    String body = all(page, "body").getFirst().getTextContent();
    assertThat(body.contains("p below 1e-12")).isEqualTo(verdict != Verdict.INVALID);
    assertThat(body.contains("withheld")).isEqualTo(verdict == Verdict.INVALID);
  }

  @Test
  void itNeedsNothingElseAndRunsNothing() {
    String page = new String(ReportPage.bytes(report), StandardCharsets.UTF_8);
    assertThat(page)
        .doesNotContain("http://", "https://", "<script", "src=", "href=", "url(", "@import")
        .contains(
            "default-src &#39;none&#39;", "@media print", "@page", "prefers-color-scheme: dark")
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
    Document parsed = parse(report);
    assertThat(all(parsed, "main")).hasSize(1);
    assertThat(all(parsed, "svg")).isNotEmpty().allMatch(s -> s.hasAttribute("aria-label"));
    assertThat(all(parsed, "table"))
        .hasSizeGreaterThan(8)
        .allSatisfy(
            table -> {
              NodeList heads = table.getElementsByTagName("th");
              assertThat(heads.getLength()).isGreaterThan(2);
              for (int i = 0; i < heads.getLength(); i++) {
                assertThat(((Element) heads.item(i)).getAttribute("scope")).isNotEmpty();
              }
            });
  }

  @Test
  void theSameReportGivesTheSameBytesAndTheScanWroteThem() throws IOException {
    assertThat(ReportPage.bytes(report)).isEqualTo(ReportPage.bytes(report));
    assertThat(Files.readAllBytes(dir.resolve("out").resolve(Scan.PAGE_FILE)))
        .isEqualTo(ReportPage.bytes(report));
  }

  @Test
  void namesNeverBecomeMarkup(@TempDir Path other) throws IOException {
    ScanReport hostile = ReportPages.hostile(other);
    byte[] page = ReportPage.bytes(hostile);
    Document parsed = parse(page);
    assertThat(all(parsed, "script")).isEmpty();
    String shown = "<script>alert('x')</script>&\"[U+202E][U+0000]]]>";
    List<String> names = all(parsed, "bdi").stream().map(Element::getTextContent).toList();
    assertThat(names).contains(shown + "-1", shown + "-2", shown + "-era", shown + "-seed");
    assertThat(names).contains(ReportPages.HOSTILE_FILE);
    assertThat(all(parsed, "b")).isEmpty();
    assertThat(new String(page, StandardCharsets.UTF_8)).doesNotContain("\u202e", "\u0000");
  }

  @Test
  void filesAndDecoysAreThereWithoutAScript() {
    Document page = parse(report);
    List<Element> details = all(page, "details");
    assertThat(details).hasSize(report.decoys().panels().size());
    for (Element one : details) {
      assertThat(one.hasAttribute("open")).isFalse();
      assertThat(one.getElementsByTagName("summary").getLength()).isEqualTo(1);
      assertThat(one.getElementsByTagName("data").getLength()).isEqualTo(99);
    }
    String text = page.getDocumentElement().getTextContent();
    assertThat(text).contains("Documents by file", "c.jsonl", "All other files");
    long strips =
        all(page, "path").stream().filter(p -> p.getAttribute("class").equals("decoy")).count();
    assertThat(strips).isEqualTo(report.decoys().panels().size());
  }

  @Test
  void howManyRanksAndDecoysAreNotOnThePageIsSaid() {
    DecoyPanel panel = report.decoys().panels().getFirst();
    List<Double> z = new ArrayList<>();
    for (int i = 0; i < 2_007; i++) {
      z.add(0.001 * i);
    }
    DecoyPanel large =
        new DecoyPanel(
            panel.kind(),
            panel.era(),
            panel.tier(),
            panel.n(),
            z.size(),
            panel.mean(),
            panel.variance(),
            panel.low(),
            panel.high(),
            panel.judged(),
            z,
            Collections.nCopies(53, panel.ranks().getFirst()));
    DecoyReport decoys =
        new DecoyReport(report.decoys().level(), List.of(large), report.decoys().diagnosis());
    String text = parse(with(report.results(), decoys)).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("3 more keys and their ranks stand in report.json only.")
        .contains(" 7 more stand in report.json only.");
    assertThat(parse(report).getDocumentElement().getTextContent())
        .doesNotContain("report.json only");
  }

  private static ScanReport with(List<CorpusResult> results, DecoyReport decoys) {
    return new ScanReport(
        report.verdict(),
        report.settings(),
        report.totals(),
        report.skipped(),
        report.tests(),
        results,
        report.runnerUp(),
        report.wrongKeys(),
        decoys,
        report.documents());
  }

  @Test
  void ofManyTenantsThoseNotShownAreOnlyCounted() {
    List<CorpusResult> results = new ArrayList<>(report.results());
    CorpusResult quiet = report.results().get(1);
    assertThat(quiet.finding().shown()).isFalse();
    for (int i = 0; i < 60; i++) {
      results.add(quiet);
    }
    String text = parse(with(results, report.decoys())).getDocumentElement().getTextContent();
    assertThat(text).contains("61 more tenants stand in report.json only.", "runner-up: tenant-1");
    assertThat(parse(report).getDocumentElement().getTextContent()).doesNotContain("more tenants");
  }
}
