package ai.tidemark.keys.store;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.secret.SecretBytes;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** How a secret that someone holds becomes the password of a store: public parameters. */
public sealed interface Unlock {
  /** Length of the value that the password spells in hex. */
  int BYTES = 32;

  /**
   * Argon2id, version 0x13 (RFC 9106), over the UTF-8 bytes of a passphrase.
   *
   * @param salt 32 hex digits
   * @param memoryKib memory in KiB, 19,456..262,144
   * @param passes 1..16
   * @param lanes 1..4
   */
  record Passphrase(String salt, int memoryKib, int passes, int lanes) implements Unlock {
    static final int LEAST_MEMORY = 19_456;
    static final int MOST_MEMORY = 1 << 18;
    static final int MOST_PASSES = 16;
    static final int MOST_LANES = 4;

    /** Validates. */
    public Passphrase {
      if (!salt.matches("[0-9a-f]{32}")) {
        throw new IllegalArgumentException("salt must be 32 hex digits");
      }
      range("memoryKib", memoryKib, LEAST_MEMORY, MOST_MEMORY);
      range("passes", passes, 1, MOST_PASSES);
      range("lanes", lanes, 1, MOST_LANES);
    }

    private static void range(String what, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            what + " must be in " + least + ".." + most + ", but is " + value);
      }
    }

    /** Default costs (64 MiB, 3 passes, 1 lane) and a fresh salt. */
    public static Passphrase fresh() {
      byte[] salt = new byte[16];
      new SecureRandom().nextBytes(salt);
      return new Passphrase(HexFormat.of().formatHex(salt), 1 << 16, 3, 1);
    }
  }

  /** A secret file of at least 32 random bytes: HKDF-SHA-256, info "tidemark/store-password/v1". */
  record SecretFile() implements Unlock {}

  /**
   * Returns the password of the store: 64 hex digits. The caller wipes it.
   *
   * @param secret the passphrase or the file's bytes
   */
  default char[] password(SecretBytes secret) {
    byte[] bytes =
        switch (this) {
          case Passphrase p -> secret.use(passphrase -> argon2id(p, passphrase));
          case SecretFile _ -> secret.use(Unlock::hkdf);
        };
    try {
      char[] password = new char[2 * bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        password[2 * i] = Character.forDigit(bytes[i] >> 4 & 15, 16);
        password[2 * i + 1] = Character.forDigit(bytes[i] & 15, 16);
      }
      return password;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] argon2id(Passphrase p, byte[] passphrase) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator(); // the JDK has none
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(HexFormat.of().parseHex(p.salt()))
            .withMemoryAsKB(p.memoryKib())
            .withIterations(p.passes())
            .withParallelism(p.lanes())
            .build());
    byte[] out = new byte[BYTES];
    argon2.generateBytes(passphrase, out);
    return out;
  }

  private static byte[] hkdf(byte[] secret) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .thenExpand(
                      "tidemark/store-password/v1".getBytes(StandardCharsets.US_ASCII), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HKDF-SHA256", e);
    }
  }

  /** Reads the field {@code unlock} of a node. */
  static Unlock read(StrictJson parent) {
    StrictJson node = parent.object("unlock");
    Unlock unlock =
        switch (node.text("kind", "argon2id|secret-file")) {
          case "argon2id" ->
              new Passphrase(
                  node.text("salt"),
                  (int) node.integer("memoryKib", Passphrase.LEAST_MEMORY, Passphrase.MOST_MEMORY),
                  (int) node.integer("passes", 1, Passphrase.MOST_PASSES),
                  (int) node.integer("lanes", 1, Passphrase.MOST_LANES));
          default -> new SecretFile();
        };
    node.end();
    return unlock;
  }

  /** Writes the field {@code unlock} of a node. */
  default void write(ObjectNode parent) {
    ObjectNode node = parent.putObject("unlock");
    switch (this) {
      case Passphrase p ->
          node.put("kind", "argon2id")
              .put("salt", p.salt())
              .put("memoryKib", p.memoryKib())
              .put("passes", p.passes())
              .put("lanes", p.lanes());
      case SecretFile _ -> node.put("kind", "secret-file");
    }
  }
}
