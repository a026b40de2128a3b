package ai.tidemark.service.openai;

import ai.tidemark.service.answer.Answer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** JSON by hand, where a tree per token would be waste. */
final class Json {
  private Json() {}

  /** Returns a JSON string with its quotes. */
  static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  /** Returns the inside of a JSON string. */
  static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  static String usage(Answer answer) {
    return "{\"prompt_tokens\":"
        + answer.promptTokens()
        + ",\"completion_tokens\":"
        + answer.completionTokens()
        + ",\"total_tokens\":"
        + ((long) answer.promptTokens() + answer.completionTokens())
        + "}";
  }

  static String finish(Answer.Finish finish) {
    return switch (finish) {
      case STOP -> "\"stop\"";
      case LENGTH -> "\"length\"";
    };
  }
}
