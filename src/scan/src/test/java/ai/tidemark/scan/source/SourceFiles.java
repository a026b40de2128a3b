package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Corpora for tests, and what is read of them. */
final class SourceFiles {
  static final List<String> TEXTS =
      List.of(
          "The first text, plain.",
          "Zweiter Text: größer, «schräg»\nund mit Zeile.",
          "第三 \"text\", 😀 with quotes");

  private SourceFiles() {}

  /** Copies a file that an original program made. */
  static Path original(String name, Path dir) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream in = SourceFiles.class.getResourceAsStream("/vectors/sources/" + name)) {
      Files.copy(Objects.requireNonNull(in, name), file);
    }
    return file;
  }

  /** Returns what is read, a line each: {@code place = text} or {@code place ! reason bytes}. */
  static List<String> read(Path root, SourceRules rules) {
    List<String> seen = new ArrayList<>();
    for (Chunk chunk : chunks(root, rules)) {
      seen.addAll(said(chunk, rules));
    }
    return seen;
  }

  static List<String> said(Chunk chunk, SourceRules rules) {
    List<String> seen = new ArrayList<>();
    new Documents(rules.field(), rules.textBytes())
        .of(
            chunk,
            new Documents.Sink() {
              @Override
              public void document(Place place, Bytes before, Bytes text) {
                seen.add(place + " = " + text.utf8());
              }

              @Override
              public void skip(Skip skip) {
                assertThat(skip.bytes()).isNotNegative();
                seen.add(skip.place() + " ! " + skip.reason().word() + " " + skip.bytes());
              }
            },
            () -> false);
    return seen;
  }

  /** Returns the chunks; each says where the next is, and no file stands for more than it has. */
  static List<Chunk> chunks(Path root, SourceRules rules) {
    List<Chunk> chunks = new ArrayList<>();
    long bytes = 0;
    try (Corpus corpus = new Corpus(List.of(root), List.of(), rules, Files::newInputStream)) {
      for (Optional<Chunk> next = corpus.next(); next.isPresent(); next = corpus.next()) {
        chunks.add(next.get());
        bytes += next.get().bytes();
      }
    }
    assertThat(bytes).isLessThanOrEqualTo(Corpus.size(List.of(root), List.of(), rules));
    return chunks;
  }
}
