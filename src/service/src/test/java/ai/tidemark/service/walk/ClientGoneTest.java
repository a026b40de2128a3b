package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.testkit.engine.Fault;
import ai.tidemark.testkit.engine.StandInModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that leave. One slot and one connection, so that anything lost would be missed. */
final class ClientGoneTest {
  private static final Contexts.Coined CONTEXTS = Contexts.Coined.DEFAULT;

  @Test
  void aClientThatLeavesWhileTheEngineWorksStopsIt() throws Exception {
    try (Rig rig = rig()) {
      Leaving sink = new Leaving(false);
      rig.engine.fail(Fault.Kind.HANG, 1);
      Future<Answer> answer = start(rig, sink);
      sink.firstText.get(10, TimeUnit.SECONDS); // streamed while the engine still works
      sink.abort.get(10, TimeUnit.SECONDS).run();
      assertThatThrownBy(answer::get).hasCauseInstanceOf(ClientGoneException.class);
      assertThat(rig.engine.awaitAborts(1)).as("the engine saw it").isTrue();
      assertStillServes(rig);
    }
  }

  @Test
  void aClientThatLeavesBeforeTheFirstTokenStopsTheEngine() throws Exception {
    try (Rig rig = rig()) {
      Leaving sink = new Leaving(false);
      rig.engine.fail(Fault.Kind.HANG, 0);
      Future<Answer> answer = start(rig, sink);
      Runnable abort = sink.abort.get(10, TimeUnit.SECONDS);
      abort.run();
      assertThatThrownBy(answer::get).hasCauseInstanceOf(ClientGoneException.class);
      assertThat(rig.engine.awaitIdle()).isTrue();
    }
  }

  @Test
  void aClientFoundGoneWhenTextIsWrittenStopsTheEngine() {
    try (Rig rig = rig()) {
      rig.engine.fail(Fault.Kind.HANG, 1);
      Future<Answer> answer = start(rig, new Leaving(true));
      assertThatThrownBy(answer::get).hasCauseInstanceOf(ClientGoneException.class);
      assertThat(rig.engine.awaitAborts(1)).isTrue();
      assertStillServes(rig);
    }
  }

  @Test
  void aClientThatLeavesTheQueueForASlotIsForgotten() throws Exception {
    try (Rig rig = rig()) {
      Leaving first = new Leaving(false);
      rig.engine.fail(Fault.Kind.HANG, 1);
      Future<Answer> working = start(rig, first);
      first.firstText.get(10, TimeUnit.SECONDS);
      Leaving second = new Leaving(false);
      Future<Answer> queued = start(rig, second);
      second.abort.get(10, TimeUnit.SECONDS).run();
      assertThatThrownBy(queued::get).hasCauseInstanceOf(ClientGoneException.class);
      assertThat(working.isDone()).isFalse();
      first.abort.get().run();
      assertThatThrownBy(working::get).hasCauseInstanceOf(ClientGoneException.class);
      assertStillServes(rig);
    }
  }

  private static Rig rig() {
    return new Rig(new StandInModel(41, -30, false), 1, 1, Duration.ofSeconds(30));
  }

  private static void assertStillServes(Rig rig) {
    assertThat(rig.engine.awaitIdle()).as("no request is left open").isTrue();
    assertThat(Rig.get(start(rig, new Rig.Pieces())).completionTokens()).isEqualTo(20);
  }

  private static Future<Answer> start(Rig rig, AnswerSink sink) {
    return rig.start(
        () ->
            new Walk(rig.server, new WalkOptions(16, new DraftLength.Fixed(20)))
                .answer(
                    new AnswerRequest(new Prompt.Text("the tide"), Sampling.DEFAULT, 20, List.of()),
                    Rig.marker(CONTEXTS, 5),
                    sink));
  }

  /** A client that tells what it got, and may be gone when the first text comes. */
  private static final class Leaving implements AnswerSink {
    private final boolean goneAtFirstText;
    private final CompletableFuture<String> firstText = new CompletableFuture<>();
    private final CompletableFuture<Runnable> abort = new CompletableFuture<>();

    Leaving(boolean goneAtFirstText) {
      this.goneAtFirstText = goneAtFirstText;
    }

    @Override
    public void text(String piece) throws ClientGoneException {
      firstText.complete(piece);
      if (goneAtFirstText) {
        throw new ClientGoneException();
      }
    }

    @Override
    public void onGone(Runnable action) {
      abort.complete(action);
    }
  }
}
