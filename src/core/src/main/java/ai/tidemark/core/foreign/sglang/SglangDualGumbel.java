package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/** {@code sglang-dual-gumbel-murmur-v1}: the watermark of SGLang 0.5.23 with two keys. */
public final class SglangDualGumbel implements ForeignProfile {
  /** The profile id. */
  public static final String ID = "sglang-dual-gumbel-murmur-v1";

  static final double USUAL_MIXING = 0.5;

  /** The profile. */
  public SglangDualGumbel() {}

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "SGLang 0.5.23, --watermark-config with key and key_b",
        true,
        SglangGumbel.CONTEXT_WINDOW
            + "; mixing_probability of key A: strictly between 0 and 1, 0.5 unless given"
            + SglangGumbel.IGNORED,
        "[key, key_b]: an array of two keys, A then B, each 1 to 16 hex digits, 0x before them or"
            + " not",
        SglangGumbel.CONTEXT,
        SglangGumbel.FIRST_SCORED,
        SglangGumbel.DEDUP + "; a coin from both keys and the hash says which key a context has",
        "sum of n scores -ln(1 - u) under the key that the context's coin picks"
            + SglangGumbel.LEVELS,
        Pooling.ALLOWED,
        SglangGumbel.SECURITY + "; a request's key replaces key A only",
        SglangGumbel.DIFFERENCES
            + ". Beside the sum over both keys it prints four partial ones; only the sum over both"
            + " is a test fixed beforehand");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    int window = HashedContexts.read(parameters);
    double mixing =
        parameters.has("mixing_probability")
            ? HashedContexts.mixingProbability(parameters)
            : USUAL_MIXING;
    parameters.end();
    return new DualGumbelScheme(window, mixing);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    long[] keys = HashedContexts.keys(root);
    return new DualGumbelKey((DualGumbelScheme) scheme, keys[0], keys[1]);
  }
}
