package ai.tidemark.service;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.Strategy;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.upstream.Engine;
import org.jspecify.annotations.Nullable;

/** An engine that a test tells what to say. */
final class FakeEngine implements Engine {
  /** What a test makes of a request. */
  @FunctionalInterface
  interface Script {
    Answer answer(AnswerRequest request, Marker marker, AnswerSink sink)
        throws UpstreamException, ClientGoneException;
  }

  private volatile Script script = FakeEngine::hello;
  private volatile @Nullable UpstreamException absence;

  /** Says three pieces, drawing ten tokens. */
  static Answer hello(AnswerRequest request, Marker marker, AnswerSink sink)
      throws ClientGoneException {
    int[] candidates = {1, 2, 3, 4};
    double[] q = {0.25, 0.25, 0.25, 0.25};
    for (int i = 0; i < 10; i++) {
      int _ = marker.choose(candidates, q, 4);
    }
    sink.text("Hello");
    sink.text(", \"tide\"\n");
    sink.text("潮\u0001!");
    return answer(Answer.Finish.STOP, marker, 10);
  }

  static Answer answer(Answer.Finish finish, Marker marker, int tokens) {
    return new Answer(
        finish,
        7,
        tokens,
        new Answer.Marks(
            marker.keyedPositions(Tier.FLEET),
            marker.keyedPositions(Tier.TENANT),
            marker.expectedScore(Tier.FLEET),
            marker.expectedScore(Tier.TENANT),
            0.015),
        new Answer.Effort(3, 14, 2));
  }

  /** Decides what it says. */
  void says(Script next) {
    script = next;
  }

  /** Makes it unreachable. */
  void goesAway(UpstreamException.Kind kind) {
    absence = new UpstreamException(kind, "the fake is away");
  }

  void comesBack() {
    absence = null;
  }

  @Override
  public Strategy probe() throws UpstreamException {
    check();
    return new Strategy() {
      @Override
      public String name() {
        return "fake";
      }

      @Override
      public Answer answer(AnswerRequest request, Marker marker, AnswerSink sink)
          throws UpstreamException, ClientGoneException {
        return script.answer(request, marker, sink);
      }
    };
  }

  @Override
  public void check() throws UpstreamException {
    UpstreamException away = absence;
    if (away != null) {
      throw away;
    }
  }

  @Override
  public void close() {}
}
