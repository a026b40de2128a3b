package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.clean.Clean;
import ai.tidemark.scan.clean.CleanOutcome;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is dropped is what was flagged, and nothing else changes. */
final class CleanTest {
  private static final int TEXT_BYTES = 2_048;

  @TempDir private Path dir;
  private Path corpus;
  private Path clean;

  @BeforeEach
  void corpus() throws IOException {
    clean = dir.resolve("clean");
    corpus = Files.createDirectory(dir.resolve("corpus"));
    Files.createDirectories(corpus.resolve("texts"));
    List<String> texts = Scans.tenPercentMarked().texts();
    StringBuilder lines = new StringBuilder("\n");
    for (int i = 0; i < texts.size(); i++) {
      String end = i == texts.size() - 1 ? "" : i % 3 == 0 ? " \r\n" : "\n";
      lines.append("{\"id\":").append(i).append(", \"text\":\"").append(texts.get(i));
      lines.append("\"}").append(end);
      if (i % 100 == 7) {
        lines.append("{broken\n");
      }
    }
    Files.writeString(corpus.resolve("a.jsonl"), lines);
    TestCorpus more =
        new TestCorpus(5)
            .marked(6, 160, Scans.KEYS.fleet().key(), Scans.KEYS.tenants().get(1).key());
    Files.writeString(corpus.resolve("texts/marked.txt"), more.texts().getFirst());
    Files.writeString(corpus.resolve("texts/plain.txt"), texts.get(3));
    String plain = String.join(" ", texts.subList(10, 20));
    Files.writeString(
        corpus.resolve("texts/long.txt"),
        plain + " " + String.join(" ", more.texts().subList(1, 6)) + " " + plain);
    Files.write(corpus.resolve("zero.bin"), new byte[] {1, 0, 2});
    Files.writeString(corpus.resolve("none.jsonl"), "");
  }

  private ScanReport scan(Path of) {
    ScanOptions options = Scans.options(dir, List.of(of), Scans.KEYS).withText(true);
    return Scans.scan(options.withLimits(options.limits().withTextBytes(TEXT_BYTES)));
  }

  private CleanOutcome run(Path... roots) {
    return Clean.run(dir.resolve("out"), List.of(roots), clean, new Cancellation());
  }

  private CleanOutcome.Finished finished(Path... roots) {
    CleanOutcome outcome = run(roots);
    assertThat(outcome).isInstanceOf(CleanOutcome.Finished.class);
    return (CleanOutcome.Finished) outcome;
  }

