package ai.tidemark.evidence.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Merkle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest pins every file of a corpus, and whatever differs is named. */
final class ManifestTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4

  @TempDir private Path dir;

  private static Manifest.Origin origin() {
    return new Manifest.Origin(
        "a public data set",
        Instant.parse("2026-11-20T08:00:00Z"),
        "lab-1",
        Instant.parse("2026-11-02T00:00:00Z"));
  }

  private Path corpus() {
    return dir.resolve("corpus");
  }

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(corpus().resolve("sub"));
    Files.writeString(corpus().resolve("a.txt"), "abc");
    Files.writeString(corpus().resolve("sub/b.jsonl"), "{\"text\":\"1 2 3\"}\n");
    Files.writeString(corpus().resolve("empty.jsonl"), "");
  }

  private List<ManifestFile> files() {
    return new CorpusDigests(Files::newInputStream, () -> false)
        .files(List.of(corpus()), List.of());
  }

  private Manifest manifest() {
    return Manifest.of(files(), origin());
  }

  @Test
  void everyFileIsInItWithTheHashOfItsBytes() {
    Manifest manifest = manifest();
    assertThat(manifest.files())
        .extracting(ManifestFile::path)
        .containsExactly("a.txt", "empty.jsonl", "sub/b.jsonl");
    assertThat(manifest.files().getFirst()).isEqualTo(new ManifestFile("a.txt", 3, SHA256_OF_ABC));
    assertThat(Manifest.parse("m", manifest.canonicalJson())).isEqualTo(manifest);
  }

  @Test
  void theRootIsThatOfTheFilesCanonicalJsonAlone() {
    Manifest one = new Manifest(List.of(new ManifestFile("a.txt", 3, SHA256_OF_ABC)), origin());
    String leaf = "{\"path\":\"a.txt\",\"sha256\":\"" + SHA256_OF_ABC + "\",\"size\":3}";
    assertThat(one.root())
        .isEqualTo(HexFormat.of().formatHex(Merkle.leaf(leaf.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void whatDiffersIsNamed() throws IOException {
    Manifest manifest = manifest();
    assertThat(manifest.compare(files())).isEmpty();
    Files.writeString(corpus().resolve("a.txt"), "abd");
    Files.delete(corpus().resolve("sub/b.jsonl"));
    Files.writeString(corpus().resolve("sub/c.txt"), "new");
    Files.writeString(corpus().resolve("0.txt"), "new");
    assertThat(manifest.compare(files()))
        .extracting(Mismatch::toString)
        .containsExactly("extra 0.txt", "changed a.txt", "missing sub/b.jsonl", "extra sub/c.txt");
  }

  @Test
  void pathsAreSortedByTheirBytes() {
    // U+10000 sorts before U+E000 by UTF-16 units and after it by UTF-8 bytes
    ManifestFile high = new ManifestFile("\ud800\udc00", 3, SHA256_OF_ABC);
    ManifestFile low = new ManifestFile("\ue000", 3, SHA256_OF_ABC);
    assertThat(Manifest.of(List.of(high, low), origin()).files()).containsExactly(low, high);
    assertThatThrownBy(() -> new Manifest(List.of(high, low), origin()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sorted");
  }

  @Test
  void pathsThatLeaveTheFolderAreRefused() {
    for (String path :
        List.of("/a", "../a", "a/../b", "a//b", "a/", "./a", "", "a\\b", "a\nb", "\ud800")) {
      assertThatThrownBy(() -> new ManifestFile(path, 3, SHA256_OF_ABC))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onlyTheCanonicalFormIsRead() {
    String json = new String(manifest().canonicalJson(), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            json + "\n",
            json.replace("\"size\":3", "\"size\":3.0"),
            json.replace("\"size\":3}", "\"size\":3,\"size\":3}"),
            json.replace("\"source\"", "\"sauce\""),
            json.replace("2026-11-02T00:00:00Z", "2026-11-21T00:00:00Z"),
            json.replace("2026-11-02T00:00:00Z", "2026-11-02"),
            json.replace("a.txt", "z.txt"))) {
      assertThat(bad).isNotEqualTo(json);
      assertThatThrownBy(() -> Manifest.parse("m", bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void aFileThatIsReadInPartIsHashedWhole() throws IOException {
    CorpusDigests digests = new CorpusDigests(Files::newInputStream, () -> false);
    try (InputStream in = digests.open(corpus().resolve("a.txt"))) {
      assertThat(in.read()).isEqualTo('a');
    }
    assertThat(digests.filesRead(List.of(corpus()), List.of()))
        .extracting(ManifestFile::path)
        .containsExactly("a.txt", "empty.jsonl"); // what is empty needs no reading
    Files.writeString(corpus().resolve("a.txt"), "abd");
    InputStream again = digests.open(corpus().resolve("a.txt"));
    assertThatThrownBy(again::close)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("changed while it was being read");
  }

  @Test
  void aFileThatCannotBeReadMakesNoManifest() throws IOException {
    Files.createSymbolicLink(corpus().resolve("gone"), dir.resolve("nowhere"));
    assertThatThrownBy(this::files)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("gone: not a regular file");
  }
}
