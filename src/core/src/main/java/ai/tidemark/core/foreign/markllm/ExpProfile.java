package ai.tidemark.core.foreign.markllm;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.SeededScheme;
import ai.tidemark.core.json.StrictJson;

/** MarkLLM's EXP. */
public final class ExpProfile implements ForeignProfile {
  static final String ID = "markllm-exp";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "MarkLLM 0.1.5, EXP; its generator is always the CPU's",
        true,
        "vocab_size (2..2^24), prefix_length (4; 1..64), threshold, sequence_length and top_k (not"
            + " used)",
        "hash_key, an integer from 0 whose product with vocab_size is below 2^64",
        "the product of the last prefix_length tokens modulo vocab_size; nothing is padded."
            + " MarkLLM's own texts start with their prompt",
        "prefix_length",
        "(hash_key times the product, modulo 2^32, token)",
        "Gamma(n, 1), a bound: a uniform has 24 bits and is rounded down, so the mean of a score"
            + " is 5.5e-7 below 1",
        Pooling.ALLOWED,
        "Weak. There are vocab_size seeds at most; every context with token 0 shares one, and a"
            + " generator's words follow from 624 of them.",
        "The source rounds 1/(1 - r) to float32 before the logarithm and counts every position,"
            + " repeats included; ours counts a (seed, token) once.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    int vocabulary = SeededScheme.vocabulary(parameters);
    int prefix = SeededScheme.optional(parameters, "prefix_length", 1, 64, 4);
    parameters.ignore("threshold");
    parameters.ignore("sequence_length");
    parameters.ignore("top_k");
    parameters.ignore("algorithm_name");
    parameters.end();
    return new ExpScheme(vocabulary, prefix);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    long key = SeededScheme.key(root);
    ExpScheme exp = (ExpScheme) scheme;
    exp.requireSeeds(root.where() + "/key", key);
    return exp.keyed(key);
  }
}
