package ai.tidemark.core.foreign.threebricks;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenKey;
import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;

/** Three Bricks' green list, which it calls maryland. */
public final class GreenListProfile implements ForeignProfile {
  private static final String ID = "threebricks-hash-greenlist";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "facebookresearch/three_bricks, method maryland with seeding hash, on the CPU",
        false,
        HashSeeding.PARAMETERS + ", gamma (0.5), delta (not used)",
        HashSeeding.KEY,
        HashSeeding.CONTEXT,
        HashSeeding.FIRST,
        HashSeeding.DEDUP,
        "binomial with floor(vocab_size gamma) of vocab_size; tokens under one list are drawn"
            + " without replacement, which is narrower",
        Pooling.ALLOWED,
        HashSeeding.SECURITY,
        "Not repeated here: there are no known answers of its detector. It drops repeats by window"
            + " (v1), by window and token (v2) or not at all.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    GreenShare share = GreenShare.read(parameters, "gamma", 0.5);
    HashSeeding seeding = HashSeeding.read(parameters);
    parameters.ignore("delta");
    parameters.end();
    return new Scheme(share, seeding);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return ((Scheme) scheme).keyed(GreenScheme.key(root));
  }

  /** With its parameters. */
  private static final class Scheme extends GreenScheme {
    private final HashSeeding seeding;

    Scheme(GreenShare share, HashSeeding seeding) {
      super(ID, seeding.windows(), share, -1);
      this.seeding = seeding;
    }

    @Override
    public KeyedScheme keyed(long key) {
      return new Key(this, key);
    }
  }

  /** With its key. */
  private static final class Key extends GreenKey {
    private final Scheme scheme;
    private final long key;

    Key(Scheme scheme, long key) {
      super(scheme);
      this.scheme = scheme;
      this.key = key;
    }

    @Override
    public long seed(int[] words, int at) {
      return scheme.seeding.seed(key, words, at);
    }

    @Override
    public KeyedScheme copy() {
      return new Key(scheme, key);
    }
  }
}
