package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusTest {
  private static final SourceRules RULES = SourceRules.of("/text", 1000);

  @TempDir private Path dir;

  private Path write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Returns what a corpus holds, a line each. */
  private List<String> read(List<Path> roots, List<Path> excluded, Opener opener) {
    List<String> seen = new ArrayList<>();
    Documents documents = new Documents("/text", 1000);
    try (Corpus corpus = new Corpus(roots, excluded, RULES, opener)) {
      for (Optional<Chunk> next = corpus.next(); next.isPresent(); next = corpus.next()) {
        documents.of(
            next.get(),
            new Documents.Sink() {
              @Override
              public void document(Place place, Bytes before, Bytes text) {
                seen.add(place + " = " + text.utf8());
              }

              @Override
              public void skip(Skip skip) {
                seen.add(skip.place() + " ! " + skip.reason().word());
              }
            },
            () -> false);
      }
    }
    return seen;
  }

  private List<String> read() {
    return read(List.of(dir), List.of(), Files::newInputStream);
  }

  @Test
  void recordsAndTextsComeInTheOrderOfNames() throws IOException {
    write("b.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}");
    write("a/z.txt", "zed");
    write("a/notes", "no ending");
    write("c.NDJSON", "\uFEFF{\"id\":7,\"text\":\"tr\\u00e9s\"}\r\n");
    assertThat(read())
        .containsExactly(
            "a/notes = no ending",
            "a/z.txt = zed",
            "b.jsonl:1 = one",
            "b.jsonl:2 = two",
            "c.NDJSON:1 = trés");
  }

  @Test
  void everyBadRecordIsNamedAndTheRestIsRead() throws IOException {
    Path file = dir.resolve("bad.jsonl");
    try (var out = Files.newOutputStream(file)) {
      out.write("{\"text\":\"first\"}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"text\":\"cut\n".getBytes(StandardCharsets.UTF_8));
      out.write(new byte[] {'"', (byte) 0xC3, '(', '"', '\n'}); // C3 needs a continuation byte
      out.write(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '\n'}); // a surrogate
      out.write("{\"text\":\"\\ud800\"}\n".getBytes(StandardCharsets.UTF_8));
      out.write("\n{\"text\":\"\"}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"other\":1}\n{\"text\":5}\n{} {}\n".getBytes(StandardCharsets.UTF_8));
      out.write(("{\"text\":\"" + "x".repeat(1001) + "\"}\n").getBytes(StandardCharsets.UTF_8));
      out.write(("{\"text\":\"" + "y".repeat(5000) + "\"}\n").getBytes(StandardCharsets.UTF_8));
      out.write(("[".repeat(1500) + "\n").getBytes(StandardCharsets.UTF_8));
      out.write("{\"text\":\"a real \uFFFD sign\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read())
        .containsExactly(
            "bad.jsonl:1 = first",
            "bad.jsonl:2 ! broken JSON",
            "bad.jsonl:3 ! invalid UTF-8",
            "bad.jsonl:4 ! invalid UTF-8",
            "bad.jsonl:5 ! invalid UTF-8",
            "bad.jsonl:6 ! empty record",
            "bad.jsonl:7 ! empty record",
            "bad.jsonl:8 ! missing field",
            "bad.jsonl:9 ! field is not a string",
            "bad.jsonl:10 ! broken JSON",
            "bad.jsonl:11 ! record too large",
            "bad.jsonl:12 ! record too large",
            "bad.jsonl:13 ! broken JSON",
            "bad.jsonl:14 = a real \uFFFD sign");
  }

  @Test
  void filesThatCannotBeReadAreNamedAndTheRestIsRead() throws IOException {
    write("1-closed.txt", "secret");
    write("2-gone.jsonl", "{}");
    write("3-broken.txt", "half");
    write("4-empty.jsonl", "");
    write("5-fine.txt", "fine");
    Files.write(dir.resolve("6-latin1.txt"), new byte[] {'a', (byte) 0xE9, 'b'});
    Opener opener =
        file ->
            switch (file.getFileName().toString().charAt(0)) {
              case '1' -> throw new AccessDeniedException(file.toString());
              case '2' -> throw new NoSuchFileException(file.toString());
              case '3' -> failing();
              default -> Files.newInputStream(file);
            };
    assertThat(read(List.of(dir), List.of(), opener))
        .containsExactly(
            "1-closed.txt ! no permission",
            "2-gone.jsonl ! vanished",
            "3-broken.txt ! read error",
            "4-empty.jsonl ! empty file",
            "5-fine.txt = fine",
            "6-latin1.txt ! invalid UTF-8");
  }

  private static InputStream failing() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("disk");
      }

      @Override
      public int read(byte[] b, int off, int len) throws IOException {
        throw new IOException("disk");
      }
    };
  }

  @Test
  void linksAreFollowedOnceAndLoopsEnd() throws IOException {
    write("tree/a.txt", "a");
    Files.createSymbolicLink(dir.resolve("tree/up"), dir.resolve("tree"));
    Files.createSymbolicLink(dir.resolve("tree/self"), Path.of("self"));
    Files.createSymbolicLink(dir.resolve("tree/nowhere"), Path.of("missing"));
    Files.createSymbolicLink(dir.resolve("tree/b.txt"), Path.of("a.txt"));
    assertThat(read())
        .containsExactly(
            "tree/a.txt = a",
            "tree/b.txt = a",
            "tree/nowhere ! not a regular file",
            "tree/self ! directory already read",
            "tree/up ! directory already read");
  }

  @Test
  void severalRootsKeepTheirNamesAndTheirOrderDoesNotMatter() throws IOException {
    Path a = write("a/x.txt", "from a").getParent();
    Path b = write("b/x.txt", "from b").getParent();
    List<String> seen = read(List.of(a, b), List.of(), Files::newInputStream);
    assertThat(seen).containsExactly(a + "/x.txt = from a", b + "/x.txt = from b");
    assertThat(read(List.of(b, a, b), List.of(), Files::newInputStream)).isEqualTo(seen);
  }

  @Test
  void theReportsOwnDirectoryIsLeftOut() throws IOException {
    write("a.txt", "a");
    Path out = write("out/report.json", "{}").getParent();
    assertThat(read(List.of(dir), List.of(out), Files::newInputStream))
        .containsExactly("a.txt = a");
  }

  @Test
  void aRootThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () -> new Corpus(List.of(dir.resolve("no")), List.of(), RULES, _ -> failing()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void readingGoesOnFromAnyPosition() throws IOException {
    write("a.txt", "0123456789 ".repeat(300)); // four parts
    write("b.jsonl", "{\"text\":\"one\"}\n".repeat(20_000)); // several runs of lines
    Files.createSymbolicLink(dir.resolve("c"), Path.of("missing"));
    write("d.jsonl", "");
    write("e.txt", "end");
    List<Chunk> all = chunks(Position.START, new ArrayList<>());
    assertThat(all).hasSizeGreaterThan(8);
    assertThat(all.getLast().end()).isEqualTo(new Position(4, 1));
    for (int i = 0; i < all.size(); i++) {
      List<String> opened = new ArrayList<>();
      List<Chunk> rest = chunks(all.get(i).end(), opened);
      assertThat(rest.stream().map(CorpusTest::said))
          .containsExactlyElementsOf(
              all.subList(i + 1, all.size()).stream().map(CorpusTest::said).toList());
      if (all.get(i).end().file() > 0) {
        assertThat(opened).doesNotContain("a.txt");
      }
    }
    Corpus corpus = new Corpus(List.of(dir), List.of(), RULES, Files::newInputStream);
    assertThatThrownBy(() -> corpus.resume(new Position(6, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position");
  }

  private static String said(Chunk chunk) {
    String content =
        switch (chunk.content()) {
          case Content.Lines lines -> lines.firstLine() + lines.data().utf8();
          case Content.Part part -> part.place() + part.before().utf8() + "|" + part.data().utf8();
          case Content.Skipped(Skip skip, _) -> skip.toJson();
          case Content.LeftOut(long members) -> members + " members left out";
          case Content.Table table -> table.rows() + table.data().utf8();
        };
    return chunk.end() + " " + chunk.bytes() + " " + content;
  }

  private List<Chunk> chunks(Position from, List<String> opened) {
    List<Chunk> chunks = new ArrayList<>();
    Opener opener =
        file -> {
          opened.add(file.getFileName().toString());
          return Files.newInputStream(file);
        };
    try (Corpus corpus = new Corpus(List.of(dir), List.of(), RULES, opener)) {
      corpus.resume(from);
      for (Optional<Chunk> next = corpus.next(); next.isPresent(); next = corpus.next()) {
        chunks.add(next.get());
      }
      assertThat(corpus.files()).isEqualTo(4);
    }
    return chunks;
  }
}
