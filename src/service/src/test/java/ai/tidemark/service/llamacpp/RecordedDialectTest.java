package ai.tidemark.service.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import ai.tidemark.service.llamacpp.DraftEvent.Stop;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What llama.cpp's own server sent, byte for byte, in chunks of every size. */
final class RecordedDialectTest {

  @Test
  void aDraftThatReachesItsLimit() throws UpstreamException {
    List<DraftEvent> events = events("stream", true);
    assertThat(events).hasSize(4);
    Position first = events.getFirst().positions().getFirst();
    assertThat(first.size()).isEqualTo(4);
    assertThat(first.draft()).isEqualTo(496).isEqualTo(first.id(0));
    assertThat(first.id(1)).isEqualTo(711);
    assertThat(first.logprob(0)).isEqualTo(-2.4935, within(1e-3));
    assertThat(new String(first.piece(1), StandardCharsets.UTF_8)).isEqualTo(" not");
    assertThat(events).extracting(DraftEvent::predicted).containsExactly(1, 2, 3, 3);
    assertThat(events)
        .extracting(DraftEvent::stop)
        .containsExactly(Stop.NONE, Stop.NONE, Stop.NONE, Stop.LIMIT);
  }

  @Test
  void everyFieldThatIsNotAskedForIsSkipped() throws UpstreamException {
    List<DraftEvent> events = events("stream-all-fields", true);
    assertThat(events).extracting(DraftEvent::stop).containsExactly(Stop.NONE, Stop.LIMIT);
    assertThat(events.getLast().predicted()).isEqualTo(1);
  }

  @Test
  void theEndOfSequenceComesWithItsCandidates() throws UpstreamException {
    List<DraftEvent> events = events("stream-eos", true);
    Position end = events.getFirst().positions().getFirst();
    assertThat(end.draft()).isEqualTo(1);
    assertThat(end.id(0)).as("the bias does not move the list").isNotEqualTo(1);
    assertThat(events.getLast().stop()).isEqualTo(Stop.END_OF_GENERATION);
  }

  @Test
  void tokensInsideACharacterAreCountedButNeverShown() throws UpstreamException {
    List<DraftEvent> events = events("stream-held-back", true);
    assertThat(events.getFirst().predicted()).isEqualTo(4);
    assertThat(events.getFirst().positions()).hasSize(1);
    assertThat(events.getFirst().positions().getFirst().piece(0))
        .as("one token's bytes, not the character's")
        .containsExactly(136);
    List<DraftEvent> cut = events("stream-held-back-limit", true);
    assertThat(cut).hasSize(1);
    assertThat(cut.getFirst().predicted()).isEqualTo(2);
  }

  @Test
  void aDraftThatBeginsInsideACharacterShowsEveryToken() throws UpstreamException {
    List<DraftEvent> events = events("stream-inside-character", true);
    assertThat(events).extracting(DraftEvent::predicted).containsExactly(1, 2, 2);
    assertThat(events.getFirst().positions().getFirst().piece(0)).containsExactly(141);
  }

  @Test
  void aForcedWholeCharacterShowsTheHiddenPosition() throws UpstreamException {
    Position hidden = events("stream-forced", true).getFirst().positions().getFirst();
    assertThat(hidden.draft()).isEqualTo(236746);
    assertThat(hidden.id(0)).isEqualTo(478);
    assertThat(hidden.piece(0)).containsExactly(240);
  }

  @Test
  void aForcedTokenTellsWhetherItEndsGeneration() throws UpstreamException {
    assertThat(events("eog-probe-yes", false).getLast().stop()).isEqualTo(Stop.END_OF_GENERATION);
    assertThat(events("eog-probe-no", false).getLast().stop()).isEqualTo(Stop.LIMIT);
  }

  @Test
  void aMissingListIsRefused() {
    assertThatThrownBy(() -> events("no-probabilities", true))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED))
        .hasMessageContaining("without its probability list");
  }

  @Test
  void refusalsSayWhatTheServerSaid() {
    Recorded recorded = Recorded.load("error-invalid-token");
    assertThat(LlamaErrors.refused("http://x/completion", recorded.status(), recorded.body()))
        .hasMessage(
            "http://x/completion was refused with status 400: Prompt contains invalid tokens"
                + " (invalid_request_error)");
    Recorded absent = Recorded.load("error-not-found");
    assertThat(LlamaErrors.refused("http://x/y", absent.status(), absent.body()))
        .hasMessage("http://x/y was refused with status 404: File Not Found (not_found_error)");
  }

  /** Reads a recorded stream whole and cut into pieces of many sizes; all must agree. */
  private static List<DraftEvent> events(String name, boolean wanted) throws UpstreamException {
    Recorded recorded = Recorded.load(name);
    assertThat(recorded.status()).isEqualTo(200);
    List<DraftEvent> whole = events(recorded.body(), recorded.body().length, wanted);
    for (int size : new int[] {1, 2, 3, 7, 64, 333}) {
      assertThat(describe(events(recorded.body(), size, wanted))).isEqualTo(describe(whole));
    }
    return whole;
  }

  private static List<DraftEvent> events(byte[] body, int size, boolean wanted)
      throws UpstreamException {
    SseReader reader = new SseReader();
    EventParser parser = new EventParser();
    List<DraftEvent> events = new ArrayList<>();
    for (int at = 0; at < body.length; at += size) {
      reader.feed(Buffer.buffer(Arrays.copyOfRange(body, at, Math.min(body.length, at + size))));
      for (byte[] event = reader.next(); event != null; event = reader.next()) {
        events.add(parser.parse(event, wanted));
      }
    }
    return events;
  }

  private static List<String> describe(List<DraftEvent> events) {
    List<String> lines = new ArrayList<>();
    for (DraftEvent event : events) {
      lines.add(event.predicted() + " " + event.stop());
      for (Position position : event.positions()) {
        for (int j = 0; j < position.size(); j++) {
          lines.add(
              position.draft()
                  + " "
                  + position.id(j)
                  + " "
                  + position.logprob(j)
                  + " "
                  + Arrays.toString(position.piece(j)));
        }
      }
    }
    return lines;
  }
}
