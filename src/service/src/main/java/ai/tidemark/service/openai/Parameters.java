package ai.tidemark.service.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The names a request may use. */
final class Parameters {
  /** Understood, and carried out when an answer is marked. */
  private static final Set<String> CARRIED_OUT =
      Set.of(
          "model",
          "max_tokens",
          "stop",
          "stream",
          "stream_options",
          "temperature",
          "top_p",
          "top_k",
          "n");

  /**
   * Accepted and without effect on a marked answer: bookkeeping of OpenAI's own platform, and
   * {@code seed}, which OpenAI itself calls best effort.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "user",
          "metadata",
          "store",
          "service_tier",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "seed");

  private static final Set<String> CHAT_ONLY =
      Set.of(
          "messages",
          "max_completion_tokens",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "functions",
          "function_call",
          "top_logprobs",
          "modalities",
          "audio",
          "prediction",
          "reasoning_effort",
          "verbosity",
          "web_search_options");

  private static final Set<String> COMPLETIONS_ONLY = Set.of("prompt", "best_of", "echo", "suffix");

  /** Parameters of OpenAI and of llama.cpp that {@link Obstacles} decides on. */
  private static final Set<String> OBSTACLES =
      Set.of(
          "logprobs",
          "response_format",
          "json_schema",
          "grammar",
          "logit_bias",
          "frequency_penalty",
          "presence_penalty",
          "repeat_penalty",
          "repeat_last_n",
          "min_p",
          "typical_p",
          "dynatemp_range",
          "dynatemp_exponent",
          "mirostat",
          "mirostat_tau",
          "mirostat_eta",
          "dry_multiplier",
          "xtc_probability",
          "ignore_eos");

  /**
   * Controls by which a client could take the mark off or set its own, at any engine. Taken out of
   * every request, without a word: whether an answer is marked is the operator's business.
   */
  private static final Set<String> CONTROLS =
      Set.of(
          "watermark",
          "watermarking",
          "watermark_config",
          "watermark_key",
          "synthid_keys",
          "custom_logit_processor",
          "custom_params",
          "logits_processors",
          "vllm_xargs",
          "use_beam_search");

  private Parameters() {}

  /** Takes watermark controls out. */
  static void strip(ObjectNode request) {
    request.remove(CONTROLS);
  }

  /** Refuses names that no list has: their effect on an answer would be unknown. */
  static void requireKnown(Endpoint endpoint, ObjectNode request) throws ApiError {
    Set<String> own =
        switch (endpoint) {
          case CHAT -> CHAT_ONLY;
          case COMPLETIONS -> COMPLETIONS_ONLY;
        };
    for (var fields = request.fieldNames(); fields.hasNext(); ) {
      String name = fields.next();
      if (!CARRIED_OUT.contains(name)
          && !WITHOUT_EFFECT.contains(name)
          && !OBSTACLES.contains(name)
          && !own.contains(name)) {
        throw ApiError.unknownParameter(
            name.matches("[A-Za-z0-9_.-]{1,64}") ? name : "(a name not shown)");
      }
    }
  }
}
