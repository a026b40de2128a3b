package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Globs choose members of archives by their path in the archive. */
final class MemberFilterTest {
  private static final SourceRules RULES = SourceRules.of("/text", 1 << 20);
  private static final List<String> ARCHIVES = List.of("in/a.tar", "in/b.tar.gz", "in/c.zip");

  @TempDir private Path dir;

  @BeforeEach
  void archives() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("./x/one.txt", utf8("one"));
    members.put("x/big.html", noise());
    members.put("two.txt", utf8("two"));
    members.put("y/x/three.md", utf8("three"));
    Files.createDirectories(dir.resolve("in"));
    Files.write(dir.resolve("in/a.tar"), tar(members));
    Files.write(dir.resolve("in/b.tar.gz"), gzip(tar(members)));
    Files.write(dir.resolve("in/c.zip"), zip(members));
    Files.write(dir.resolve("in/d.txt.gz"), gzip(utf8("compressed")));
    Files.writeString(dir.resolve("in/e.txt"), "plain");
    Files.writeString(dir.resolve("in/f.html"), "page");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** 400 KB that no compressor makes smaller than 300. */
  private static byte[] noise() {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    return Base64.getEncoder().encode(noise);
  }

  private static byte[] tar(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /** What a reading came to: names read, members left out, bytes read. */
  private record Seen(List<String> names, long members, long files, long bytes) {}

  private Seen seen(Path root, Selection selection) {
    SourceRules rules = RULES.withSelection(selection);
    List<Chunk> chunks = SourceFiles.chunks(root, rules);
    long files;
    try (Corpus corpus = new Corpus(List.of(root), List.of(), rules, Files::newInputStream)) {
      while (corpus.next().isPresent()) {
        // to its end
      }
      files = corpus.filesLeftOut();
    }
    return new Seen(
        chunks.stream()
            .flatMap(chunk -> SourceFiles.said(chunk, rules).stream())
            .map(line -> line.replaceAll(" [=!].*", "").replace("in/", ""))
            .toList(),
        chunks.stream().mapToLong(Chunk::leftOut).sum(),
        files,
        chunks.stream().mapToLong(Chunk::bytes).sum());
  }

  private static Selection globs(List<String> include, List<String> exclude) {
    return new Selection(Optional.empty(), Optional.empty(), include, exclude);
  }

  private Seen seen(List<String> include, List<String> exclude) {
    return seen(dir, globs(include, exclude));
  }

  @Test
  void membersAreReadThatMatchAnInclude() {
    Seen seen = seen(List.of("*.txt"), List.of());
    assertThat(seen.names())
        .containsExactly(
            "a.tar!/./x/one.txt",
            "a.tar!/two.txt",
            "b.tar.gz!/./x/one.txt",
            "b.tar.gz!/two.txt",
            "c.zip!/./x/one.txt",
            "c.zip!/two.txt",
            "e.txt");
    assertThat(seen.members()).isEqualTo(6);
    assertThat(seen.files()).isEqualTo(2); // the page, and the text whose name says gz
  }

  @Test
  void aGlobWithASlashIsHeldAgainstThePathInTheArchive() {
    assertThat(seen(List.of("x/*"), List.of()).names())
        .containsExactly(
            "a.tar!/./x/one.txt",
            "a.tar!/x/big.html",
            "b.tar.gz!/./x/one.txt",
            "b.tar.gz!/x/big.html",
            "c.zip!/./x/one.txt",
            "c.zip!/x/big.html");
    assertThat(seen(List.of("**/x/*"), List.of("**.zip")).names())
        .containsExactly("a.tar!/y/x/three.md", "b.tar.gz!/y/x/three.md");
  }

  @Test
  void anArchiveThatMatchesIsReadButForWhatIsExcluded() {
    Seen seen = seen(List.of("a.tar", "b.*"), List.of("*.html", "y/**"));
    assertThat(seen.names())
        .containsExactly(
            "a.tar!/./x/one.txt", "a.tar!/two.txt", "b.tar.gz!/./x/one.txt", "b.tar.gz!/two.txt");
    assertThat(seen.members()).isEqualTo(8); // and all of the zip
    assertThat(seen(List.of("in/**"), List.of("**.zip", "*.html")).names())
        .containsExactly(
            "a.tar!/./x/one.txt",
            "a.tar!/two.txt",
            "a.tar!/y/x/three.md",
            "b.tar.gz!/./x/one.txt",
            "b.tar.gz!/two.txt",
            "b.tar.gz!/y/x/three.md",
            "d.txt.gz",
            "e.txt");
  }

  @Test
  void anExcludedArchiveIsLeftOutWhole() {
    Seen seen = seen(List.of(), List.of("*.tar", "*.gz", "*.zip"));
    assertThat(seen.names()).containsExactly("e.txt", "f.html");
    assertThat(seen.files()).isEqualTo(4);
    assertThat(seen.members()).isZero();
  }

  @Test
  void plansOfBeforeHoldGlobsAgainstFilesAlone() {
    Selection old = globs(List.of("*.txt", "*.tar"), List.of("*.md"));
    Seen seen = seen(dir, old.withGlobs(Selection.Globs.FILES));
    assertThat(seen.names())
        .containsExactly(
            "a.tar!/./x/one.txt",
            "a.tar!/x/big.html",
            "a.tar!/two.txt",
            "a.tar!/y/x/three.md",
            "e.txt");
    assertThat(seen.members()).isZero();
  }

  @Test
  void whatIsLeftOutIsNeitherReadNorCounted() throws IOException {
    for (String name : ARCHIVES) {
      Path file = dir.resolve(name);
      Seen all = seen(file, Selection.ALL);
      Seen some = seen(file, globs(List.of(), List.of("*.html")));
      assertThat(some.names()).hasSize(3);
      assertThat(all.bytes() - some.bytes()).as(name).isBetween(280_000L, 410_000L);
    }
    // in a zip the bytes may be anything: nobody looks at them
    Path zip = dir.resolve("in/c.zip");
    byte[] bytes = Files.readAllBytes(zip);
    for (int i = 1_000; i < 250_000; i++) {
      bytes[i] = 0;
    }
    Files.write(zip, bytes);
    assertThat(SourceFiles.read(zip, RULES).toString()).contains("corrupt");
    assertThat(seen(zip, globs(List.of(), List.of("*.html"))).names()).hasSize(3);
  }

  @Test
  void whatFollowsABreakIsUnreadableWhateverItWouldHaveBeen() throws IOException {
    Path tar = dir.resolve("in/a.tar");
    byte[] bytes = Files.readAllBytes(tar);
    Files.write(tar, Arrays.copyOf(bytes, 200_000)); // within what is left out
    SourceRules rules = RULES.withSelection(globs(List.of("*.txt"), List.of()));
    List<String> read = SourceFiles.read(tar, rules);
    assertThat(read.getFirst()).isEqualTo("a.tar!/./x/one.txt = one");
    assertThat(read.getLast()).startsWith("a.tar ! truncated ");
    assertThat(read).hasSize(2);
    assertThat(SourceFiles.chunks(tar, rules).stream().mapToLong(Chunk::leftOut).sum()).isOne();
  }

  @Test
  void readingGoesOnFromAnyPosition() {
    SourceRules rules = RULES.withSelection(globs(List.of("*.txt", "b*"), List.of("y/**")));
    List<Chunk> all = SourceFiles.chunks(dir, rules);
    List<String> said = all.stream().map(c -> c.leftOut() + said(c, rules)).toList();
    assertThat(said).hasSizeGreaterThan(10);
    for (int i = 0; i < all.size(); i++) {
      List<String> rest = new ArrayList<>();
      try (Corpus corpus = new Corpus(List.of(dir), List.of(), rules, Files::newInputStream)) {
        corpus.resume(all.get(i).end());
        for (Optional<Chunk> c = corpus.next(); c.isPresent(); c = corpus.next()) {
          assertThat(c.get().bytes()).isEqualTo(all.get(i + 1 + rest.size()).bytes());
          rest.add(c.get().leftOut() + said(c.get(), rules));
        }
        assertThat(corpus.filesLeftOut()).isEqualTo(2);
      }
      assertThat(rest).isEqualTo(said.subList(i + 1, said.size()));
    }
  }

  private static String said(Chunk chunk, SourceRules rules) {
    return SourceFiles.said(chunk, rules).toString();
  }
}
