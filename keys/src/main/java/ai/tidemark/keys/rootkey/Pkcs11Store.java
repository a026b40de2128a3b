package ai.tidemark.keys.rootkey;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.secret.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.LoginException;

/**
 * Roots in a hardware token, through the JDK's SunPKCS11: HMAC-SHA-256 under a generic secret key,
 * and wrapping by AES-256-GCM under an AES key. Keys are named by their label (CKA_LABEL) and must
 * be sensitive and not extractable: one whose bytes the token would hand out is refused.
 *
 * <p>Signing keys stay elsewhere: SunPKCS11 of JDK 25 has neither EdDSA nor ML-DSA, and no format
 * here signs with ECDSA.
 */
public final class Pkcs11Store implements RootKeys, Wrapper, AutoCloseable {
  private static final int LONGEST_PIN = 256;
  private static final int NONCE_BYTES = 12; // SP 800-38D section 8.2.2: random, 2^32 per key
  private static final int TAG_BITS = 128;
  private static final byte VERSION = 1;

  private final Provider provider;
  private final KeyStore keys;
  private final String where;
  private final SecureRandom random = new SecureRandom();

  private Pkcs11Store(Provider provider, KeyStore keys, String where) {
    this.provider = provider;
    this.keys = keys;
    this.where = where;
  }

  /**
   * Opens a token and logs in, once: a token locks itself after a few wrong PINs.
   *
   * @param library the vendor's PKCS#11 library
   * @param slotListIndex which of the slots with a token, 0 for the first
   * @param pinFile holds the user's PIN; mode 0600; a newline at its end does not count
   * @throws BadInputException if the library, the token or the PIN cannot be used
   */
  public static Pkcs11Store open(Path library, int slotListIndex, Path pinFile) {
    String path = library.toString();
    if (path.chars().anyMatch(c -> c < ' ' || c == '"') || slotListIndex < 0) {
      throw new IllegalArgumentException(
          "library must be a plain path and slotListIndex 0 or more, but they are "
              + path
              + " and "
              + slotListIndex);
    }
    String where = "token " + slotListIndex + " of " + path;
    char[] pin = pin(pinFile);
    try {
      Provider provider =
          Security.getProvider("SunPKCS11")
              .configure(
                  "--name=tidemark"
                      + slotListIndex
                      + "\nlibrary=\""
                      + path
                      + "\"\nslotListIndex="
                      + slotListIndex
                      + "\n");
      KeyStore keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, pin);
      return new Pkcs11Store(provider, keys, where);
    } catch (IOException e) {
      throw new BadInputException(
          where, "did not accept the PIN in " + pinFile + "; it was tried once", e);
    } catch (GeneralSecurityException | ProviderException | UnsupportedOperationException e) {
      throw new BadInputException(
          where, "cannot be opened: is the library there, and a token in the slot?", e);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static char[] pin(Path file) {
    byte[] bytes;
    try {
      bytes = OwnerOnly.ofThisProcess().read(file, "PIN file", LONGEST_PIN);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), "does not exist", e);
    }
    try {
      int length = bytes.length;
      while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
      }
      char[] pin = new char[length];
      for (int i = 0; i < length; i++) {
        pin[i] = (char) (bytes[i] & 0xff);
      }
      return pin;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public byte[] mac(String rootKeyId, byte[] context) {
    SecretKey key = key(rootKeyId);
    if (key.getAlgorithm().toUpperCase(Locale.ROOT).contains("AES")) {
      throw new BadInputException(
          where, "key " + rootKeyId + " is an AES key, not a generic secret: one key, one purpose");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256", provider);
      mac.init(key);
      return mac.doFinal(context);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unavailable("HMAC-SHA-256 under key " + rootKeyId + " failed", e);
    }
  }

  @Override
  public byte[] wrap(String rootKeyId, SecretBytes secret) {
    SecretKey key = aes(rootKeyId);
    byte[] wrapped = new byte[1 + NONCE_BYTES + secret.length() + TAG_BITS / 8];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    wrapped[0] = VERSION;
    System.arraycopy(nonce, 0, wrapped, 1, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, rootKeyId, key, nonce);
      byte[] sealed = secret.use(bytes -> sealed(cipher, bytes));
      System.arraycopy(sealed, 0, wrapped, 1 + NONCE_BYTES, sealed.length);
      return wrapped;
    } catch (GeneralSecurityException | ProviderException e) {
      throw unavailable("AES-GCM under key " + rootKeyId + " failed", e);
    }
  }

  private static byte[] sealed(Cipher cipher, byte[] bytes) {
    try {
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new ProviderException(e);
    }
  }

  @Override
  public SecretBytes unwrap(String rootKeyId, byte[] wrapped) {
    SecretKey key = aes(rootKeyId);
    if (wrapped.length < 1 + NONCE_BYTES + TAG_BITS / 8 || wrapped[0] != VERSION) {
      throw new BadInputException("wrapped key", "was not wrapped by a hardware token");
    }
    byte[] nonce = Arrays.copyOfRange(wrapped, 1, 1 + NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, rootKeyId, key, nonce);
      int from = 1 + NONCE_BYTES;
      return SecretBytes.taking(cipher.doFinal(wrapped, from, wrapped.length - from));
    } catch (AEADBadTagException e) {
      throw new BadInputException("wrapped key", "was not wrapped by key " + rootKeyId, e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unavailable("AES-GCM under key " + rootKeyId + " failed", e);
    }
  }

  /** The key's name is authenticated too, so that no key stands in for another. */
  private Cipher cipher(int mode, String id, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("tidemark/pkcs11-wrap/v1 " + id).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private SecretKey aes(String id) {
    SecretKey key = key(id);
    if (!key.getAlgorithm().equals("AES")) {
      throw new BadInputException(where, "key " + id + " is not an AES key");
    }
    return key;
  }

  private SecretKey key(String id) {
    try {
      Key key = keys.getKey(id, null);
      if (!(key instanceof SecretKey secret)) {
        throw new BadInputException(where, "has no secret key labelled " + id);
      }
      byte[] bytes = secret.getEncoded();
      if (bytes != null) {
        Arrays.fill(bytes, (byte) 0);
        throw new BadInputException(
            where, "hands out key " + id + "; make it sensitive and not extractable");
      }
      return secret;
    } catch (GeneralSecurityException | ProviderException e) {
      throw unavailable("key " + id + " cannot be looked up", e);
    }
  }

  private RootUnavailableException unavailable(String problem, Exception cause) {
    return new RootUnavailableException(where, problem, cause);
  }

  /** Logs out. */
  @Override
  public void close() {
    if (provider instanceof AuthProvider token) {
      try {
        token.logout();
      } catch (LoginException e) {
        throw unavailable("cannot be logged out of", e);
      }
    }
  }

  @Override
  public String toString() {
    return "Pkcs11Store[" + where + "]";
  }
}
