package ai.tidemark.core.foreign.threebricks;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.ExponentialKey;
import ai.tidemark.core.foreign.seeded.ExponentialScheme;
import ai.tidemark.core.foreign.seeded.SeededScheme;
import ai.tidemark.core.json.StrictJson;

/** Three Bricks' Gumbel-max, which it calls openai. */
public final class GumbelProfile implements ForeignProfile {
  private static final String ID = "threebricks-hash-gumbel";

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "facebookresearch/three_bricks, method openai with seeding hash, on the CPU",
        false,
        HashSeeding.PARAMETERS,
        HashSeeding.KEY,
        HashSeeding.CONTEXT,
        HashSeeding.FIRST,
        HashSeeding.DEDUP,
        "Gamma(n, 1), a bound: a uniform has 24 bits and is rounded down, so the mean of a score"
            + " is 5.5e-7 below 1",
        Pooling.ALLOWED,
        HashSeeding.SECURITY,
        "Not repeated here: there are no known answers of its detector. Its z-test takes pi/sqrt(6)"
            + " for the standard deviation of an exponential, which is 1.");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    int vocabulary = SeededScheme.vocabulary(parameters);
    HashSeeding seeding = HashSeeding.read(parameters);
    parameters.end();
    return new Scheme(vocabulary, seeding);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return ((Scheme) scheme).keyed(SeededScheme.key(root));
  }

  /** With its parameters. */
  private static final class Scheme extends ExponentialScheme {
    private final HashSeeding seeding;

    Scheme(int vocabulary, HashSeeding seeding) {
      super(ID, seeding.windows(), vocabulary);
      this.seeding = seeding;
    }

    @Override
    public KeyedScheme keyed(long key) {
      return new Key(this, key);
    }
  }

  /** With its key. */
  private static final class Key extends ExponentialKey {
    private final Scheme scheme;
    private final long key;

    Key(Scheme scheme, long key) {
      super(scheme);
      this.scheme = scheme;
      this.key = key;
    }

    @Override
    public Scheme scheme() {
      return scheme;
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
