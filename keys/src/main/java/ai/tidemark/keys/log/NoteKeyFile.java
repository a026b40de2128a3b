package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.sign.Verifier;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;

/**
 * The key of a log or a witness in a file of mode 0600: canonical JSON with the public vkey and the
 * private key as PKCS#8 in base64. For logs beside the control log, whose key is in the key store.
 */
public final class NoteKeyFile {
  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-note-key-v1";

  private static final int MOST_BYTES = 1 << 16;

  private final Vkey vkey;
  private final LocalSigner signer;

  private NoteKeyFile(Vkey vkey, LocalSigner signer) {
    this.vkey = vkey;
    this.signer = signer;
  }

  /**
   * Makes a fresh key and writes it to a new file.
   *
   * @param name of the log (its origin) or witness
   * @throws BadInputException if the file exists or cannot be written
   * @throws IllegalArgumentException if no key may have that name
   */
  public static NoteKeyFile create(Path file, Vkey.Kind kind, String name) {
    LocalSigner signer = LocalSigner.generate(kind.algorithm());
    Vkey vkey = Vkey.of(kind, name, signer.publicKey());
    byte[] pkcs8 = signer.privateKey().getEncoded();
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("vkey", vkey.encode())
            .put("secret", Base64.getEncoder().encodeToString(pkcs8));
    Arrays.fill(pkcs8, (byte) 0);
    byte[] json = CanonicalJson.bytes(root);
    try {
      OwnerOnly.ofThisProcess().create(file, json);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
    return new NoteKeyFile(vkey, signer);
  }

  /**
   * Reads a key.
   *
   * @throws BadInputException if the file is missing, open to others, a link or malformed
   */
  public static NoteKeyFile read(Path file) {
    byte[] json;
    try {
      json = OwnerOnly.ofThisProcess().read(file, "note key file", MOST_BYTES);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          file.toString(), "does not exist; make one with: tidemark log key --out " + file, e);
    }
    try {
      StrictJson root = StrictJson.parse(file.toString(), json);
      root.requireText("format", FORMAT);
      Vkey vkey = Vkey.parse(file + "#/vkey", root.text("vkey"));
      LocalSigner signer = signer(file, vkey, root.text("secret", "[A-Za-z0-9+/]+={0,2}"));
      root.end();
      return new NoteKeyFile(vkey, signer);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  private static LocalSigner signer(Path file, Vkey vkey, String secret) {
    Algorithm algorithm = vkey.kind().algorithm();
    byte[] pkcs8 = {};
    try {
      pkcs8 = Base64.getDecoder().decode(secret);
      KeyFactory factory = KeyFactory.getInstance(algorithm.standardName());
      LocalSigner signer =
          LocalSigner.of(
              algorithm,
              factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
              factory.generatePublic(new X509EncodedKeySpec(algorithm.spki(vkey.publicKey()))));
      byte[] probe = {0};
      if (Verifier.verify(algorithm, vkey.publicKey(), probe, signer.sign(probe))) {
        return signer;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new BadInputException(file + "#/secret", "is no private key of its vkey's kind", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
    throw new BadInputException(file + "#/secret", "does not belong to its vkey");
  }

  /** Returns the public key. */
  public Vkey vkey() {
    return vkey;
  }

  /**
   * Returns the signer of a log.
   *
   * @throws BadInputException if it is the key of a witness
   */
  public NoteSigner log() {
    if (vkey.kind() != Vkey.Kind.ED25519_LOG) {
      throw new BadInputException(vkey.toString(), "is the key of a witness, not of a log");
    }
    return new NoteSigner(vkey.name(), signer);
  }

  /**
   * Returns the signer of a log beside the key's own: its origin is the key's name, a slash, and a
   * name of that log.
   *
   * @throws BadInputException if it is the key of a witness
   */
  public NoteSigner log(String beside) {
    return new NoteSigner(log().vkey().name() + "/" + beside, signer);
  }

  /**
   * Returns the signer of a witness.
   *
   * @throws BadInputException if it is the key of a log
   */
  public Cosigner cosigner(InstantSource clock) {
    if (!vkey.kind().cosigns()) {
      throw new BadInputException(vkey.toString(), "is the key of a log, not of a witness");
    }
    return new Cosigner(vkey.name(), signer, clock);
  }

  @Override
  public String toString() {
    return "NoteKeyFile[" + vkey + ", private key secret]";
  }
}
