package ai.tidemark.scan.report.page;

import ai.tidemark.scan.report.ScanReport;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * {@code report.html}: a function of the report alone, so the same report gives the same bytes. It
 * names no outside resource, and its policy forbids scripts and any loading. Every figure of the
 * report stands in an element {@code data} whose {@code value} is the one of {@code report.json}.
 */
public final class ReportPage {
  private ReportPage() {}

  /** Returns the page of a report, UTF-8. */
  public static byte[] bytes(ScanReport report) {
    Markup page = new Markup();
    page.open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.element("title", "Tidemark report: " + report.verdict().word());
    page.style(PageStyle.CSS).close("head").open("body");
    VerdictPart.write(report, page);
    page.open("main");
    TestsPart.write(report, page);
    KeysPart.write(report, page);
    DocumentsPart.write(report, page);
    FilesPart.write(report, page);
    DecoysPart.write(report, page);
    CorpusPart.write(report, page);
    SettingsPart.write(report, page);
    page.close("main");
    footer(report, page);
    page.close("body").close("html");
    return page.bytes();
  }

  private static void footer(ScanReport report, Markup page) {
    page.open("footer").open("p");
    page.text("Made from report.json with SHA-256 ");
    page.element("code", sha256(report.toJson()));
    page.text("and from nothing else. Where the two differ, report.json counts.");
    page.close("p").close("footer");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Opens a section under a heading; the caller closes it. */
  static void section(Markup page, String id, String title) {
    page.open("section", "aria-labelledby", id);
    page.element("h2", title, "id", id);
  }
}
