package ai.tidemark.core.foreign.unigram;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.foreign.seeded.SeededScheme;
import ai.tidemark.core.json.StrictJson;

/** Unigram as MarkLLM and its authors' code draw it. */
public final class UnigramProfile implements ForeignProfile {
  static final String ID = "unigram-pcg64";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "MarkLLM 0.1.5, Unigram; XuandongZhao/Unigram-Watermark draws the same list from its"
            + " watermark_key with fraction for gamma",
        true,
        "vocab_size (2..2^24), gamma (0.5), delta and z_threshold (not used)",
        "hash_key, an integer in 0..2^63-1",
        "none",
        "0",
        "token",
        "hypergeometric: distinct tokens drawn from vocab_size with floor(vocab_size gamma) green",
        Pooling.REFUSED,
        "None to speak of. One fixed list: word counts of a few hundred answers give it away. The"
            + " list depends on 32 bits.",
        "The source counts every position, repeats included, and prints z without a p; ours counts"
            + " a token once. One list answers for a whole corpus, so frequent words that happen to"
            + " be green look like a mark: texts are tested one by one, and even there p is over"
            + " the key, not over texts.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    GreenShare share = GreenShare.read(parameters, "gamma", 0.5);
    parameters.ignore("delta");
    parameters.ignore("z_threshold");
    parameters.ignore("algorithm_name");
    parameters.end();
    return new UnigramScheme(share);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return ((UnigramScheme) scheme).keyed(SeededScheme.key(root));
  }
}
