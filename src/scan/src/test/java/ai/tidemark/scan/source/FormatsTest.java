package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the programs that people use make them. */
final class FormatsTest {
  private static final SourceRules RULES = SourceRules.of("/text", 1000);

  @TempDir private Path dir;

  private List<String> original(String name) throws IOException {
    return SourceFiles.read(SourceFiles.original(name, dir), RULES);
  }

  private static List<String> texts(String file, String mark) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < SourceFiles.TEXTS.size(); i++) {
      texts.add(file + mark + (i + 1) + " = " + SourceFiles.TEXTS.get(i));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.jsonl",
        "two.jsonl.gz",
        "two.jsonl.zst",
        "two.jsonl.bz2",
        "two.jsonl.xz",
        "nameless"
      })
  void recordsComeOutOfEveryCompression(String name) throws IOException {
    assertThat(original(name)).isEqualTo(texts(name, ":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu.tar", "pax.tar", "archive.tar.xz", "archive.zip"})
  void membersOfArchivesAreReadAndLinksAreNot(String name) throws IOException {
    List<String> expected = new ArrayList<>(texts(name + "!/deep/records.jsonl", ":"));
    expected.addAll(texts(name + "!/inner.jsonl.gz", ":"));
    expected.add(name + "!/link.txt ! member is not a file " + (name.endsWith(".zip") ? 11 : 0));
    expected.add(name + "!/long-" + "n".repeat(150) + ".txt = " + SourceFiles.TEXTS.getFirst());
    List<String> seen = original(name);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.parquet",
        "snappy.parquet",
        "gzip.parquet",
        "zstd.parquet",
        "plain-v2.parquet"
      })
  void columnsOfParquetAreRead(String name) throws IOException {
    Path file = SourceFiles.original(name, dir);
    for (String column : List.of("text", "n.body")) {
      SourceRules rules =
          RULES.withSelection(
              new Selection(Optional.of(column), Optional.empty(), List.of(), List.of()));
      List<String> seen = SourceFiles.read(file, rules);
      assertThat(seen.subList(0, 3)).as(column).isEqualTo(texts(name, "#"));
      assertThat(seen.get(3)).startsWith(name + "#4 ! missing field ");
      assertThat(seen).hasSize(4);
    }
    SourceRules other =
        RULES.withSelection(
            new Selection(Optional.of("id"), Optional.empty(), List.of(), List.of()));
    assertThat(SourceFiles.read(file, other))
        .containsExactly(name + " ! field is not a string " + Files.size(file));
  }

  @Test
  void tablesInCommaSeparatedValues() throws IOException {
    assertThat(original("table.csv")).isEqualTo(texts("table.csv", "#"));
    Path file = dir.resolve("odd.csv");
    Files.writeString(
        file,
        "id;body\n1;a \u00fc\n2;\"b\nc\"\n3\n4;d;e\n\n5;\"f\"g\n6;h\"i\n7;\n8;\"x\"\"y\"\r9;last");
    SourceRules rules =
        RULES.withSelection(
            new Selection(Optional.of("body"), Optional.of(';'), List.of(), List.of()));
    assertThat(SourceFiles.read(file, rules))
        .containsExactly(
            "odd.csv#1 = a ü",
            "odd.csv#2 = b\nc",
            "odd.csv#3 ! ragged row 2",
            "odd.csv#4 ! ragged row 6",
            "odd.csv#5 ! empty record 1",
            "odd.csv#6 ! broken row 7",
            "odd.csv#7 ! broken row 6",
            "odd.csv#8 ! empty record 3",
            "odd.csv#9 = x\"y",
            "odd.csv#10 = last");
    assertThat(SourceFiles.read(file, RULES)).containsExactly("odd.csv ! missing field 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crawl.warc", "crawl.warc.gz"})
  void plainTextsOfCrawlsAreRead(String name) throws IOException {
    List<String> seen = original(name);
    assertThat(seen.get(1)).startsWith(name + "#4 ! not plain text ");
    seen.remove(1);
    assertThat(seen)
        .containsExactly(
            name + "#2 = " + SourceFiles.TEXTS.get(0),
            name + "#5 = " + SourceFiles.TEXTS.get(1),
            name + "#6 = " + SourceFiles.TEXTS.get(2));
  }

  @Test
  void contentSaysWhatAFileIs() throws IOException {
    Files.writeString(dir.resolve("a"), "{\"text\":\"a record\"}\n{\"text\":\"two\"}\n");
    Files.writeString(dir.resolve("b"), "{\"other\":\"no field, so a text\"}");
    Files.writeString(dir.resolve("c.txt"), "{\"text\":\"says it is text\"}");
    Files.writeString(dir.resolve("d.json"), "{\n  \"text\": \"pretty\"\n}\n");
    Files.move(SourceFiles.original("two.jsonl.gz", dir), dir.resolve("e.txt"));
    List<String> seen = SourceFiles.read(dir, RULES);
    assertThat(seen.subList(0, 5))
        .containsExactly(
            "a:1 = a record",
            "a:2 = two",
            "b = {\"other\":\"no field, so a text\"}",
            "c.txt = {\"text\":\"says it is text\"}",
            "d.json = {\n  \"text\": \"pretty\"\n}\n");
    assertThat(seen.get(5)).startsWith("e.txt = {\"id\"");
  }

  @Test
  void filtersChooseFilesByName() throws IOException {
    Files.createDirectories(dir.resolve("sub/deep"));
    for (String name : List.of("a.md", "b.txt", "sub/a.txt", "sub/c.md", "sub/deep/d.txt")) {
      Files.writeString(dir.resolve(name), name);
    }
    assertThat(filtered(List.of("*.txt"), List.of()))
        .containsExactly("b.txt", "sub/a.txt", "sub/deep/d.txt");
    assertThat(filtered(List.of("sub/*"), List.of())).containsExactly("sub/a.txt", "sub/c.md");
    assertThat(filtered(List.of("sub/**", "a.*"), List.of("**/deep/**", "c.md")))
        .containsExactly("a.md", "sub/a.txt");
    assertThat(filtered(List.of(), List.of("*.md")))
        .containsExactly("b.txt", "sub/a.txt", "sub/deep/d.txt");
  }

  private List<String> filtered(List<String> include, List<String> exclude) {
    SourceRules rules =
        RULES.withSelection(new Selection(Optional.empty(), Optional.empty(), include, exclude));
    return SourceFiles.read(dir, rules).stream().map(s -> s.substring(0, s.indexOf(' '))).toList();
  }

  @Test
  void readingGoesOnFromAnyPositionInAnyFormat() throws IOException {
    for (String name :
        List.of("two.jsonl.gz", "pax.tar", "archive.zip", "zstd.parquet", "crawl.warc.gz")) {
      SourceFiles.original(name, dir);
    }
    StringBuilder rows = new StringBuilder("text\n");
    for (int i = 0; i < 30_000; i++) {
      rows.append("row ").append(i).append(" of many\n");
    }
    Files.write(dir.resolve("many.csv"), rows.toString().getBytes(StandardCharsets.UTF_8));
    List<Chunk> all = SourceFiles.chunks(dir, RULES);
    List<String> said = all.stream().map(c -> SourceFiles.said(c, RULES).toString()).toList();
    assertThat(all).hasSizeGreaterThan(12);
    for (int i = 0; i < all.size(); i++) {
      List<String> rest = new ArrayList<>();
      try (Corpus corpus = new Corpus(List.of(dir), List.of(), RULES, Files::newInputStream)) {
        corpus.resume(all.get(i).end());
        for (Optional<Chunk> c = corpus.next(); c.isPresent(); c = corpus.next()) {
          assertThat(c.get().bytes()).isEqualTo(all.get(i + 1 + rest.size()).bytes());
          rest.add(SourceFiles.said(c.get(), RULES).toString());
        }
      }
      assertThat(rest).isEqualTo(said.subList(i + 1, said.size()));
    }
  }
}
