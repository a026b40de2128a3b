package ai.tidemark.evidence.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One sequence of bytes per set of files, read back one byte at a time. */
final class ArchiveTest {
  private static byte[] archive(TreeMapOfFiles files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = new ArchiveWriter(out)) {
      for (var file : files.files.entrySet()) {
        writer.add(file.getKey(), file.getValue());
      }
    }
    return out.toByteArray();
  }

  private static final class TreeMapOfFiles {
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    TreeMapOfFiles with(String name, byte[] content) {
      files.put(name, content);
      return this;
    }
  }

  @Test
  void whatIsWrittenIsReadBackWithItsOffsets() throws IOException {
    byte[] odd = new byte[1000];
    new Random(1).nextBytes(odd);
    TreeMapOfFiles files =
        new TreeMapOfFiles()
            .with("a", new byte[0])
            .with("b/c", odd)
            .with("b/d.json", new byte[512])
            .with("x".repeat(100), "end".getBytes(StandardCharsets.US_ASCII));
    byte[] archive = archive(files);
    TreeMap<String, byte[]> read = new TreeMap<>();

    ArchiveReader.read(
        new ByteArrayInputStream(archive),
        (name, size, offset, content) -> {
          byte[] bytes = content.readAllBytes();
          assertThat(Arrays.copyOfRange(archive, (int) offset, (int) (offset + size)))
              .isEqualTo(bytes);
          read.put(name, bytes);
        });

    assertThat(read.keySet()).isEqualTo(files.files.keySet());
    read.forEach((name, bytes) -> assertThat(bytes).isEqualTo(files.files.get(name)));
    assertThat(archive(files)).isEqualTo(archive);
    assertThat(archive.length % 512).isZero();
  }

  @Test
  void contentThatNobodyReadsIsSkippedAndSlowStreamsAreReadWhole() throws IOException {
    byte[] archive =
        archive(new TreeMapOfFiles().with("a", new byte[700]).with("b", new byte[] {7}));
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(archive)) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(1, length));
          }
        };
    TreeMap<String, Integer> firsts = new TreeMap<>();

    ArchiveReader.read(
        slow, (name, _, _, content) -> firsts.put(name, name.equals("a") ? -1 : content.read()));

    assertThat(firsts).containsEntry("b", 7).hasSize(2);
  }

  @Test
  void theWriterRefusesWhatTheReaderWould() {
    for (String name :
        new String[] {
          "", "..", "../a", "/a", "a//b", "a/", "A", "a b", "\u00e4", "x".repeat(101)
        }) {
      assertThatThrownBy(() -> new ArchiveWriter(OutputStreamOf.nothing()).add(name, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> {
              ArchiveWriter writer = new ArchiveWriter(OutputStreamOf.nothing());
              writer.add("b", new byte[0]);
              writer.add("a", new byte[0]);
            })
        .hasMessageContaining("come after");
    assertThatThrownBy(
            () ->
                new ArchiveWriter(OutputStreamOf.nothing())
                    .add("a", 3, new ByteArrayInputStream(new byte[2])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed while it was packed");
  }

  /** Streams of nothing. */
  private static final class OutputStreamOf {
    static OutputStream nothing() {
      return OutputStream.nullOutputStream();
    }
  }
}
