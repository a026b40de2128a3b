package ai.tidemark.service.answer;

import ai.tidemark.core.gumbel.Marker;

/** How an upstream is made to produce a marked answer. Called on a virtual thread; blocks. */
public interface Strategy {
  /** Returns the name that records carry, for example {@code walk}. */
  String name();

  /**
   * Produces one answer.
   *
   * @param marker fresh for this answer
   * @throws UpstreamException if the engine did not deliver; text may already have gone out
   * @throws ClientGoneException if the client left; the upstream has been told to stop
   */
  Answer answer(AnswerRequest request, Marker marker, AnswerSink sink)
      throws UpstreamException, ClientGoneException;
}
