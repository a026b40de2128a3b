package ai.tidemark.service.answer;

/**
 * Where an answer goes, piece by piece, never buffered. Called from one virtual thread; may block
 * while the client is slow, and that is the back-pressure.
 */
public interface AnswerSink {
  /**
   * Takes the next visible text: whole characters, never empty, nothing of a stop string.
   *
   * @throws ClientGoneException if the client has gone; the strategy then aborts the upstream
   */
  void text(String piece) throws ClientGoneException;

  /**
   * Registers what to do when the client goes away while the strategy waits for the upstream: abort
   * the request in flight. Replaces the former action; runs at once if the client has already gone.
   */
  void onGone(Runnable abort);
}
