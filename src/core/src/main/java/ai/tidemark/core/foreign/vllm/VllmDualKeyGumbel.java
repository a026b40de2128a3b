package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/**
 * {@code vllm-dual-key-gumbel-philox-v1}: vLLM's algorithm {@code dual_key_gumbel}, versions 0.30
 * to 0.33.
 */
public final class VllmDualKeyGumbel implements ForeignProfile {
  /** The profile id. */
  public static final String ID = "vllm-dual-key-gumbel-philox-v1";

  static final double USUAL_ALPHA = 0.1;

  /** The profile. */
  public VllmDualKeyGumbel() {}

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "vLLM 0.30 to 0.33, --watermark-config algorithm dual_key_gumbel, prf philox"
            + " (philox4x32-10-v1)",
        true,
        VllmGumbel.CONTEXT_PARAMETER
            + "; alpha, the share of key B: 0..1, 0.1 unless given"
            + VllmGumbel.IGNORED,
        "an integer in 0..2^64-1, as a number or a decimal string; key A and key B are the first"
            + " eight bytes of SHA-256 of \"key_a\" or \"key_b\" and the key's eight bytes",
        VllmGumbel.CONTEXT,
        VllmGumbel.FIRST_SCORED,
        VllmGumbel.DEDUP,
        "sum of n scores (1 - alpha) sA + alpha sB, each rounded down to 2^-32 nats, sA and sB"
            + " independent unit exponentials: hypoexponential, computed exactly; "
            + VllmGumbel.LEVELS
            + "n = ((1 - alpha)^2 + alpha^2) "
            + GumbelScheme.MOST
            + ", where it refuses",
        Pooling.ALLOWED,
        VllmGumbel.SECURITY,
        "vLLM takes p from a Gamma law with the right mean and variance, exact only at alpha 0, 1/2"
            + " and 1: at alpha 0.1 its p is 2.2 times too small at 1e-16 and 8 times at 1e-36;"
            + " ours is the exact tail. It scores only the first token of each context; we score"
            + " each distinct (context, token) once. Which key marked a token is drawn by the"
            + " engine's sampler and cannot be known afterwards");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    int width = PaddedContexts.read(parameters, "dual_key_gumbel");
    double alpha = parameters.has("alpha") ? PaddedContexts.alpha(parameters) : USUAL_ALPHA;
    parameters.end();
    return new DualKeyScheme(width, alpha);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return DualKey.of((DualKeyScheme) scheme, root.word("key"));
  }
}
