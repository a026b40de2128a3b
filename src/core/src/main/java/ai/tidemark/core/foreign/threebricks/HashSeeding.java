package ai.tidemark.core.foreign.threebricks;

import ai.tidemark.core.foreign.seeded.SeededScheme;
import ai.tidemark.core.foreign.seeded.Windows;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.TorchSeeds;

/**
 * The seeding called {@code hash}.
 *
 * @param ngram preceding tokens, in 1..64
 * @param saltKey multiplier, at least 0
 */
record HashSeeding(int ngram, long saltKey) {
  private static final int USUAL_SALT = 35317;

  /** Reads {@code ngram}, {@code seeding}, {@code salt_key}; others of the source are not used. */
  static HashSeeding read(StrictJson parameters) {
    int ngram = SeededScheme.optional(parameters, "ngram", 1, 64, 1);
    int salt = SeededScheme.optional(parameters, "salt_key", 0, Integer.MAX_VALUE, USUAL_SALT);
    if (parameters.has("seeding")) {
      parameters.requireText("seeding", "hash");
    }
    if (parameters.has("payload")) {
      parameters.integer("payload", 0, 0);
    }
    parameters.ignore("scoring_method");
    return new HashSeeding(ngram, salt);
  }

  /** The n-gram and the token; the source starts one position later than it could. */
  Windows windows() {
    Windows all = Windows.context(ngram);
    return new Windows(all.width(), ngram + 1, all.span(), all.copier());
  }

  /**
   * Returns the seed: from the key, times salt plus token for each token, modulo 2^64 - 1.
   *
   * @param words holds the context at [at, at + ngram)
   */
  long seed(long key, int[] words, int at) {
    long seed = key;
    for (int i = at; i < at + ngram; i++) {
      seed = TorchSeeds.multiplyAdd(seed, saltKey, words[i]);
    }
    return seed;
  }

  /** Facts that both profiles share. */
  static final String PARAMETERS =
      "vocab_size (2..2^24), ngram (1; 1..64), seeding (hash, the only reproducible one), salt_key"
          + " (35317), payload (0: only messages of one value are read), scoring_method (not used)";

  /** Notation of the key. */
  static final String KEY = "seed, an integer in 0..2^63-1; the source's default is 0";

  /** Which tokens seed a draw. */
  static final String CONTEXT = "the last ngram tokens; nothing is padded";

  /** First scored position. */
  static final String FIRST = "ngram + 1; the source leaves out one position that it could score";

  /** What counts once. */
  static final String DEDUP = "(seed modulo 2^32, token)";

  /** What the key resists. */
  static final String SECURITY =
      "Weak. The generator keeps 32 bits of an affine hash: other keys are the same lists in"
          + " another order of contexts, and with the defaults (ngram 1, seed 0) the seed is the"
          + " token id itself, so there is no secret at all.";
}
