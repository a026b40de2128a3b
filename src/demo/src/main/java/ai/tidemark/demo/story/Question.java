package ai.tidemark.demo.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request to the proxy's OpenAI-compatible API.
 *
 * @param chat whether it goes to {@code /chat/completions}, otherwise to {@code /completions}
 * @param stream whether the answer is to come as events
 * @param prompt what is asked
 * @param maxTokens most tokens of the answer
 */
record Question(boolean chat, boolean stream, String prompt, int maxTokens) {
  /** What all questions are asked with: the model's own law. */
  static final double TEMPERATURE = 1;

  private static final String[] SUBJECTS = {
    "river", "tree", "song", "price", "moon", "ship", "bread", "law", "bird", "glass",
    "money", "storm", "drug", "poem", "stone", "memory", "city", "colour", "sleep", "war",
    "fish", "fever", "engine", "number", "family", "love", "church", "bone", "cook", "rain",
    "week", "idea", "triangle", "crime", "gift", "muscle", "grass", "king", "walk", "voice"
  };

  /** Returns the n-th question of the demonstration: all four ways of asking by turns. */
  static Question of(int n, int maxTokens) {
    String subject = SUBJECTS[n % SUBJECTS.length];
    return new Question(n % 4 >= 2, n % 2 == 1, "About the " + subject + ".", maxTokens);
  }

  /** Returns the path below the address of the API. */
  String path() {
    return chat ? "/chat/completions" : "/completions";
  }

  /** Returns the body. */
  String body(String model) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", model);
    if (chat) {
      body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    } else {
      body.put("prompt", prompt);
    }
    body.put("max_tokens", maxTokens).put("temperature", TEMPERATURE);
    if (stream) {
      body.put("stream", true);
      body.putObject("stream_options").put("include_usage", true);
    }
    return body.toString();
  }
}
