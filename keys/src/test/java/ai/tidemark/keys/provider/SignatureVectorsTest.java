package ai.tidemark.keys.provider;

import static ai.tidemark.keys.provider.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.sign.Verifier;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jcajce.spec.MLDSAParameterSpec;
import org.bouncycastle.jcajce.spec.MLDSAPrivateKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signatures. Ours are made and verified by the JDK; Bouncy Castle verifies those of time stamps.
 */
final class SignatureVectorsTest {
  private static final Provider BC = new BouncyCastleProvider();

  @Test
  void ed25519OfRfc8032() {
    Vectors made =
        Vectors.run(
            "ed25519-rfc8032",
            "Sign",
            (_, test) ->
                Arrays.equals(
                    bytes(test, "sig"),
                    LocalSigner.ed25519(bytes(test, "sk"), bytes(test, "pk"))
                        .sign(bytes(test, "msg"))));
    assertThat(made).isEqualTo(all(5));
    assertThat(Vectors.run("ed25519-rfc8032", "Sign", SignatureVectorsTest::ed25519Jdk))
        .isEqualTo(all(5));
    assertThat(Vectors.run("ed25519-rfc8032", "Sign", SignatureVectorsTest::ed25519Bc))
        .isEqualTo(all(5));
  }

  @Test
  void ed25519OfWycheproof() {
    assertThat(
            Vectors.run(
                "ed25519-wycheproof", "EddsaVerify", (g, t) -> ed25519Jdk(t, bytes(g, "pk"))))
        .isEqualTo(all(151));
    assertThat(
            Vectors.run(
                "ed25519-wycheproof", "EddsaVerify", (g, t) -> ed25519Bc(t, bytes(g, "pk"))))
        .isEqualTo(all(151));
  }

  private static boolean ed25519Jdk(JsonNode group, JsonNode test) {
    return ed25519Jdk(test, bytes(test, "pk"));
  }

  private static boolean ed25519Jdk(JsonNode test, byte[] key) {
    return Verifier.verify(Algorithm.ED25519, key, bytes(test, "msg"), bytes(test, "sig"));
  }

  private static boolean ed25519Bc(JsonNode group, JsonNode test) throws GeneralSecurityException {
    return ed25519Bc(test, bytes(test, "pk"));
  }

  private static boolean ed25519Bc(JsonNode test, byte[] key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519", BC);
    signature.initVerify(
        KeyFactory.getInstance("Ed25519", BC)
            .generatePublic(new X509EncodedKeySpec(Algorithm.ED25519.spki(key))));
    signature.update(bytes(test, "msg"));
    return signature.verify(bytes(test, "sig"));
  }

  /** The JDK has no contexts, and nothing here uses one: it sees the tests without. */
  @ParameterizedTest
  @CsvSource({"44, ML_DSA_44", "65, ML_DSA_65"})
  void mlDsaOfWycheproof(String size, Algorithm algorithm) {
    String file = "ml-dsa-" + size + "-wycheproof";
    int[] run = new int[1];
    Vectors jdk =
        Vectors.run(
            file,
            "MlDsaVerify",
            (g, t) -> {
              if (context(t).length > 0) {
                return t.get("result").asText().equals("valid");
              }
              run[0]++;
              return Verifier.verify(algorithm, bytes(g, "pk"), bytes(t, "msg"), bytes(t, "sig"));
            });
    assertThat(jdk).isEqualTo(all(58));
    assertThat(run[0]).isEqualTo(51);
    Vectors bc =
        Vectors.run(
            file,
            "MlDsaVerify",
            (g, t) ->
                mlDsaBc(algorithm, bytes(g, "pk"), context(t), bytes(t, "msg"), bytes(t, "sig")));
    // keys of other lengths, refused by us, and contexts above 255 bytes, refused by Bouncy Castle
    assertThat(bc).isEqualTo(new Vectors(58, List.of(), Map.of("IllegalArgumentException", 9)));
  }

  @Test
  void mlDsaOfAcvpVerifies() {
    Vectors bc =
        Vectors.run(
            "ml-dsa-acvp",
            "SigVer",
            (g, t) ->
                mlDsaBc(
                    algorithm(g), bytes(t, "pk"), context(t), bytes(t, "msg"), bytes(t, "sig")));
    assertThat(bc).isEqualTo(all(30));
    int[] run = new int[1];
    Vectors jdk =
        Vectors.run(
            "ml-dsa-acvp",
            "SigVer",
            (g, t) -> {
              if (context(t).length > 0) {
                return t.get("result").asText().equals("valid");
              }
              run[0]++;
              return Verifier.verify(
                  algorithm(g), bytes(t, "pk"), bytes(t, "msg"), bytes(t, "sig"));
            });
    assertThat(jdk).isEqualTo(all(30));
    assertThat(run[0]).isEqualTo(2);
  }

