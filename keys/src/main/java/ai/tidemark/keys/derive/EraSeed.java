package ai.tidemark.keys.derive;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.secret.SecretBytes;

/**
 * What a subject's key of one era and one profile is made of: committed before use, opened alone.
 * Secret; {@link #close} wipes it.
 */
public final class EraSeed implements AutoCloseable {
  /** The beacon value where there is no beacon: 32 zero bytes. */
  private static final byte[] NO_BEACON = new byte[Hashes.BYTES];

  private final byte[] tag;
  private final byte[] profileSha256;
  private final String era;
  private final SecretBytes seed;

  private EraSeed(byte[] tag, byte[] profileSha256, String era, SecretBytes seed) {
    this.tag = tag;
    this.profileSha256 = profileSha256;
    this.era = era;
    this.seed = seed;
  }

  /**
   * A seed that was opened, or comes from a {@link Derivation}.
   *
   * @param tag of its subject, shape [32]
   * @param profileSha256 raw SHA-256 of the profile's canonical JSON, shape [32]
   * @param seed shape [32], copied
   */
  public static EraSeed of(byte[] tag, byte[] profileSha256, String era, byte[] seed) {
    Names.require("era", era, Names.ERA);
    byte[] t = Hashes.require("tag", tag);
    byte[] p = Hashes.require("profileSha256", profileSha256);
    return new EraSeed(t, p, era, SecretBytes.taking(Hashes.require("seed", seed)));
  }

  /** s = HKDF-SHA-256(T, no salt, ctx("tidemark/era/v1", profileSha256, era), 32). */
  static EraSeed derive(byte[] tenantKey, byte[] tag, byte[] profileSha256, String era) {
    byte[] p = Hashes.require("profileSha256", profileSha256);
    byte[] info =
        Fields.of("tidemark/era/v1").raw(p).text(Names.require("era", era, Names.ERA)).bytes();
    return new EraSeed(tag.clone(), p, era, Hashes.hkdf(tenantKey, NO_BEACON, info, Hashes.BYTES));
  }

  /** Returns the subject's tag, shape [32]. */
  public byte[] tag() {
    return tag.clone();
  }

  /** Returns the name of the era. */
  public String era() {
    return era;
  }

  /** Returns SHA-256(ctx("tidemark/commit/v1", tag, profileSha256, era, s)), shape [32]. */
  public byte[] commitment() {
    return seed.use(s -> Merkle.sha256(fields("tidemark/commit/v1").raw(s).bytes()));
  }

  /**
   * Returns the watermark key: HKDF-SHA-256(s, salt = beacon value, ctx("tidemark/key/v1", tag,
   * profileSha256, era), 16). The caller closes it.
   *
   * @param beacon value that nobody knew when the seed was committed, shape [32]; 32 zero bytes
   *     where there is none
   */
  public SecretBytes key(byte[] beacon) {
    byte[] salt = Hashes.require("beacon", beacon);
    byte[] info = fields("tidemark/key/v1").bytes();
    return seed.use(s -> Hashes.hkdf(s, salt, info, DrawKey.BYTES));
  }

  /** Returns the seed in the open, shape [32]: whoever has it, has the key of this era. */
  public byte[] open() {
    return seed.copy();
  }

  private Fields fields(String label) {
    return Fields.of(label).raw(tag).raw(profileSha256).text(era);
  }

  @Override
  public String toString() {
    return "EraSeed[era " + era + ", secret]";
  }

  @Override
  public void close() {
    seed.close();
  }
}
