package ai.tidemark.service.answer;

import java.util.List;

/** What the model is asked. */
public sealed interface Prompt {
  /** Text to continue. */
  record Text(String text) implements Prompt {}

  /** A conversation, put into the model's own template by the upstream. */
  record Chat(List<Message> messages) implements Prompt {
    /** Copies. */
    public Chat {
      messages = List.copyOf(messages);
    }
  }

  /**
   * One turn.
   *
   * @param role system, user or assistant
   * @param content plain text
   */
  record Message(String role, String content) {}
}