  @Test
  void mlDsaOfAcvpMakesKeys() {
    Vectors jdk =
        Vectors.run(
            "ml-dsa-acvp",
            "KeyGen",
            (g, t) -> {
              LocalSigner signer = LocalSigner.generate(algorithm(g), new Fixed(bytes(t, "seed")));
              byte[] pkcs8 = signer.privateKey().getEncoded();
              int secret = algorithm(g) == Algorithm.ML_DSA_44 ? 2560 : 4032; // FIPS 204, table 2
              byte[] sk = Arrays.copyOfRange(pkcs8, pkcs8.length - secret, pkcs8.length);
              return Arrays.equals(signer.publicKey(), bytes(t, "pk"))
                  && sha256(sk).equals(t.get("sha256sk").asText());
            });
    assertThat(jdk).isEqualTo(all(20));
  }

  /** Deterministic: 32 zero bytes for randomness (FIPS 204 algorithm 2). */
  @Test
  void mlDsaOfAcvpSigns() {
    Vectors bc =
        Vectors.run(
            "ml-dsa-acvp",
            "SigGen",
            (g, t) -> {
              PrivateKey key =
                  KeyFactory.getInstance("ML-DSA", BC)
                      .generatePrivate(
                          new MLDSAPrivateKeySpec(parameters(algorithm(g)), bytes(t, "sk"), null));
              Signature signature = Signature.getInstance("ML-DSA", BC);
              signature.initSign(key, new Fixed(new byte[32]));
              signature.setParameter(new ContextParameterSpec(context(t)));
              signature.update(bytes(t, "msg"));
              return Arrays.equals(signature.sign(), bytes(t, "sig"));
            });
    assertThat(bc).isEqualTo(all(10));
    int[] run = new int[1];
    Vectors jdk =
        Vectors.run(
            "ml-dsa-acvp",
            "SigGen",
            (g, t) -> {
              if (context(t).length > 0) {
                return true;
              }
              run[0]++;
              Signature signature = Signature.getInstance("ML-DSA");
              signature.initSign(jdkKey(algorithm(g), bytes(t, "sk")), new Fixed(new byte[32]));
              signature.update(bytes(t, "msg"));
              return Arrays.equals(signature.sign(), bytes(t, "sig"));
            });
    assertThat(jdk).isEqualTo(all(10));
    assertThat(run[0]).isEqualTo(2);
  }

  /** The JDK's private keys end with the expanded key of FIPS 204. */
  private static PrivateKey jdkKey(Algorithm algorithm, byte[] sk) throws GeneralSecurityException {
    byte[] pkcs8 = LocalSigner.generate(algorithm).privateKey().getEncoded();
    System.arraycopy(sk, 0, pkcs8, pkcs8.length - sk.length, sk.length);
    return KeyFactory.getInstance("ML-DSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static boolean mlDsaBc(
      Algorithm algorithm, byte[] key, byte[] context, byte[] message, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("ML-DSA", BC);
    signature.initVerify(
        KeyFactory.getInstance("ML-DSA", BC)
            .generatePublic(new X509EncodedKeySpec(algorithm.spki(key))));
    if (context.length > 0) {
      signature.setParameter(new ContextParameterSpec(context));
    }
    signature.update(message);
    return signature.verify(signed);
  }

  private static Algorithm algorithm(JsonNode group) {
    return group.get("parameterSet").asText().equals("ML-DSA-44")
        ? Algorithm.ML_DSA_44
        : Algorithm.ML_DSA_65;
  }

  private static MLDSAParameterSpec parameters(Algorithm algorithm) {
    return algorithm == Algorithm.ML_DSA_44
        ? MLDSAParameterSpec.ml_dsa_44
        : MLDSAParameterSpec.ml_dsa_65;
  }

  private static byte[] context(JsonNode test) {
    return test.has("ctx") ? bytes(test, "ctx") : new byte[0];
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Vectors all(int tests) {
    return new Vectors(tests, List.of(), Map.of());
  }

  /** Gives the same bytes once. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    Fixed(byte[] bytes) {
      super(
          new SecureRandomSpi() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void engineSetSeed(byte[] seed) {}

            @Override
            protected void engineNextBytes(byte[] out) {
              assertThat(out).hasSize(bytes.length);
              System.arraycopy(bytes, 0, out, 0, out.length);
            }

            @Override
            protected byte[] engineGenerateSeed(int length) {
              throw new UnsupportedOperationException();
            }
          },
          null);
    }
  }
}
