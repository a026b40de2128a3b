package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/**
 * SynthID of DeepMind's repository since June 2025 (commit addb4a1), in no release: the hash starts
 * from SHA-256 of the keys, and twelve more rounds of it take the place of the table.
 */
public final class SynthIdDm2025 implements ForeignProfile {
  static final String ID = "synthid-dm-2025";

  private static final Facts FACTS =
      new Facts(
          ID,
          "google-deepmind synthid-text, repository since commit addb4a1 of 2025-06-13 (still"
              + " labelled 0.2.1)",
          false,
          "ngram_len (2..64); context_history_size (1..2^20; 1024), for the source's own mask only;"
              + " eos_token_id (none); watermarking_depth (number of keys); statistic, ours (mean"
              + " or weighted; mean)",
          "array of 1..128 layer keys, 64-bit integers as numbers or decimal strings",
          "the ngram_len - 1 tokens before, output only; no padding: the source marks the first"
              + " tokens from a context of zeros, which a text cut out of its answer cannot show",
          "ngram_len - 1; the first end token and all after it are not scored",
          "the 64-bit hash of the n-gram from zero; the keys' own start only shifts it",
          "bits of the layers independent and fair: binomial (n depth, 1/2); weighted: sum of"
              + " integer weights times fair bits",
          Pooling.ALLOWED,
          "some: a linear hash and shifts are no cryptographic function, but a key set has full"
              + " entropy and layers cannot be told apart in a table. The 30 default keys are"
              + " public",
          "the source states no p. Its mask drops a position whose context is among the last 1,024"
              + " contexts; here each n-gram counts once, whatever lies between");

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public ForeignScheme scheme(StrictJson json) {
    Parameters parameters = Parameters.read(json);
    json.end();
    return new Dm2025Scheme(parameters);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    if (!(scheme instanceof Dm2025Scheme dm)) {
      throw new IllegalArgumentException("scheme must be of " + ID + ", not " + scheme.profile());
    }
    long[] keys = dm.parameters().keys(root);
    return new Dm2025Key(new Dm2025Scheme(dm.parameters().withDepth(keys.length)), keys);
  }
}
