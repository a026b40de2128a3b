package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.sign.Algorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verifier key of the signed-note format (C2SP signed-note): {@code name+id+base64(type || key)},
 * the id being the first four bytes of SHA-256 over name, newline, type and key.
 */
public final class Vkey {
  /** What a key signs, with the byte that stands for it. */
  public enum Kind {
    /** A log's signature over the text of a note (signed-note, 0x01). */
    ED25519_LOG(0x01, Algorithm.ED25519),
    /** A witness's signature over checkpoint and time (tlog-cosignature, 0x04). */
    ED25519_COSIGNER(0x04, Algorithm.ED25519),
    /**
     * A cosigner's signature over name, time, origin, size and root (tlog-cosignature, 0x06): a
     * witness's, or a log's own.
     */
    ML_DSA_44_COSIGNER(0x06, Algorithm.ML_DSA_44);

    private final byte type;
    private final Algorithm algorithm;

    Kind(int type, Algorithm algorithm) {
      this.type = (byte) type;
      this.algorithm = algorithm;
    }

    /** Returns the signature type identifier. */
    public byte type() {
      return type;
    }

    /** Returns the algorithm of its keys. */
    public Algorithm algorithm() {
      return algorithm;
    }

    /** Returns whether its signatures carry a time. */
    public boolean cosigns() {
      return this != ED25519_LOG;
    }

    private static @Nullable Kind of(byte type) {
      for (Kind kind : values()) {
        if (kind.type == type) {
          return kind;
        }
      }
      return null;
    }
  }

  private static final int ID_DIGITS = 8;
  private static final int MOST_COSIGNER_NAME = 255; // bytes; cosigned_message of tlog-cosignature

  private final Kind kind;
  private final String name;
  private final byte[] publicKey;
  private final int keyId;

  private Vkey(Kind kind, String name, byte[] publicKey) {
    this.kind = kind;
    this.name = name;
    this.publicKey = publicKey.clone();
    this.keyId = id(kind, name, publicKey);
  }

  /**
   * Names a key.
   *
   * @param name not empty, without Unicode spaces and plus; of an ML-DSA cosigner at most 255 bytes
   * @param publicKey raw, of the kind's algorithm
   * @throws IllegalArgumentException if they are not
   */
  public static Vkey of(Kind kind, String name, byte[] publicKey) {
    String problem = problem(kind, name, publicKey);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    return new Vkey(kind, name, publicKey);
  }

  /**
   * Reads a key.
   *
   * @param where file and line, for messages
   * @throws BadInputException if it is malformed, of an unknown type, or its id is another one
   */
  public static Vkey parse(String where, String text) {
    int first = text.indexOf('+');
    int second = first + 1 + ID_DIGITS;
    if (first < 0 || second >= text.length() || text.charAt(second) != '+') {
      throw new BadInputException(where, "a verifier key must be name+id+base64, id 8 hex digits");
    }
    byte[] key = LogText.base64(where, text.substring(second + 1));
    Kind kind = key.length == 0 ? null : Kind.of(key[0]);
    if (kind == null) {
      throw new BadInputException(
          where, "the key's type must be 0x01, 0x04 (Ed25519) or 0x06 (ML-DSA-44)");
    }
    String name = text.substring(0, first);
    byte[] publicKey = Arrays.copyOfRange(key, 1, key.length);
    String problem = problem(kind, name, publicKey);
    if (problem != null) {
      throw new BadInputException(where, problem);
    }
    Vkey vkey = new Vkey(kind, name, publicKey);
    if (!vkey.hexId().equals(text.substring(first + 1, second))) {
      throw new BadInputException(
          where, "the key's id must be " + vkey.hexId() + ": name and key do not belong together");
    }
    return vkey;
  }

  private static @Nullable String problem(Kind kind, String name, byte[] publicKey) {
    if (!LogText.isKeyName(name)) {
      return "a key's name must not be empty nor hold spaces, plus or control characters";
    }
    if (kind == Kind.ML_DSA_44_COSIGNER
        && name.getBytes(StandardCharsets.UTF_8).length > MOST_COSIGNER_NAME) {
      return "the name of an ML-DSA-44 cosigner must have at most 255 bytes";
    }
    if (publicKey.length != kind.algorithm().publicKeyBytes()) {
      return "a public key of "
          + kind.algorithm().standardName()
          + " must have "
          + kind.algorithm().publicKeyBytes()
          + " bytes, but has "
          + publicKey.length;
    }
    return null;
  }

  private static int id(Kind kind, String name, byte[] publicKey) {
    byte[] hash =
        Merkle.sha256(
            name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', kind.type()}, publicKey);
    return ByteBuffer.wrap(hash).getInt();
  }

  /** Returns what it signs. */
  public Kind kind() {
    return kind;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns a copy of the raw public key. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** Returns its id, big-endian. */
  public int keyId() {
    return keyId;
  }

  private String hexId() {
    return HexFormat.of().toHexDigits(keyId);
  }

  /** Returns its text. */
  public String encode() {
    byte[] key = new byte[1 + publicKey.length];
    key[0] = kind.type();
    System.arraycopy(publicKey, 0, key, 1, publicKey.length);
    return name + "+" + hexId() + "+" + LogText.base64(key);
  }

  /** Returns whether a signature line claims to be by this key. */
  public boolean claims(Note.Signature signature) {
    return signature.keyId() == keyId && signature.name().equals(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vkey that
        && kind == that.kind
        && name.equals(that.name)
        && Arrays.equals(publicKey, that.publicKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name, keyId);
  }

  @Override
  public String toString() {
    return name + "+" + hexId();
  }
}
