package ai.tidemark.service.llamacpp;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Finds out what a server can do, and refuses one on which the walk would not be exact. */
final class Probe {
  /** What a tokenizer can get wrong; nothing of a client's. */
  private static final List<String> TEXTS =
      List.of(
          "The tide came in over the flat sand, and nobody heard it.",
          "Hello world! It's 3.14159 or 2,000,000; they'll say \"no\".",
          "  two leading spaces,\ttab,\n\nblank line,   three spaces \n",
          "int main(void) {\n    return a[i++] << 2;\n}\n",
          "Grüße aus Köln: naïve façade, Ångström, œuvre",
          "日本語のテキスト、中文字符，한국어 문장",
          "Привет, мир. مرحبا بالعالم. שלום",
          "emoji 😀👩‍👩‍👧 and 𐍈 outside the vocabulary",
          "<s> <bos> <eos> <|endoftext|> <|im_start|> <start_of_turn> [INST] are text here");

  private static final double SAME_LOGPROB = 0.05; // float arithmetic differs between batches

  private final LlamaClient client;
  private final LlamaOptions options;
  private final Tokenizer tokenizer;
  private final int topN;
  private final Abort never = new Abort();

  Probe(LlamaClient client, LlamaOptions options, Tokenizer tokenizer, int topN) {
    if (topN < 1) {
      throw new IllegalArgumentException("topN must be at least 1, but is " + topN);
    }
    this.client = client;
    this.options = options;
    this.tokenizer = tokenizer;
    this.topN = topN;
  }

  Capabilities run() throws UpstreamException {
    try {
      client.get("/health", never);
      JsonNode props = client.get("/props", never);
      sameTokenizer();
      return new Capabilities(
          model(props),
          atLeastOne(props, "/total_slots"),
          atLeastOne(props, "/default_generation_settings/n_ctx"),
          topN,
          wholeCharacterToken());
    } catch (ClientGoneException e) {
      throw new AssertionError(e); // there is no client
    }
  }

  private static String model(JsonNode props) {
    String alias = props.path("model_alias").asText("");
    String name = alias.isEmpty() ? props.path("model_path").asText("") : alias;
    return name.substring(
        name.lastIndexOf('/') + 1); // the alias is the whole path where none is set
  }

  private int atLeastOne(JsonNode props, String pointer) throws UpstreamException {
    JsonNode value = props.at(pointer);
    if (!value.canConvertToInt() || value.intValue() < 1) {
      throw malformed("/props", "lacks " + pointer + "; Tidemark needs llama.cpp of 2025 or later");
    }
    return value.intValue();
  }

  private void sameTokenizer() throws UpstreamException, ClientGoneException {
    for (String text : TEXTS) {
      int[] ours = tokenizer.encode(text);
      int[] theirs = client.tokenize(text, false, never);
      int at = Arrays.mismatch(ours, theirs);
      if (at >= 0) {
        throw new BadInputException(
            options.base() + "/tokenize",
            "reads \""
                + text
                + "\" otherwise than the profile's tokenizer "
                + tokenizer.name()
                + ": token "
                + at
                + " is "
                + idAt(theirs, at)
                + ", but should be "
                + idAt(ours, at)
                + "; name the tokenizer of the model that this engine serves in the profile");
      }
    }
  }

  private static String idAt(int[] ids, int at) {
    return at < ids.length ? Integer.toString(ids[at]) : "missing";
  }

  /**
   * Finds an id that is one whole character, and checks with it that the listed probabilities are
   * raw: a bias that decides what is drafted must not move them.
   */
  private int wholeCharacterToken() throws UpstreamException, ClientGoneException {
    PromptIds prompt = new PromptIds(client.tokenize(TEXTS.getFirst(), true, never));
    int token = tokenizer.encode("a")[0];
    Position plain = position(prompt, OptionalInt.empty());
    Position forced = position(prompt, OptionalInt.of(token));
    if (forced.draft() != token) {
      throw malformed("/completion", "ignores logit_bias");
    }
    int expected = Math.min(topN, tokenizer.vocabularySize());
    if (plain.size() != expected) {
      throw malformed(
          "/completion",
          "lists " + plain.size() + " candidates, not the " + expected + " asked for; lower topN");
    }
    if (plain.draft() != plain.id(0)) {
      throw malformed("/completion", "does not draft the most probable token at temperature 0");
    }
    if (Math.abs(plain.logprob(0) - forced.logprob(0)) > SAME_LOGPROB) {
      throw malformed("/completion", "lists probabilities that are not the model's own");
    }
    return token;
  }

  private Position position(PromptIds prompt, OptionalInt forced)
      throws UpstreamException, ClientGoneException {
    return client.forced(new DraftRequest(prompt, 1, topN, -1, forced), never);
  }

  private UpstreamException malformed(String route, String problem) {
    return new UpstreamException(Kind.MALFORMED, options.base() + route + " " + problem);
  }
}
