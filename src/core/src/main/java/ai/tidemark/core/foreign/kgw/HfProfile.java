package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;

/** KGW as Hugging Face transformers writes it on a CPU. */
public final class HfProfile implements ForeignProfile {
  static final String ID = "kgw-hf-cpu";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "Hugging Face transformers 4.57.6 to 5.23.0, WatermarkLogitsProcessor on the CPU; lists"
            + " drawn on a GPU are others",
        true,
        "vocab_size (2..2^24, the model's, which may be more than the tokenizer's), greenlist_ratio"
            + " (0.25), seeding_scheme (lefthash; or selfhash), context_width (1; 1..64),"
            + " bos_token_id (dropped where a text starts with it; none), ignore_repeated_ngrams"
            + " (false; for --as-original only), bias (not used)",
        "hashing_key, an integer in 0..2^63-1",
        "lefthash: the last token, whatever context_width says; selfhash: the last context_width"
            + " tokens, the token itself among them. The source's context starts in the prompt,"
            + " which is not seen here; nothing is padded",
        "lefthash: context_width; selfhash: context_width - 1",
        "(seed of the list modulo 2^32, token)",
        "binomial with floor(vocab_size greenlist_ratio) of vocab_size; tokens under one list are"
            + " drawn without replacement, which is narrower",
        Pooling.ALLOWED,
        "Weak. The generator keeps 32 bits of the seed; lefthash has one fixed list for each"
            + " preceding token, which a few thousand answers reveal. selfhash at context_width 1"
            + " is one fixed list for all positions (pooled evidence stops growing at vocab_size"
            + " tuples).",
        "To 5.18 repeated n-grams count again even with ignore_repeated_ngrams. To 5.22 p is"
            + " Polya's approximation without its square root: too small from z = 3.3, 0 from"
            + " z = 8. From 5.23 p is the normal tail. All count repeats unless told otherwise and"
            + " none uses the exact share of the list. Ours counts a (seed, token) once and takes"
            + " the exact binomial tail.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    GreenShare share = GreenShare.read(parameters, "greenlist_ratio", 0.25);
    boolean selfHash =
        parameters.has("seeding_scheme")
            && parameters.text("seeding_scheme", "lefthash|selfhash").equals("selfhash");
    int width = GreenScheme.optional(parameters, "context_width", 1, 64, 1);
    boolean distinct =
        parameters.has("ignore_repeated_ngrams") && parameters.flag("ignore_repeated_ngrams");
    int begin = GreenScheme.begin(parameters);
    parameters.ignore("bias");
    parameters.end();
    return new HfScheme(share, selfHash, width, distinct, begin);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return ((HfScheme) scheme).keyed(GreenScheme.key(root));
  }
}
