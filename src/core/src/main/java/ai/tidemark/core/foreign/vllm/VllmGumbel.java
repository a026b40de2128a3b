package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/** {@code vllm-gumbel-philox-v1}: vLLM's algorithm {@code gumbel}, versions 0.30 to 0.33. */
public final class VllmGumbel implements ForeignProfile {
  /** The profile id. */
  public static final String ID = "vllm-gumbel-philox-v1";

  static final String CONTEXT =
      "the context_width tokens of the output before the scored one, never the prompt; -1"
          + " (FFFFFFFF) for each that is missing at the beginning";
  static final String FIRST_SCORED = "0, with a context of padding only";
  static final String DEDUP =
      "(context, token): the function sees all of both, and under one key no two fall together but"
          + " by chance of 128 bits";
  static final String CONTEXT_PARAMETER =
      "context_width: 1.." + PaddedContexts.MOST + ", 4 unless given";
  static final String IGNORED =
      "; algorithm and prf, where given, must name this one; deduplicate_contexts,"
          + " deduplicate_contexts_max_history, allow_target_only_watermarking do not touch"
          + " detection";
  static final String LEVELS =
      "u takes 2^24 values, so the mean score is 1 - 5.24e-7 nats (all values added, rounding to"
          + " float32 and to whole units included): p errs to the safe side, by a tenth of a"
          + " standard deviation at ";
  static final String SECURITY =
      "64-bit key, Philox is not a cryptographic function: who has some hundred marked answers"
          + " and 2^64 work, or finds a shortcut in Philox, has the key, and with it can detect and"
          + " forge; one key per engine, no key per request";

  /** The profile. */
  public VllmGumbel() {}

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "vLLM 0.30 to 0.33, --watermark-config algorithm gumbel, prf philox (philox4x32-10-v1)",
        true,
        CONTEXT_PARAMETER + IGNORED + ", nor does alpha",
        "an integer in 0..2^64-1, as a number or a decimal string",
        CONTEXT,
        FIRST_SCORED,
        DEDUP,
        "sum of n scores -ln(1 - u), each rounded down to 2^-32 nats: Gamma(n, 1); "
            + LEVELS
            + "n = "
            + GumbelScheme.MOST
            + ", where it refuses",
        Pooling.ALLOWED,
        SECURITY,
        "vLLM scores only the first token of each context, which depends on the order of the text;"
            + " we score each distinct (context, token) once. Its p-value is the same Gamma tail,"
            + " but underflows to 0");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    int width = PaddedContexts.read(parameters, "gumbel");
    parameters.ignore("alpha");
    parameters.end();
    return new GumbelScheme(width);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return new GumbelKey((GumbelScheme) scheme, root.word("key"));
  }
}
