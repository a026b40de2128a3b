package ai.tidemark.service.llamacpp;

import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;

/**
 * What to draft: the most probable continuation, with the most probable candidates of each place.
 *
 * @param prompt ids of prompt and answer so far; not copied
 * @param count most tokens to draft, at least 1
 * @param topN candidates to list per position, at least 0
 * @param slot the server's slot, which holds the prompt's cache
 * @param forced an id that a bias makes certain; the listed probabilities do not feel it
 */
public record DraftRequest(PromptIds prompt, int count, int topN, int slot, OptionalInt forced) {

  private static final int CERTAIN = 1000; // added to a logit; no model's spread comes near

  /**
   * Returns the body of {@code POST /completion}. Temperature 0 drafts greedily; the one sampler
   * named keeps the server's own defaults (penalties, min-p) out; {@code ignore_eos} is false
   * because true would take the end of the answer from the candidates.
   */
  Buffer json() {
    Buffer body = Buffer.buffer(prompt.length() + 512);
    body.appendString("{\"prompt\":[");
    body.appendBytes(prompt.json(), 0, prompt.length());
    body.appendString("],\"n_predict\":" + count + ",\"n_probs\":" + topN + ",\"id_slot\":" + slot);
    if (forced.isPresent()) {
      body.appendString(",\"logit_bias\":[[" + forced.getAsInt() + "," + CERTAIN + "]]");
    }
    return body.appendString(
        ",\"temperature\":0,\"samplers\":[\"temperature\"],\"return_tokens\":true,"
            + "\"cache_prompt\":true,\"stream\":true,\"ignore_eos\":false,\"stop\":[],"
            + "\"response_fields\":[\"tokens\",\"stop_type\",\"stop\",\"tokens_predicted\","
            + "\"truncated\"]}");
  }
}
