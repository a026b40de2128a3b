package ai.tidemark.service.walk;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.Strategy;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.llamacpp.Abort;
import ai.tidemark.service.llamacpp.LlamaServer;

/**
 * Keyed sampling through an engine that only lists probabilities and continues token ids. The
 * output law is exactly that of {@link Marker} on the engine's distributions cut to the listed
 * candidates; given the key it is a point mass, so the best draft is the most probable token
 * (acceptance max q, against the sum of q^2 for a sampled one).
 */
public final class Walk implements Strategy {
  private final LlamaServer server;
  private final WalkOptions options;

  /** A walk on one server, which must have been probed before the first answer. */
  public Walk(LlamaServer server, WalkOptions options) {
    this.server = server;
    this.options = options;
  }

  @Override
  public String name() {
    return "walk";
  }

  @Override
  public Answer answer(AnswerRequest request, Marker marker, AnswerSink sink)
      throws UpstreamException, ClientGoneException {
    Abort abort = new Abort();
    sink.onGone(abort::fire);
    try (LlamaServer.Lease engine = server.lease(abort)) {
      return new Steps(engine, options, request, marker, sink).toEnd();
    }
  }
}
