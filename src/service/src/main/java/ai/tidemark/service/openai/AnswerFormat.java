package ai.tidemark.service.openai;

import ai.tidemark.service.answer.Answer;

/** An answer on the wire, piece by piece: nothing of it is kept. Not thread-safe. */
public sealed interface AnswerFormat permits WholeFormat, StreamFormat {
  /** Returns the format a request asks for. */
  static AnswerFormat of(CompletionRequest request, String contentId, long created) {
    Endpoint endpoint = request.endpoint();
    String id = endpoint.idPrefix() + contentId;
    return switch (request.delivery()) {
      case WHOLE -> new WholeFormat(endpoint, id, created, request.model());
      case STREAM -> new StreamFormat(endpoint, id, created, request.model(), false);
      case STREAM_WITH_USAGE -> new StreamFormat(endpoint, id, created, request.model(), true);
    };
  }

  /** Returns the media type. */
  String contentType();

  /** Returns what comes before the first piece. */
  byte[] head();

  /** Returns a piece of the answer's text. */
  byte[] piece(String text);

  /** Returns what comes after the last piece. */
  byte[] tail(Answer answer);

  /** Returns what says that the engine is still at work, empty where nothing may say so. */
  byte[] ping();

  /** Returns what tells of a failure after the head, empty where nothing can. */
  byte[] failure(ApiError error);
}
