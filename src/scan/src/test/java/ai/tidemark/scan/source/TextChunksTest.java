package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TextChunksTest {
  private static List<Content> chunks(byte[] file, int cap) {
    TextChunks chunks =
        new TextChunks("f", file.length, new Input(new ByteArrayInputStream(file)), cap);
    List<Content> all = new ArrayList<>();
    for (Optional<Content> chunk = chunks.next(); chunk.isPresent(); chunk = chunks.next()) {
      all.add(chunk.get());
    }
    return all;
  }

  private static byte[] copy(Bytes bytes) {
    return Arrays.copyOfRange(bytes.array(), bytes.from(), bytes.to());
  }

  @Test
  void aFileUpToTheCapIsOneDocument() {
    for (int length : new int[] {1, 99, 100}) {
      byte[] file = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
      List<Content> all = chunks(file, 100);
      assertThat(all).hasSize(1);
      Content.Part part = (Content.Part) all.getFirst();
      assertThat(part.place()).isEqualTo(Place.whole("f"));
      assertThat(part.data().length()).isEqualTo(length);
      assertThat(part.before().length()).isZero();
    }
  }

  @Test
  void aLargerFileIsCutBeforeWhiteSpaceAndNothingIsLost() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append("wörd").append(i).append(i % 7 == 0 ? "\n" : " ");
    }
    byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
    List<Content> all = chunks(file, 300);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    byte[] before = new byte[0];
    for (Content chunk : all) {
      Content.Part part = (Content.Part) chunk;
      assertThat(part.data().length()).isLessThanOrEqualTo(300);
      assertThat(part.place()).isEqualTo(Place.offset("f", again.size()));
      assertThat(copy(part.before())).isEqualTo(before);
      if (again.size() > 0) {
        assertThat((char) part.data().array()[0]).isIn(' ', '\n');
      }
      again.write(part.data().array(), 0, part.data().length());
      before = copy(part.data()); // under 1 KiB: all of it
    }
    assertThat(again.toByteArray()).isEqualTo(file);
    assertThat(all).hasSizeGreaterThan(10);
  }

  @Test
  void withoutWhiteSpaceItIsCutBetweenCharacters() {
    byte[] file = "a😀".repeat(500).getBytes(StandardCharsets.UTF_8);
    for (int cap = 97; cap < 103; cap++) {
      StringBuilder again = new StringBuilder();
      for (Content chunk : chunks(file, cap)) {
        Content.Part part = (Content.Part) chunk;
        again.append(part.data().utf8());
      }
      assertThat(again.toString()).isEqualTo("a😀".repeat(500));
    }
  }

  @Test
  void emptyAndBinaryFilesAreSkipped() {
    assertThat(chunks(new byte[0], 100))
        .containsExactly(
            new Content.Skipped(new Skip(Place.whole("f"), SkipReason.EMPTY_FILE, 0), false));
    assertThat(chunks(new byte[] {'a', 0, 'b'}, 100))
        .containsExactly(
            new Content.Skipped(new Skip(Place.whole("f"), SkipReason.BINARY, 3), false));
  }
}
