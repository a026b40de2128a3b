package ai.tidemark.service.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.service.answer.UpstreamException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SseReaderTest {
  @Test
  void eventsEndAtBlankLinesAndCommentsAreNone() throws UpstreamException {
    String stream =
        """
        : ping

        data: one

        data:two\r
        \r
        event: x
        id: 7
        retry: 9
        data: a
        data: b



        error: {"x":1}

        data: unfinished
        """;
    for (int size = 1; size <= stream.length(); size++) {
      SseReader reader = new SseReader();
      List<String> events = new ArrayList<>();
      for (int at = 0; at < stream.length(); at += size) {
        reader.feed(Buffer.buffer(stream.substring(at, Math.min(stream.length(), at + size))));
        for (byte[] event = reader.next(); event != null; event = reader.next()) {
          events.add(new String(event, StandardCharsets.UTF_8));
        }
      }
      assertThat(events).containsExactly("one", "two", "a\nb", "{\"x\":1}");
    }
  }

  @Test
  void aLongEventGrowsTheBuffer() throws UpstreamException {
    SseReader reader = new SseReader();
    String data = "x".repeat(100_000);
    reader.feed(Buffer.buffer("data: 1\n\ndata: " + data.substring(0, 60_000)));
    assertThat(reader.next()).isEqualTo(new byte[] {'1'});
    assertThat(reader.next()).isNull();
    reader.feed(Buffer.buffer(data.substring(60_000) + "\n\n"));
    assertThat(reader.next()).hasSize(100_000);
  }

  @Test
  void otherLinesAreRefused() throws UpstreamException {
    for (String garbage : List.of("<html>\n", "{\"error\":1}\n", "database: x\n", "\u0000\n")) {
      SseReader reader = new SseReader();
      reader.feed(Buffer.buffer(garbage));
      assertThatThrownBy(reader::next)
          .isInstanceOf(UpstreamException.class)
          .hasMessageContaining("not of an event stream");
    }
  }

  @Test
  void anEventWithoutEndIsRefusedBeforeItFillsTheMemory() {
    SseReader reader = new SseReader();
    Buffer block = Buffer.buffer(new byte[8 << 20]);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 9; i++) {
                reader.feed(block);
              }
            })
        .isInstanceOf(UpstreamException.class)
        .hasMessageContaining("an event of more than");
  }
}
