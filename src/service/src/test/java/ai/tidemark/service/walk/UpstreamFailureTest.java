package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import ai.tidemark.service.llamacpp.LlamaOptions;
import ai.tidemark.service.llamacpp.LlamaServer;
import ai.tidemark.service.walk.Rig.Pieces;
import ai.tidemark.testkit.engine.Fault;
import ai.tidemark.testkit.engine.StandInModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Engines that fail. Each rig has one slot and one connection: were either lost, the answer after
 * the failure could never be made.
 */
final class UpstreamFailureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String PROMPT = "the tide comes";
  private static final Sampling SAMPLING = new Sampling(0.5, 0, 1);

  @ParameterizedTest
  @CsvSource({
    "LOADING, 0, REFUSED, 503: Loading model (unavailable_error)",
    "BAD_REQUEST, 0, REFUSED, 400: Prompt contains invalid tokens (invalid_request_error)",
    "PLAIN_500, 0, REFUSED, refused with status 500",
    "SILENT, 0, TIMEOUT, sent nothing for 2000 ms",
    "HANG, 0, TIMEOUT, sent nothing for 2000 ms",
    "HANG, 3, TIMEOUT, sent nothing for 2000 ms",
    "END, 0, TRUNCATED, before the draft's last event",
    "END, 3, TRUNCATED, before the draft's last event",
    "DROP, 0, TRUNCATED, closed the connection before its answer was complete",
    "DROP, 3, TRUNCATED, closed the connection before its answer was complete",
    "DROP_INSIDE, 2, TRUNCATED, closed the connection before its answer was complete",
    "ERROR_EVENT, 0, REFUSED, the engine ended the draft: Compute error. (server_error)",
    "ERROR_EVENT, 3, REFUSED, the engine ended the draft: Compute error. (server_error)",
    "GARBAGE, 0, MALFORMED, a line that is not of an event stream",
    "GARBAGE, 3, MALFORMED, a line that is not of an event stream",
    "BAD_JSON, 3, MALFORMED, an event that is not valid JSON",
    "NO_PROBABILITIES, 0, MALFORMED, Tidemark needs llama.cpp of 2025 or later",
    "NO_IDS, 0, MALFORMED, Tidemark needs llama.cpp of 2025 or later"
  })
  void eachFailureIsToldApartAndLeavesNothingBehind(
      Fault.Kind fault, int after, Kind kind, String message) {
    StandInModel model = new StandInModel(31, -30, fault == Fault.Kind.DROP_INSIDE);
    try (Rig rig = new Rig(model, 1, 1, PATIENCE)) {
      Direct direct = draftWhatWillBeChosen(rig);
      rig.engine.fail(fault, after);
      assertThatThrownBy(() -> answer(rig, new Pieces()))
          .isInstanceOfSatisfying(
              UpstreamException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e).hasMessageContaining(message);
                assertThat(e.getMessage()).doesNotContain("the tide comes");
              });
      if (fault == Fault.Kind.HANG) {
        assertThat(rig.engine.awaitAborts(1)).as("the engine was told to stop").isTrue();
      }
      if (fault != Fault.Kind.SILENT) { // who says nothing cannot notice that its client left
        assertThat(rig.engine.awaitIdle()).isTrue();
        Pieces pieces = new Pieces();
        assertThatNothingIsThrown(() -> answer(rig, pieces));
        assertThat(String.join("", pieces.list)).isEqualTo(direct.text());
      }
    }
  }

  @Test
  void whatCameBeforeTheFailureHasGoneOut() {
    StandInModel model = new StandInModel(31, -30, false);
    try (Rig rig = new Rig(model, 1, 1, PATIENCE)) {
      Direct direct = draftWhatWillBeChosen(rig);
      rig.engine.fail(Fault.Kind.DROP, 5);
      Pieces pieces = new Pieces();
      assertThatThrownBy(() -> answer(rig, pieces)).isInstanceOf(UpstreamException.class);
      assertThat(String.join("", pieces.list))
          .isNotEmpty()
          .isEqualTo(
              model
                  .vocabulary()
                  .text(direct.ids().subList(0, 5).stream().mapToInt(i -> i).toArray()));
    }
  }

  @Test
  void anEngineThatIsNotThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Vertx vertx = Vertx.vertx();
    StandInModel model = new StandInModel(31, 0, false);
    try (LlamaServer server =
        new LlamaServer(vertx, LlamaOptions.of(URI.create("http://127.0.0.1:" + port)))) {
      assertThatThrownBy(() -> server.probe(model.vocabulary(), 16))
          .isInstanceOfSatisfying(
              UpstreamException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(e).hasMessageContaining("is the engine running at this address?");
              });
      Walk walk = new Walk(server, WalkOptions.DEFAULT);
      assertThatThrownBy(
              () -> walk.answer(request(), Rig.marker(Contexts.Coined.DEFAULT, 1), new Pieces()))
          .isInstanceOf(UpstreamException.class)
          .hasMessageContaining("has not passed its start-up probe yet");
    } finally {
      vertx.close().await();
    }
  }

  /** No draft is refused then: what ends it is the fault. */
  private static Direct draftWhatWillBeChosen(Rig rig) {
    StandInModel model = rig.engine.model();
    int[] prompt = rig.engine.ids(PROMPT, true, true);
    Direct direct =
        Direct.sample(
            model, prompt, SAMPLING, 16, 30, List.of(), Rig.marker(Contexts.Coined.DEFAULT, 1));
    rig.engine.drafts((_, n, _) -> direct.ids().get(Math.min(n - prompt.length, 29)));
    return direct;
  }

  private static AnswerRequest request() {
    return new AnswerRequest(new Prompt.Text(PROMPT), SAMPLING, 30, List.of());
  }

  private static void answer(Rig rig, Pieces pieces) throws Throwable {
    Future<?> answer =
        rig.start(
            () ->
                new Walk(rig.server, new WalkOptions(16, new DraftLength.Fixed(30)))
                    .answer(request(), Rig.marker(Contexts.Coined.DEFAULT, 1), pieces));
    try {
      answer.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void assertThatNothingIsThrown(ThrowingCallable task) {
    assertThatCode(task).doesNotThrowAnyException();
  }
}
