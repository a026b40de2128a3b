package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/** {@code sglang-gumbel-murmur-v1}: the watermark of SGLang 0.5.23 with one key. */
public final class SglangGumbel implements ForeignProfile {
  /** The profile id. */
  public static final String ID = "sglang-gumbel-murmur-v1";

  static final String CONTEXT_WINDOW = "context_window: 1..64, 4 unless given";
  static final String IGNORED =
      "; max_probability, default_enabled, enforce_all, enabled do not touch detection";
  static final String CONTEXT =
      "murmur3 of the context_window tokens before the scored one; SGLang takes them from the"
          + " prompt at the beginning of an answer, and we see the answer only";
  static final String FIRST_SCORED =
      "context_window: the tokens before it have a context that reaches into the prompt";
  static final String DEDUP =
      "(32-bit context hash, token): contexts that share a hash share all draws under every key";
  static final String LEVELS =
      ", each rounded down to 2^-32 nats: Gamma(n, 1); u takes 2^32 values, so the mean score is 1"
          + " - 2.0e-10 nats (rounding down included): p errs to the safe side, by a tenth of a"
          + " standard deviation at n = 2.6e17, where it refuses";
  static final String SECURITY =
      "up to 64-bit key, and Murmur is not a cryptographic function: who has marked answers with"
          + " their probabilities can search for the key far below 2^64 work, and with it detect"
          + " and forge; short keys can be tried out; key per request possible";
  static final String DIFFERENCES =
      "SGLang scores only the first token of each context, and no more than 4,096 contexts, after"
          + " which it marks no longer; we score each distinct (context hash, token) once, to the"
          + " end. With the prompt's ids its detector also scores the first context_window tokens."
          + " Its ln p is the same Gamma tail, as a sum that loses digits where p is near 1";

  /** The profile. */
  public SglangGumbel() {}

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "SGLang 0.5.23, --watermark-config with key only",
        true,
        CONTEXT_WINDOW + IGNORED,
        "1 to 16 hex digits, 0x before them or not",
        CONTEXT,
        FIRST_SCORED,
        DEDUP,
        "sum of n scores -ln(1 - u)" + LEVELS,
        Pooling.ALLOWED,
        SECURITY,
        DIFFERENCES);
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    int window = HashedContexts.read(parameters);
    parameters.ignore("mixing_probability");
    parameters.end();
    return new GumbelScheme(window);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return new GumbelKey((GumbelScheme) scheme, HashedContexts.key(root, "key"));
  }
}
