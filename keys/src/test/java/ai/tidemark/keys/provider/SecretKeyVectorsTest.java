package ai.tidemark.keys.provider;

import static ai.tidemark.keys.provider.Vectors.bytes;
import static ai.tidemark.keys.provider.Vectors.concatenated;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** HMAC, HKDF, AES-GCM and AES key wrap of the JDK, and what Bouncy Castle is used for of these. */
final class SecretKeyVectorsTest {
  private static final Provider BC = new BouncyCastleProvider();

  private static Vectors all(int tests) {
    return new Vectors(tests, List.of(), Map.of());
  }

  @Test
  void hmacSha256() {
    assertThat(Vectors.run("hmac-sha256-rfc4231", "MacTest", SecretKeyVectorsTest::mac))
        .isEqualTo(all(7));
    assertThat(Vectors.run("hmac-sha256-wycheproof", "MacTest", SecretKeyVectorsTest::mac))
        .isEqualTo(all(174));
  }

  private static boolean mac(JsonNode group, JsonNode test) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(bytes(test, "key"), "HmacSHA256"));
    byte[] tag = bytes(test, "tag");
    return Arrays.equals(tag, Arrays.copyOf(mac.doFinal(bytes(test, "msg")), tag.length));
  }

  @Test
  void hkdfSha256OfTheJdk() {
    assertThat(Vectors.run("hkdf-sha256-rfc5869", "HkdfTest", SecretKeyVectorsTest::hkdfJdk))
        .isEqualTo(all(3));
    assertThat(Vectors.run("hkdf-sha256-wycheproof", "HkdfTest", SecretKeyVectorsTest::hkdfJdk))
        .isEqualTo(all(86));
  }

  private static boolean hkdfJdk(JsonNode group, JsonNode test) throws GeneralSecurityException {
    HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract();
    if (bytes(test, "ikm").length > 0) {
      extract.addIKM(bytes(test, "ikm"));
    }
    if (bytes(test, "salt").length > 0) {
      extract.addSalt(bytes(test, "salt"));
    }
    byte[] okm =
        KDF.getInstance("HKDF-SHA256")
            .deriveData(extract.thenExpand(bytes(test, "info"), test.get("size").asInt()));
    return Arrays.equals(okm, bytes(test, "okm"));
  }

  @Test
  void hkdfSha256OfBouncyCastle() {
    assertThat(Vectors.run("hkdf-sha256-rfc5869", "HkdfTest", SecretKeyVectorsTest::hkdfBc))
        .isEqualTo(all(3));
    Vectors wycheproof =
        Vectors.run("hkdf-sha256-wycheproof", "HkdfTest", SecretKeyVectorsTest::hkdfBc);
    assertThat(wycheproof).isEqualTo(new Vectors(86, List.of(), Map.of("DataLengthException", 3)));
  }

  private static boolean hkdfBc(JsonNode group, JsonNode test) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(
        new HKDFParameters(bytes(test, "ikm"), bytes(test, "salt"), bytes(test, "info")));
    byte[] okm = new byte[test.get("size").asInt()];
    generator.generateBytes(okm, 0, okm.length);
    return Arrays.equals(okm, bytes(test, "okm"));
  }

  @Test
  void aesGcm() {
    assertThat(Vectors.run("aes-gcm-cavp", "AeadTest", SecretKeyVectorsTest::gcm))
        .isEqualTo(all(300));
    assertThat(Vectors.run("aes-gcm-wycheproof", "AeadTest", SecretKeyVectorsTest::gcm))
        .isEqualTo(all(159));
  }

  /** Decrypts, and where that gives the message, encrypts to the same again. */
  private static boolean gcm(JsonNode group, JsonNode test) throws GeneralSecurityException {
    byte[] sealed = concatenated(test, "ct", "tag");
    byte[] message = gcm(Cipher.DECRYPT_MODE, test, sealed);
    return Arrays.equals(message, bytes(test, "msg"))
        && Arrays.equals(gcm(Cipher.ENCRYPT_MODE, test, message), sealed);
  }

  private static byte[] gcm(int mode, JsonNode test, byte[] input) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(bytes(test, "key"), "AES"),
        new GCMParameterSpec(8 * bytes(test, "tag").length, bytes(test, "iv")));
    cipher.updateAAD(bytes(test, "aad"));
    return cipher.doFinal(input);
  }

  @Test
  void aesKeyWrapOfTheJdk() {
    assertThat(wrap("aes-kw-cavp", "KW", "AES/KW/NoPadding", null)).isEqualTo(all(78));
    assertThat(wrap("aes-kw-cavp", "KWP", "AES/KWP/NoPadding", null)).isEqualTo(all(74));
    assertThat(wrap("aes-kw-wycheproof", "KeywrapTest", "AES/KW/NoPadding", null))
        .isEqualTo(all(165));
    assertThat(wrap("aes-kwp-wycheproof", "KeywrapTest", "AES/KWP/NoPadding", null))
        .isEqualTo(all(137));
  }

  @Test
  void aesKeyWrapOfBouncyCastle() {
    assertThat(wrap("aes-kw-cavp", "KW", "AESWRAP", BC)).isEqualTo(all(78));
    assertThat(wrap("aes-kw-cavp", "KWP", "AESWRAPPAD", BC)).isEqualTo(all(74));
    assertThat(wrap("aes-kw-wycheproof", "KeywrapTest", "AESWRAP", BC)).isEqualTo(all(165));
    assertThat(wrap("aes-kwp-wycheproof", "KeywrapTest", "AESWRAPPAD", BC)).isEqualTo(all(137));
  }

  private static Vectors wrap(
      String file, String type, String transformation, @Nullable Provider provider) {
    return Vectors.run(
        file,
        type,
        (_, test) -> {
          SecretKeySpec key = new SecretKeySpec(bytes(test, "key"), "AES");
          Cipher unwrap = cipher(transformation, provider);
          unwrap.init(Cipher.UNWRAP_MODE, key);
          byte[] message = unwrap.unwrap(bytes(test, "ct"), "any", Cipher.SECRET_KEY).getEncoded();
          Cipher wrap = cipher(transformation, provider);
          wrap.init(Cipher.WRAP_MODE, key);
          return Arrays.equals(message, bytes(test, "msg"))
              && Arrays.equals(wrap.wrap(new SecretKeySpec(message, "any")), bytes(test, "ct"));
        });
  }

  private static Cipher cipher(String transformation, @Nullable Provider provider)
      throws GeneralSecurityException {
    return provider == null
        ? Cipher.getInstance(transformation)
        : Cipher.getInstance(transformation, provider);
  }
}
