package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report is a function of corpus, keys and settings alone. */
final class ScanOrderTest {
  private static final EraKeys KEYS = Scans.KEYS;

  @TempDir private Path dir;

  private ScanOptions options(List<Path> paths, EraKeys keys) {
    return Scans.options(dir, paths, keys);
  }

  @Test
  void reportIsTheSameForAnyWorkersAndAnyOrderOfFiles() throws IOException {
    List<String> texts = Scans.tenPercentMarked().texts();
    List<Path> paths = new ArrayList<>();
    for (int f = 0; f < 25; f++) {
      StringBuilder lines = new StringBuilder();
      for (int i = f * 20; i < (f + 1) * 20; i++) {
        lines.append("{\"text\":\"").append(texts.get(i)).append("\"}\n");
      }
      lines.append("{broken\n");
      paths.add(Files.writeString(dir.resolve(f + ".jsonl"), lines));
    }
    List<String> first = files(options(paths, KEYS));
    assertThat(first.getFirst()).contains("\"verdict\":\"incomplete\"");
    for (int workers : new int[] {1, 2, 7}) {
      Collections.shuffle(paths, new Random(workers));
      ScanOptions options = options(paths, KEYS);
      options = options.withLimits(options.limits().withWorkers(workers));
      assertThat(files(options)).isEqualTo(first);
    }
  }

  private List<String> files(ScanOptions options) throws IOException {
    byte[] json = Scans.scan(options).toJson();
    assertThat(dir.resolve("out/report.json")).hasBinaryContent(json);
    return List.of(
        Files.readString(dir.resolve("out/report.json")),
        Files.readString(dir.resolve("out/flagged.jsonl")),
        Files.readString(dir.resolve("out/skipped.jsonl")));
  }

  @Test
  void overTheBudgetTheReportSaysTheRateAndIsTheSameForAnyOrder() throws IOException {
    List<String> texts = new ArrayList<>(Scans.tenPercentMarked().texts());
    List<List<String>> seen = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(texts, new Random(round));
      StringBuilder lines = new StringBuilder();
      texts.forEach(t -> lines.append("{\"text\":\"").append(t).append("\"}\n"));
      Path file = Files.writeString(dir.resolve("c.jsonl"), lines);
      ScanOptions options = options(List.of(file), KEYS);
      options = options.withLimits(options.limits().withTuples(30_000).withWorkers(1 + round));
      ScanReport report = Scans.scan(options);
      assertThat(report.totals().samplingLevel()).isEqualTo(2);
      assertThat(report.totals().tuples()).isBetween(15_000L, 30_000L);
      assertThat(Scans.fleet(report).verdict()).isEqualTo(Verdict.MARKED);
      seen.add(List.of(new String(report.toJson(), StandardCharsets.UTF_8)));
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(seen.get(2)).isEqualTo(seen.get(0));
    assertThat(seen.get(0).getFirst()).contains("\"sampledOneIn\":4");
  }

  @Test
  void aLongTextIsCutAndNoTupleIsLostOrSeenTwice() throws IOException {
    String text = new TestCorpus(5).plain(1, 30_000).texts().getFirst();
    Path file = Files.writeString(dir.resolve("long.txt"), text);
    ScanReport whole = Scans.scan(options(List.of(file), KEYS));
    assertThat(whole.totals().documents()).isEqualTo(1);
    ScanOptions options = options(List.of(file), KEYS);
    ScanReport cut = Scans.scan(options.withLimits(options.limits().withTextBytes(20_000)));
    assertThat(cut.totals().documents()).isGreaterThan(5);
    assertThat(cut.totals().positions()).isEqualTo(whole.totals().positions());
    assertThat(Scans.fleet(cut).evidence()).isEqualTo(Scans.fleet(whole).evidence());
  }
}
