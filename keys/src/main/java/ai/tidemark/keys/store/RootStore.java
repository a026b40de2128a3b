package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.rootkey.RootKeys;
import ai.tidemark.keys.rootkey.Wrapper;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Signer;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An open key store: one root for derivation, one key that wraps others, and the signing keys.
 * Nothing of it prints; {@link #close} wipes all.
 */
public final class RootStore implements RootKeys, Wrapper, AutoCloseable {
  /** Name of the root that keys are derived from: {@link #mac} alone. */
  public static final String ROOT = "root";

  /** Name of the key that wraps others: {@link #wrap} and {@link #unwrap} alone. */
  public static final String WRAP = "wrap";

  private final SecretBytes root;
  private final SecretBytes wrap;
  private final Map<Purpose, StoreSigner> signers;

  RootStore(SecretBytes root, SecretBytes wrap, Map<Purpose, StoreSigner> signers) {
    this.root = root;
    this.wrap = wrap;
    this.signers = new EnumMap<>(signers);
  }

  @Override
  public byte[] mac(String rootKeyId, byte[] context) {
    require(rootKeyId, ROOT);
    return root.use(
        key -> {
          try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(context);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
          }
        });
  }

  @Override
  public byte[] wrap(String rootKeyId, SecretBytes secret) {
    require(rootKeyId, WRAP);
    return secret.use(bytes -> kwp(Cipher.ENCRYPT_MODE, bytes));
  }

  @Override
  public SecretBytes unwrap(String rootKeyId, byte[] wrapped) {
    require(rootKeyId, WRAP);
    // two blocks of 8 bytes at least; JDK 25 leaves by NegativeArraySizeException below one
    if (wrapped.length < 16 || wrapped.length % 8 != 0) {
      throw new BadInputException("wrapped key", "has " + wrapped.length + " bytes");
    }
    return SecretBytes.taking(kwp(Cipher.DECRYPT_MODE, wrapped));
  }

  /** AES key wrap with padding (RFC 5649). */
  private byte[] kwp(int mode, byte[] bytes) {
    return wrap.use(
        key -> {
          try {
            Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"));
            return cipher.doFinal(bytes);
          } catch (GeneralSecurityException e) {
            throw new BadInputException("wrapped key", "was not wrapped by this key store", e);
          }
        });
  }

  private static void require(String rootKeyId, String only) {
    if (!rootKeyId.equals(only)) {
      throw new IllegalArgumentException("rootKeyId must be " + only + ", but is " + rootKeyId);
    }
  }

  /** Returns the signer for a purpose; it works as long as the store is open. */
  public Signer signer(Purpose purpose) {
    StoreSigner signer = signers.get(purpose);
    if (signer == null) {
      throw new IllegalStateException("store has no key for " + purpose);
    }
    return signer;
  }

  @Override
  public String toString() {
    return "RootStore[keys secret]";
  }

  @Override
  public void close() {
    root.close();
    wrap.close();
    signers.values().forEach(StoreSigner::close);
  }
}
