package ai.tidemark.keys.derive;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The coin key of an era: C = AES-128(fleet key, derivation block), as
 * docs/formats/tidemark-gumbel-aes-v1.md has it, with a commitment of its own, so that it opens
 * without the fleet key.
 */
public final class CoinKey {
  private static final byte[] DERIVATION_BLOCK =
      HexFormat.of().parseHex("c0000000000000000000000000000000");

  private CoinKey() {}

  /** Returns the coin key that belongs to a fleet key; the caller closes it. */
  public static SecretBytes of(SecretBytes fleetKey) {
    return SecretBytes.taking(
        fleetKey.use(
            key -> {
              try {
                // one block under a key used for nothing else there: a PRF call, not a mode
                Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
                return aes.doFinal(DERIVATION_BLOCK);
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM has no AES", e);
              }
            }));
  }

  /**
   * Returns SHA-256(ctx("tidemark/coin/v1", profileSha256, era, C)), shape [32].
   *
   * @param coin shape [16]
   */
  public static byte[] commitment(byte[] profileSha256, String era, byte[] coin) {
    if (coin.length != DrawKey.BYTES) {
      throw new IllegalArgumentException(
          "coin key must have " + DrawKey.BYTES + " bytes, but has " + coin.length);
    }
    return Merkle.sha256(
        Fields.of("tidemark/coin/v1")
            .raw(Hashes.require("profileSha256", profileSha256))
            .text(Names.require("era", era, Names.ERA))
            .raw(coin)
            .bytes());
  }
}
