package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jcajce.BCFKSLoadStoreParameter;
import org.bouncycastle.jcajce.BCFKSLoadStoreParameter.EncryptionAlgorithm;
import org.bouncycastle.jcajce.BCFKSLoadStoreParameter.MacAlgorithm;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * A key store as bytes: BCFKS of Bouncy Castle, scrypt over the password, AES-256 key wrap with
 * padding, HMAC-SHA3-512. Bouncy Castle 1.87 writes the block size for the parallelism too (8 and
 * 8), so opening costs eight times what N alone says.
 */
final class BcfksFile {
  /** Scrypt's N where nothing else is said. */
  static final int COST = 1 << 15;

  private static final int BLOCK_SIZE = 8;
  private static final int SALT_BYTES = 32;
  private static final int ROOT_BYTES = 32;
  private static final Provider BC = new BouncyCastleProvider();

  private BcfksFile() {}

  /**
   * Makes a store of fresh keys.
   *
   * @param cost scrypt's N
   */
  static byte[] create(String deployment, char[] password, int cost) {
    try {
      KeyStore store = KeyStore.getInstance("BCFKS", BC);
      store.load(null, null);
      putSecret(store, RootStore.ROOT, "HmacSHA256");
      putSecret(store, RootStore.WRAP, "AES");
      for (Purpose purpose : Purpose.values()) {
        LocalSigner signer = LocalSigner.generate(purpose.algorithm());
        Certificate[] chain = {Certificates.of(deployment, purpose, signer)};
        store.setKeyEntry(purpose.alias(), signer.privateKey(), null, chain);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(
          new BCFKSLoadStoreParameter.Builder(out, password)
              .withStorePBKDFConfig(
                  new ScryptConfig.Builder(cost, BLOCK_SIZE, 1).withSaltLength(SALT_BYTES).build())
              .withStoreEncryptionAlgorithm(EncryptionAlgorithm.AES256_KWP)
              .withStoreMacAlgorithm(MacAlgorithm.HmacSHA3_512)
              .build());
      return out.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot make a key store", e);
    }
  }

  private static void putSecret(KeyStore store, String alias, String algorithm)
      throws GeneralSecurityException {
    try (SecretBytes fresh = SecretBytes.random(ROOT_BYTES)) {
      SecretKeySpec key = fresh.use(bytes -> new SecretKeySpec(bytes, algorithm));
      store.setKeyEntry(alias, key, null, null);
    }
  }

  /**
   * Opens a store.
   *
   * @param where names the source in messages
   * @throws BadInputException if the bytes are not a store, the password is another one, or the
   *     store is of another deployment
   */
  static RootStore open(String where, byte[] bytes, String deployment, char[] password) {
    StoreHeader.check(where, bytes);
    KeyStore store;
    try {
      store = KeyStore.getInstance("BCFKS", BC);
      store.load(new ByteArrayInputStream(bytes), password);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      // Bouncy Castle reports damage by many kinds of exceptions, unchecked ones too
      throw new BadInputException(where, "cannot be opened: wrong passphrase, or damaged", e);
    }
    try {
      return read(where, store, deployment);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BadInputException(where, "does not hold the keys of a store", e);
    }
  }

  private static RootStore read(String where, KeyStore store, String deployment)
      throws GeneralSecurityException {
    Map<Purpose, StoreSigner> signers = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      if (!(store.getCertificate(purpose.alias()) instanceof X509Certificate certificate)
          || !Certificates.names(certificate, deployment, purpose)) {
        throw new BadInputException(where, "is not the key store of deployment " + deployment);
      }
      byte[] spki = certificate.getPublicKey().getEncoded();
      signers.put(
          purpose, new StoreSigner(purpose.algorithm(), secret(store, purpose.alias()), spki));
    }
    return new RootStore(secret(store, RootStore.ROOT), secret(store, RootStore.WRAP), signers);
  }

  private static SecretBytes secret(KeyStore store, String alias) throws GeneralSecurityException {
    Key key = store.getKey(alias, null);
    byte[] encoded = key == null ? null : key.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException("no key " + alias);
    }
    try {
      return SecretBytes.copyOf(encoded);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
