package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.scan.browser.Chromium;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.page.ReportPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser: nothing complains, nothing is wider than the screen, and it prints on
 * A4. Leaves its pictures in {@code target/report-page}; those of docs/images are copies. Needs
 * what {@code src/testkit/scripts/integration-setup} installs.
 */
@Tag("integration")
final class ReportBrowserTest {
  private static final Path PICTURES = Path.of("target", "report-page");

  @TempDir private Path dir;

  private Path page(String name, ScanReport report) throws IOException {
    return Files.write(dir.resolve(name + ".html"), ReportPage.bytes(report));
  }

  @Test
  void isReadableOnAPhoneOnADeskAndOnPaper() throws IOException, InterruptedException {
    Files.createDirectories(PICTURES);
    ScanReport report = ReportPages.whole(Files.createDirectory(dir.resolve("marked")));
    Path marked = page("marked", report);
    Path hostile =
        page("hostile", ReportPages.hostile(Files.createDirectory(dir.resolve("hostile"))));
    Path invalid = page("invalid", ReportPages.as(Verdict.INVALID, report));
    try (Chromium chromium = Chromium.start(dir.resolve("chromium"))) {
      for (Path page : new Path[] {hostile, invalid, marked}) {
        for (int width : new int[] {320, 375, 768, 1280}) {
          chromium.screen(width, 800, "light");
          chromium.open(page);
          assertThat(chromium.evaluate("document.documentElement.scrollWidth").asInt())
              .as("width of %s on %s px", page.getFileName(), width)
              .isLessThanOrEqualTo(width);
          assertThat(smallestText(chromium)).isGreaterThanOrEqualTo(10);
          assertThat(overflowing(chromium)).as("%s at %s", page.getFileName(), width).isEmpty();
          chromium.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
          shown(chromium);
          assertThat(chromium.evaluate("document.documentElement.scrollWidth").asInt())
              .as("width of %s on %s px, lists open", page.getFileName(), width)
              .isLessThanOrEqualTo(width);
          assertThat(overflowing(chromium)).as("%s at %s", page.getFileName(), width).isEmpty();
          assertThat(smallestText(chromium)).isGreaterThanOrEqualTo(10);
          chromium.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)");
        }
      }
      picture(chromium, 375, "light", "body", "report-375.png");
      picture(chromium, 375, "light", "#documents", "report-375-documents.png");
      picture(chromium, 1280, "light", "body", "report-1280.png");
      picture(chromium, 1280, "light", "#documents", "report-1280-documents.png");
      picture(chromium, 1280, "dark", "body", "report-1280-dark.png");
      picture(chromium, 1280, "dark", "#documents", "report-1280-dark-documents.png");
      paper(chromium);
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  /** Returns the smallest size that any text is drawn in, CSS pixels. */
  private static double smallestText(Chromium chromium) {
    return chromium
        .evaluate(
            """
            Math.min(...[...document.querySelectorAll('p, li, h1, h2, th, td, caption, svg text')]
              .map(e => parseFloat(getComputedStyle(e).fontSize)
                * (e.ownerSVGElement
                  ? e.ownerSVGElement.getBoundingClientRect().width / 360 : 1)))\
            """)
        .asDouble();
  }

  /** Returns the texts of cells that are drawn beyond the edge of their cell. */
  private static String overflowing(Chromium chromium) {
    return chromium
        .evaluate(
            """
            [...document.querySelectorAll('th, td, data, bdi, code')]
              .filter(e => e.getBoundingClientRect().right
                > document.documentElement.clientWidth + 1)
              .filter(e => !e.closest('thead')).map(e => e.textContent).join(' | ')\
            """)
        .asText();
  }

  /** The lists of decoys hold something once they are open. */
  private static void shown(Chromium chromium) {
    assertThat(
            chromium
                .evaluate(
                    "Math.min(...[...document.querySelectorAll('.each data')]"
                        + ".map(e => e.getBoundingClientRect().height))")
                .asDouble())
        .isPositive();
  }

  /** Takes the page from an element on. */
  private static void picture(Chromium chromium, int width, String scheme, String from, String name)
      throws IOException {
    chromium.screen(width, 800, scheme);
    int height = chromium.evaluate("document.documentElement.scrollHeight").asInt();
    int top =
        chromium
            .evaluate(
                "document.querySelector('" + from + "').getBoundingClientRect().top + scrollY")
            .asInt();
    byte[] png = chromium.screenshot(top, width, Math.min(height - top, 2000));
    var image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getRGB(1, 1) & 0xFFFFFF)
        .isEqualTo(scheme.equals("dark") ? 0x12181E : 0xFFFFFF);
    Files.write(PICTURES.resolve(name), png);
  }

  private static void paper(Chromium chromium) throws IOException, InterruptedException {
    Path pdf = Files.write(PICTURES.resolve("report-a4.pdf"), chromium.pdf());
    Process process =
        new ProcessBuilder("pdftoppm", "-png", "-r", "80", pdf.toString(), PICTURES + "/report-a4")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    try (var files = Files.newDirectoryStream(PICTURES, "report-a4-*.png")) {
      int pages = 0;
      for (Path file : files) {
        var image = Objects.requireNonNull(ImageIO.read(file.toFile()));
        assertThat(image.getWidth()).isEqualTo(662); // 210 mm at 80 dots per inch
        assertThat(image.getHeight()).isEqualTo(936);
        pages++;
      }
      assertThat(pages).isBetween(2, 8);
    }
  }
}