  private List<JsonNode> flagged(String file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("out").resolve(Scan.FLAGGED_FILE))) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.get("file").asText().equals(file)) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private String read(String file) throws IOException {
    return Files.readString(corpus.resolve(file));
  }

  private Set<String> names(Path below) throws IOException {
    try (var walk = Files.walk(below)) {
      return new TreeSet<>(
          walk.filter(Files::isRegularFile).map(p -> below.relativize(p).toString()).toList());
    }
  }

  @Test
  void dropsFlaggedLinesFilesAndPartsAndNothingElse() throws IOException {
    ScanReport report = scan(corpus);
    CleanOutcome.Finished done = finished(corpus);

    Set<Integer> lines = new TreeSet<>();
    flagged("a.jsonl").forEach(node -> lines.add(node.get("line").asInt()));
    assertThat(lines).hasSizeGreaterThan(45);
    StringBuilder kept = new StringBuilder();
    String[] all = read("a.jsonl").split("(?<=\n)", -1);
    for (int i = 0; i < all.length; i++) {
      kept.append(lines.contains(i + 1) ? "" : all[i]);
    }
    assertThat(Files.readString(clean.resolve("a.jsonl"))).isEqualTo(kept.toString());

    assertThat(flagged("texts/marked.txt")).hasSize(1);
    List<JsonNode> parts = flagged("texts/long.txt");
    assertThat(parts).isNotEmpty().allMatch(node -> node.has("offset"));
    StringBuilder rest = new StringBuilder(read("texts/long.txt")); // ASCII: bytes are characters
    for (JsonNode part : parts.reversed()) {
      int from = part.get("offset").asInt();
      int length = part.get("text").asText().getBytes(StandardCharsets.UTF_8).length;
      rest.delete(from, from + length);
    }
    assertThat(Files.readString(clean.resolve("texts/long.txt"))).isEqualTo(rest.toString());

    assertThat(names(clean))
        .containsExactly("a.jsonl", "none.jsonl", "texts/long.txt", "texts/plain.txt", "zero.bin");
    for (String same : List.of("none.jsonl", "texts/plain.txt", "zero.bin")) {
      assertThat(clean.resolve(same)).hasSameBinaryContentAs(corpus.resolve(same));
    }
    long bytesOut = 0;
    for (String name : names(clean)) {
      bytesOut += Files.size(clean.resolve(name));
    }
    assertThat(done.counts())
        .isEqualTo(
            new CleanOutcome.Counts(
                3, 2, 1, report.documents().flagged(), report.totals().bytes(), bytesOut));
    assertThat(done.unreadable()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(clean)))
        .isEqualTo("rwx------");

    // what is left holds hardly any evidence: less than one flag in ten is still there
    assertThat(scan(clean).documents().flagged()).isLessThan(report.documents().flagged() / 10);
  }

  @Test
  void namesAreThoseOfTheScanForOneFileAndForSeveralPaths() throws IOException {
    Path single = corpus.resolve("a.jsonl");
    scan(single);
    finished(single);
    assertThat(names(clean)).containsExactly("a.jsonl");
    clean = dir.resolve("two");
    Scans.scan(Scans.options(dir, List.of(single, corpus.resolve("texts")), Scans.KEYS));
    finished(single, corpus.resolve("texts"));
    assertThat(names(clean)).hasSize(2).allMatch(name -> name.contains("corpus/"));
  }

  @Test
  void whatWasChangedSinceTheScanIsRefusedAndNothingIsWritten() throws IOException {
    scan(corpus);
    Path file = corpus.resolve("a.jsonl");
    FileTime scanned = Files.getLastModifiedTime(file);
    String before = Files.readString(file);

    Files.setLastModifiedTime(file, FileTime.fromMillis(scanned.toMillis() + 3_600_000));
    refused("a.jsonl: was changed after the report was written; scan again", corpus);

    Files.writeString(file, before + "\n{\"text\":\"more\"}\n");
    Files.setLastModifiedTime(file, scanned);
    refused("were scanned; scan again", corpus);

    // the same size and time, but a flagged line is no longer there
    Files.writeString(file, before.replace("text", "tixt"));
    Files.setLastModifiedTime(file, scanned);
    refused("is flagged, but holds no text now", corpus);

    Files.writeString(file, before.replace("\n", " "));
    Files.setLastModifiedTime(file, scanned);
    refused("has 0 of its", corpus);

    Files.delete(file);
    refused("is not below the given paths", corpus);
    refused("is not below the given paths", corpus.resolve("texts"));
  }

  private void refused(String message, Path... roots) throws IOException {
    assertThatThrownBy(() -> run(roots))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
    assertThat(clean).doesNotExist();
    try (var left = Files.list(dir)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("corpus", "out");
    }
  }

  @Test
  void compressedSourcesAreNamedAndRefused() throws IOException {
    scan(corpus);
    Path file = corpus.resolve("a.jsonl");
    FileTime scanned = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] = 0x1F;
    bytes[1] = (byte) 0x8B;
    bytes[2] = 8;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, scanned);
    refused("a.jsonl (gzip): holds flagged documents, and tidemark clean", corpus);

    Path flagged = dir.resolve("out").resolve(Scan.FLAGGED_FILE);
    String lines = Files.readString(flagged);
    Files.writeString(flagged, lines.replace("\"a.jsonl\"", "\"a.tar!/b.jsonl\""));
    refused("a.tar!/b.jsonl: holds flagged documents, and tidemark clean", corpus);
    Files.writeString(flagged, lines.replace("\"line\":", "\"row\":"));
    refused(
        "a.jsonl (rows of a table, or records of a WARC file): holds flagged documents, and"
            + " tidemark clean",
        corpus);
  }

  /** What the scan read as a text is one here too: bzip2 is more than its first three letters. */
  @Test
  void aTextThatBeginsLikeACompressedFileIsATextHereToo() throws IOException {
    Path marked = corpus.resolve("texts/marked.txt");
    Files.writeString(marked, "BZh " + Files.readString(marked));
    scan(corpus);
    assertThat(flagged("texts/marked.txt")).hasSize(1);
    finished(corpus);
    assertThat(names(clean)).doesNotContain("texts/marked.txt").contains("texts/plain.txt");
  }

  @Test
  void filesOfDifferentScansAndFoldersInTheWayAreRefused() throws IOException {
    scan(corpus);
    Path flagged = dir.resolve("out").resolve(Scan.FLAGGED_FILE);
    List<String> lines = Files.readAllLines(flagged);
    Files.write(flagged, lines.subList(1, lines.size()));
    refused("but report.json counts " + lines.size() + " flagged documents", corpus);
    List<String> twice = new ArrayList<>(lines);
    twice.set(0, lines.get(1));
    Files.write(flagged, twice);
    refused("twice, or in two ways", corpus);
    Files.write(flagged, lines);

    clean = corpus.resolve("clean");
    refused("must not lie inside the corpus", corpus);
    clean = dir.resolve("out");
    assertThatThrownBy(() -> run(corpus)).hasMessageContaining("is there already");
  }

  @Test
  void anInterruptLeavesNothing() throws IOException {
    scan(corpus);
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThat(Clean.run(dir.resolve("out"), List.of(corpus), clean, cancelled))
        .isInstanceOf(CleanOutcome.Interrupted.class);
    assertThat(clean).doesNotExist();
  }
}
