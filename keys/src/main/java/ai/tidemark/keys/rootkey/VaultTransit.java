package ai.tidemark.keys.rootkey;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.Signer;
import ai.tidemark.keys.sign.Verifier;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Roots, wrapping keys and Ed25519 signing keys in the Transit engine of a Vault server (or of
 * OpenBao, which speaks the same): {@code hmac}, {@code encrypt} and {@code decrypt}, {@code
 * datakey/wrapped}, {@code rewrap}, {@code sign}. No key leaves the server; each answer must bear
 * the version that was asked for.
 *
 * <p>What comes back is secret and passes through the JDK's HTTP buffers, which cannot be wiped.
 */
public final class VaultTransit implements RootKeys, Wrapper, AutoCloseable {
  private static final String CIPHERTEXT = "vault:v[1-9][0-9]{0,9}:[A-Za-z0-9+/=]+";
  private static final int KEY_BITS = 256;

  private final VaultSettings settings;
  private final VaultHttp http;

  /** Connects to nothing yet. */
  public VaultTransit(VaultSettings settings) {
    this.settings = settings;
    this.http = new VaultHttp(settings);
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadInputException if the server refuses, or answers what it should not
   * @throws RootUnavailableException if it does not answer
   */
  @Override
  public byte[] mac(String rootKeyId, byte[] context) {
    int version = settings.version(rootKeyId);
    String path = settings.mount() + "/hmac/" + rootKeyId + "/sha2-256";
    StrictJson data =
        http.post(path, new Body().base64("input", context).number("key_version", version).end());
    byte[] mac = versioned(data, "hmac", version);
    if (mac.length != BYTES) {
      throw new BadInputException(data.where() + "/hmac", "must be " + BYTES + " bytes");
    }
    return mac;
  }

  @Override
  public byte[] wrap(String rootKeyId, SecretBytes secret) {
    VaultSettings.requireKey(rootKeyId);
    String path = settings.mount() + "/encrypt/" + rootKeyId;
    byte[] body = secret.use(bytes -> new Body().base64("plaintext", bytes).end());
    return ciphertext(http.post(path, body));
  }

  @Override
  public SecretBytes unwrap(String rootKeyId, byte[] wrapped) {
    VaultSettings.requireKey(rootKeyId);
    String path = settings.mount() + "/decrypt/" + rootKeyId;
    StrictJson data = http.post(path, new Body().text("ciphertext", checked(wrapped)).end());
    return SecretBytes.taking(base64(data.where() + "/plaintext", data.text("plaintext")));
  }

  /** Returns a fresh key of 32 bytes that only the server has seen, wrapped. */
  public byte[] freshWrapped(String rootKeyId) {
    VaultSettings.requireKey(rootKeyId);
    String path = settings.mount() + "/datakey/wrapped/" + rootKeyId;
    StrictJson data = http.post(path, new Body().number("bits", KEY_BITS).end());
    if (data.has("plaintext")) {
      throw new BadInputException(data.where() + "/plaintext", "was not asked for");
    }
    return ciphertext(data);
  }

  /** Wraps what was wrapped under an older version of a key under its newest, unseen. */
  public byte[] rewrap(String rootKeyId, byte[] wrapped) {
    VaultSettings.requireKey(rootKeyId);
    String path = settings.mount() + "/rewrap/" + rootKeyId;
    return ciphertext(http.post(path, new Body().text("ciphertext", checked(wrapped)).end()));
  }

  /**
   * Returns a signer under an Ed25519 key of the server; its public key is fetched once. (Transit's
   * ML-DSA is in the enterprise edition only and is not used: that evidence key stays in a file
   * store.)
   *
   * @throws BadInputException if there is no such key of this type and version
   */
  public Signer ed25519(String key) {
    int version = settings.version(key);
    StrictJson data = http.get(settings.mount() + "/keys/" + key);
    data.requireText("type", "ed25519");
    StrictJson pinned = data.object("keys").object(String.valueOf(version));
    byte[] publicKey = base64(pinned.where() + "/public_key", pinned.text("public_key"));
    if (publicKey.length != Algorithm.ED25519.publicKeyBytes()) {
      throw new BadInputException(pinned.where() + "/public_key", "must be 32 bytes");
    }
    return new Ed25519(key, version, publicKey);
  }

  /**
   * Refuses a root that could leave the server or be lost: exportable, backed up in plain text, or
   * open to deletion. Needs {@code read} on {@code keys/NAME}.
   *
   * @throws BadInputException naming the setting
   */
  public void requireGuarded(String key) {
    int version = settings.version(key);
    StrictJson data = http.get(settings.mount() + "/keys/" + key);
    for (String flag : new String[] {"exportable", "allow_plaintext_backup", "deletion_allowed"}) {
      if (data.flag(flag)) {
        throw new BadInputException(data.where() + "/" + flag, "must be false for a root");
      }
    }
    data.integer("min_decryption_version", 0, version);
    data.integer("min_encryption_version", 0, version);
  }

  /** Signs on the server, and checks what comes back: a wrong signature would be published. */
  private final class Ed25519 implements Signer {
    private final String key;
    private final int version;
    private final byte[] publicKey;

    Ed25519(String key, int version, byte[] publicKey) {
      this.key = key;
      this.version = version;
      this.publicKey = publicKey;
    }

    @Override
    public Algorithm algorithm() {
      return Algorithm.ED25519;
    }

    @Override
    public byte[] publicKey() {
      return publicKey.clone();
    }

    @Override
    public byte[] sign(byte[] message) {
      String path = settings.mount() + "/sign/" + key;
      StrictJson data =
          http.post(path, new Body().base64("input", message).number("key_version", version).end());
      byte[] signature = versioned(data, "signature", version);
      if (!Verifier.verify(Algorithm.ED25519, publicKey, message, signature)) {
        throw new BadInputException(data.where() + "/signature", "does not verify");
      }
      return signature;
    }
  }

  private static byte[] versioned(StrictJson data, String field, int version) {
    String where = data.where() + "/" + field;
    String prefix = "vault:v" + version + ":";
    String value = data.text(field);
    if (!value.startsWith(prefix)) {
      throw new BadInputException(where, "must be of key version " + version + ", as pinned");
    }
    return base64(where, value.substring(prefix.length()));
  }

  private static byte[] ciphertext(StrictJson data) {
    return data.text("ciphertext", CIPHERTEXT).getBytes(StandardCharsets.US_ASCII);
  }

  private static String checked(byte[] wrapped) {
    String text = new String(wrapped, StandardCharsets.ISO_8859_1);
    if (!text.matches(CIPHERTEXT)) {
      throw new BadInputException("wrapped key", "was not wrapped by Vault's Transit engine");
    }
    return text;
  }

  private static byte[] base64(String where, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw new BadInputException(where, "must be base64"); // the cause would show a character
    }
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public String toString() {
    return "VaultTransit[" + settings.address() + ", " + settings.mount() + "]";
  }

  /** A JSON object written without a copy of its secrets in a string. */
  private static final class Body {
    private final Wiped out = new Wiped();

    private void name(String name) {
      ascii((out.size() == 0 ? "{\"" : ",\"") + name + "\":");
    }

    private void ascii(String text) {
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    Body base64(String name, byte[] value) {
      byte[] encoded = Base64.getEncoder().encode(value);
      name(name);
      ascii("\"");
      out.writeBytes(encoded);
      ascii("\"");
      Arrays.fill(encoded, (byte) 0);
      return this;
    }

    /** A text that needs no escapes. */
    Body text(String name, String value) {
      name(name);
      ascii("\"" + value + "\"");
      return this;
    }

    Body number(String name, int value) {
      name(name);
      ascii(String.valueOf(value));
      return this;
    }

    byte[] end() {
      ascii("}");
      byte[] body = out.toByteArray();
      out.wipe();
      return body;
    }
  }

  /** Room for 64 KiB, so that no smaller buffer with secrets is left behind; wiped. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped() {
      super(64 << 10);
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
