package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/** {@code sbw-v1}: the stateless Bernoulli watermark of sbw 1.0.0, its {@code gpu-} schemes. */
public final class Sbw implements ForeignProfile {
  /** The profile id. */
  public static final String ID = "sbw-v1";

  private static final double USUAL_GAMMA = 0.5;

  /** The profile. */
  public Sbw() {}

  @Override
  public Facts facts() {
    return new Facts(
        ID,
        "sbw 1.0.0, seeding schemes that begin with gpu- (its CPU schemes are kgw-orig-cpu)",
        true,
        "seeding_scheme: gpu-simple_1, gpu-minhash, gpu-skipgram, gpu-selfhash[-cpuhash],"
            + " gpu-fused-simple_4, gpu-fused-selfhash, each with its -N or -fullvocab where sbw"
            + " has one, or gpu-ff-FUNCTION-WIDTH-SALT with additive_prf, skipgram_prf,"
            + " minhash_prf, anchored_minhash_prf and width 1.."
            + Seeding.MOST_WIDTH
            + "; gamma, the share of green tokens: between 0 and 1, 0.5 unless given; context_width"
            + " and self_salt, where given, must be those of the scheme; vocab_size, delta,"
            + " z_threshold, ignore_repeated_ngrams, normalizers do not touch detection",
        "hash_key, a 64-bit integer as a number or a decimal string; sbw takes 15485863 unless"
            + " told",
        "the context_width tokens before the scored one; selfhash: the context_width - 1 before it,"
            + " and itself; prompt tokens count for the generator and are not seen here",
        "context_width; selfhash: context_width - 1",
        "(seed, token): tuples are what every key sees of the window (sum, first token, or set),"
            + " and those that come to one 64-bit seed under the key count once",
        "green tokens among n: binomial, with the exact share of green words of 2^31 by the"
            + " detector's float32 rule; no limit on n",
        Pooling.ALLOWED,
        "the key is a number that is multiplied, usually of 24 to 31 bits and public by default:"
            + " who has marked answers can try all such keys; minimum hashing gives many contexts"
            + " one seed, which eases stealing the lists; Philox is not a cryptographic function",
        "sbw prints a normal approximation of p and counts each distinct n-gram once, though"
            + " different n-grams may have one seed; ours is the exact binomial tail over distinct"
            + " draws. Its generator compares integers, gamma (2^31 - 1), its detector float32"
            + " numbers: fewer than 2^-22 of the words are green in one rule only");
  }

  @Override
  public ForeignScheme scheme(StrictJson parameters) {
    Seeding seeding = seeding(parameters);
    if (parameters.has("context_width")) {
      requireWidth(parameters, seeding);
    }
    if (parameters.has("self_salt")) {
      requireSalt(parameters, seeding);
    }
    String where = parameters.where() + "/gamma";
    double gamma = parameters.has("gamma") ? parameters.number("gamma") : USUAL_GAMMA;
    parameters.ignore("vocab_size");
    parameters.ignore("delta");
    parameters.ignore("z_threshold");
    parameters.ignore("ignore_repeated_ngrams");
    parameters.ignore("normalizers");
    parameters.end();
    return GreenScheme.of(where, seeding, gamma);
  }

  /** Returns the field {@code seeding_scheme}. */
  static Seeding seeding(StrictJson from) {
    return Seeding.of(from.where() + "/seeding_scheme", from.text("seeding_scheme"));
  }

  /** Requires that {@code context_width} is that of the scheme. */
  static void requireWidth(StrictJson from, Seeding seeding) {
    if (from.integer("context_width", 1, Integer.MAX_VALUE) != seeding.width()) {
      throw new BadInputException(
          from.where() + "/context_width", "must be " + seeding.width() + " with this scheme");
    }
  }

  /** Requires that {@code self_salt} is that of the scheme. */
  static void requireSalt(StrictJson from, Seeding seeding) {
    if (from.flag("self_salt") != seeding.selfSalt()) {
      throw new BadInputException(
          from.where() + "/self_salt", "must be " + seeding.selfSalt() + " with this scheme");
    }
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    return new GreenKey((GreenScheme) scheme, root.word("key"));
  }
}
