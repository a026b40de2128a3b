package ai.tidemark.service.answer;

import java.util.List;

/**
 * One answer to produce.
 *
 * @param prompt what the model is asked
 * @param sampling the client's parameters
 * @param maxTokens most visible tokens, at least 1
 * @param stop strings that end the answer and are not part of it, at most 4, none empty
 */
public record AnswerRequest(Prompt prompt, Sampling sampling, int maxTokens, List<String> stop) {
  /** Validates and copies. */
  public AnswerRequest {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, but is " + maxTokens);
    }
    stop = List.copyOf(stop);
  }
}
