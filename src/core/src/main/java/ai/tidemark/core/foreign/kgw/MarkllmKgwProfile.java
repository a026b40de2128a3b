package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;

/** KGW as MarkLLM writes it on a CPU; neither the authors' nor transformers' lists. */
public final class MarkllmKgwProfile implements ForeignProfile {
  static final String ID = "kgw-markllm-cpu";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "MarkLLM 0.1.5, KGW on the CPU",
        true,
        "vocab_size (2..2^24), gamma (0.5), prefix_length (1; 1..64), f_scheme (time; additive,"
            + " skip, min), window_scheme (left; or self), delta and z_threshold (not used)",
        "hash_key, an integer in 0..2^63-1",
        "the last prefix_length tokens, made one by f_scheme; nothing is padded. MarkLLM's own"
            + " texts start with their prompt",
        "prefix_length",
        "(seed of the list, which is below vocab_size, token)",
        "binomial with floor(vocab_size gamma) of vocab_size; tokens under one list are drawn"
            + " without replacement, which is narrower",
        Pooling.ALLOWED,
        "Weak. There are vocab_size lists at most, whatever the key; time sends every context with"
            + " token 0 to one list.",
        "The source counts every position, repeats included, and prints z without a p; ours counts"
            + " a (seed, token) once and takes the exact binomial tail.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    GreenShare share = GreenShare.read(parameters, "gamma", 0.5);
    int prefix = GreenScheme.optional(parameters, "prefix_length", 1, 64, 1);
    MarkllmScheme.Fold fold =
        parameters.has("f_scheme") ? MarkllmScheme.fold(parameters) : MarkllmScheme.Fold.TIME;
    boolean self =
        parameters.has("window_scheme")
            && parameters.text("window_scheme", "left|self").equals("self");
    parameters.ignore("delta");
    parameters.ignore("z_threshold");
    parameters.ignore("algorithm_name");
    parameters.end();
    return new MarkllmScheme(share, prefix, fold, self);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return ((MarkllmScheme) scheme).keyed(GreenScheme.key(root));
  }
}
