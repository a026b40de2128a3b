package ai.tidemark.scan;

import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Reports whose pages tests look at. */
final class ReportPages {
  static final String HOSTILE = "<script>alert('x')</script>&\"\u202e\u0000]]>";

  static final String HOSTILE_FILE = "<b>&'\".jsonl";

  private ReportPages() {}

  /** A tenth of the documents marked by a tenant, with one wrong key and one broken record. */
  static ScanReport marked(Path dir) throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    return scan(dir, Files.writeString(file, Files.readString(file) + "{broken\n"));
  }

  /** The same texts in several files and an archive, without the broken record. */
  static ScanReport whole(Path dir) throws IOException {
    List<String> texts = Scans.tenPercentMarked().texts(); // the last 50 are marked
    Path corpus = Files.createDirectories(dir.resolve("corpus"));
    Path crawl = Files.createDirectories(corpus.resolve("crawl"));
    for (int f = 0; f < 9; f++) {
      StringBuilder lines = new StringBuilder();
      List<String> part = new ArrayList<>(texts.subList(50 * f, 50 * f + 50));
      part.addAll(f == 3 ? texts.subList(450, 480) : f == 6 ? texts.subList(480, 487) : List.of());
      part.forEach(text -> lines.append("{\"text\":\"").append(text).append("\"}\n"));
      Files.writeString(crawl.resolve("part-" + f + ".jsonl"), lines);
    }
    try (OutputStream out = Files.newOutputStream(corpus.resolve("dump.zip"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 487; i < 499; i++) {
        zip.putNextEntry(new ZipEntry(i + ".txt"));
        zip.write(texts.get(i).getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.writeString(corpus.resolve("note.txt"), texts.get(499));
    return scan(dir, corpus);
  }

  private static ScanReport scan(Path dir, Path file) {
    return Scans.scan(
        Scans.options(dir, List.of(file), Scans.KEYS)
            .withDecoys(new DecoyPlan(99, 99, "s", List.of(TestKeys.named("wrong", 900)))));
  }

  /** Names and settings that are markup. */
  static ScanReport hostile(Path dir) throws IOException {
    EraKeys keys =
        new EraKeys(
            HOSTILE + "-era",
            TestKeys.named("fleet", 100),
            List.of(TestKeys.named(HOSTILE + "-1", 101), TestKeys.named(HOSTILE + "-2", 102)));
    Path file = Scans.tenPercentMarked().write(dir.resolve(HOSTILE_FILE));
    return Scans.scan(
        Scans.options(dir, List.of(file), keys, TestKeys.keys(700, 1))
            .withDecoys(new DecoyPlan(99, 0, HOSTILE + "-seed", List.of())));
  }

  /** The same figures under another verdict; as invalid, what a scan then withholds. */
  static ScanReport as(Verdict verdict, ScanReport report) {
    boolean invalid = verdict == Verdict.INVALID;
    return new ScanReport(
        verdict,
        report.settings(),
        report.totals(),
        report.skipped(),
        invalid ? report.tests().stream().map(CorpusTest::withheld).toList() : report.tests(),
        invalid
            ? report.results().stream()
                .map(r -> new CorpusResult(r.finding().withheld(), r.share()))
                .toList()
            : report.results(),
        invalid ? report.runnerUp().map(f -> f.withheld()) : report.runnerUp(),
        invalid ? report.wrongKeys().stream().map(f -> f.withheld()).toList() : report.wrongKeys(),
        report.decoys(),
        invalid ? DocumentsSummary.NONE : report.documents());
  }
}
