package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.scan.report.FileFindings;
import ai.tidemark.scan.report.ReportReader;
import ai.tidemark.scan.report.ScanReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report says which files hold the flagged documents, an archive as one file. */
final class ReportFilesTest {
  @TempDir private Path dir;

  private static String lines(List<String> texts) {
    StringBuilder lines = new StringBuilder();
    texts.forEach(text -> lines.append("{\"text\":\"").append(text).append("\"}\n"));
    return lines.toString();
  }

  @Test
  void filesAreThoseOfTheFlaggedDocuments() throws IOException {
    List<String> texts = Scans.tenPercentMarked().texts(); // the last 50 are marked
    Path corpus = Files.createDirectories(dir.resolve("corpus/sub"));
    Files.writeString(corpus.resolve("few.jsonl"), lines(texts.subList(440, 455)));
    Files.writeString(corpus.resolve("one.txt"), texts.get(455));
    Files.writeString(corpus.resolve("plain.jsonl"), lines(texts.subList(0, 430)));
    Files.writeString(corpus.resolve("plain.txt"), texts.get(430));
    try (OutputStream out = Files.newOutputStream(corpus.resolve("pack.zip"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 456; i < 500; i++) {
        zip.putNextEntry(new ZipEntry("texts/" + i + ".txt"));
        zip.write(texts.get(i).getBytes(StandardCharsets.UTF_8));
      }
    }
    ScanReport report = Scans.scan(Scans.options(dir, List.of(corpus.getParent()), Scans.KEYS));
    FileFindings files = report.documents().files().orElseThrow();
    assertThat(files.listed()).hasSizeGreaterThanOrEqualTo(3);
    FileFindings.Listed most = files.listed().getFirst();
    assertThat(most.file()).isEqualTo("sub/pack.zip");
    assertThat(most.members()).isEqualTo(44);
    assertThat(most.counts().documents()).isEqualTo(44);
    assertThat(most.counts().flaggedTokens()).isEqualTo(160 * most.counts().flagged());
    List<String> flagged = Files.readAllLines(dir.resolve("out").resolve(Scan.FLAGGED_FILE));
    for (FileFindings.Listed one : files.listed()) {
      assertThat(flagged.stream().filter(line -> line.contains("\"" + one.file())).count())
          .as(one.file())
          .isEqualTo(one.counts().flagged());
    }
    assertThat(files.listed().stream().mapToLong(one -> one.counts().flagged()).sum())
        .isEqualTo(report.documents().flagged());
    assertThat(report.summary())
        .contains(
            "in files", " of 5", "most in sub/pack.zip: " + most.counts().flagged() + " of 44");
    byte[] json = Files.readAllBytes(dir.resolve("out").resolve(Scan.REPORT_FILE));
    assertThat(ReportReader.read("report.json", json).json().at("/documents/files/listed/0/file"))
        .hasToString("\"sub/pack.zip\"");
  }

  @Test
  void withoutAFlagNoFileIsListedAndAllAreCounted() throws IOException {
    Path corpus = Files.createDirectories(dir.resolve("corpus"));
    Files.writeString(corpus.resolve("a.jsonl"), lines(new TestCorpus(3).plain(30, 200).texts()));
    Files.writeString(corpus.resolve("b.txt"), new TestCorpus(4).plain(1, 200).texts().getFirst());
    ScanReport report = Scans.scan(Scans.options(dir, List.of(corpus), Scans.KEYS));
    assertThat(report.documents().flagged()).isZero();
    FileFindings files = report.documents().files().orElseThrow();
    assertThat(files.listed()).isEmpty();
    assertThat(files.others().files()).isEqualTo(2);
    assertThat(files.others().counts().documents()).isEqualTo(31);
    assertThat(report.summary()).doesNotContain("in files");
  }
}
