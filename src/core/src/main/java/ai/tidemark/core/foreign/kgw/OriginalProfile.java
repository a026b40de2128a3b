package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;

/** KGW as its authors' lm-watermarking writes it on a CPU. */
public final class OriginalProfile implements ForeignProfile {
  static final String ID = "kgw-orig-cpu";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "jwkirchenbauer/lm-watermarking on the CPU; known answers from its copy in the package sbw"
            + " 1.0.0. Where multiplicative, additive, minfunc or position seeds pass 2^63, that"
            + " copy wraps and the first code keeps Python's integers: ours wraps",
        true,
        "vocab_size (2..2^24, the tokenizer's), gamma (0.25), seeding_scheme (simple_1 = lefthash,"
            + " algorithm-3 = selfhash, minhash, skipgram, ff-<prf>-<width 1..64>-<True|False>),"
            + " select_green_tokens (true; false takes the end of the permutation),"
            + " bos_token_id (dropped where a text starts with it; none), ignore_repeated_ngrams"
            + " (true; for --as-original only), delta (not used)",
        "hash_key, an integer in 0..2^63-1",
        "the last tokens that the seeding scheme names, with True and selfhash the token itself"
            + " among them; nothing is padded",
        "the context width; one less where the token is part of its own context",
        "(seed of the list modulo 2^32, token)",
        "binomial with floor(vocab_size gamma) of vocab_size; tokens under one list are drawn"
            + " without replacement, which is narrower",
        Pooling.ALLOWED,
        "Weak. The generator keeps 32 bits of the seed, skipgram and minhash have 1,000,003 lists,"
            + " and lefthash one fixed list for each preceding token, which a few thousand answers"
            + " reveal.",
        "The source takes the normal tail of z with gamma itself and counts an n-gram once; ours"
            + " counts a (seed, token) once and takes the exact binomial tail.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    GreenShare share = GreenShare.read(parameters, "gamma", 0.25);
    SeedingScheme seeding =
        SeedingScheme.of(parameters.where() + "/seeding_scheme", parameters.text("seeding_scheme"));
    boolean tail = parameters.has("select_green_tokens") && !parameters.flag("select_green_tokens");
    boolean distinct =
        !parameters.has("ignore_repeated_ngrams") || parameters.flag("ignore_repeated_ngrams");
    int begin = GreenScheme.begin(parameters);
    parameters.ignore("delta");
    parameters.end();
    GreenShare placed = new GreenShare(share.vocabulary(), share.gamma(), share.green(), tail);
    return new OriginalScheme(placed, seeding, distinct, begin);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return ((OriginalScheme) scheme).keyed(GreenScheme.key(root));
  }
}
