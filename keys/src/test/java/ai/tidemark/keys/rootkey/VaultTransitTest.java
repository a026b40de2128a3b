package ai.tidemark.keys.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.derive.FixedRoot;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.sign.Signer;
import ai.tidemark.keys.sign.Verifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultTransitTest {
  private static final byte[] CONTEXT = "tidemark context".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private VaultStub stub;
  private VaultTransit vault;
  private Path tokenFile;

  @BeforeEach
  void start() throws IOException {
    stub = new VaultStub(LocalSigner.generate(Algorithm.ED25519));
    tokenFile = folder.resolve("token");
    write(VaultStub.TOKEN + "\n");
    vault = new VaultTransit(settings(stub.address(), Duration.ofSeconds(20)));
  }

  @AfterEach
  void stop() {
    vault.close();
    stub.close();
    assertThat(stub.problems).isEmpty();
  }

  private void write(String token) throws IOException {
    Files.deleteIfExists(tokenFile);
    Files.createFile(
        tokenFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, token);
  }

  private VaultSettings settings(URI address, Duration limit) {
    return new VaultSettings(
        address,
        "transit",
        Optional.of(VaultStub.NAMESPACE),
        tokenFile,
        Optional.empty(),
        Map.of("tidemark-root", 1, "log", 1),
        limit);
  }

  @Test
  void macsUnderThePinnedVersionAndNotTheNewest() {
    byte[] mac = vault.mac("tidemark-root", CONTEXT);
    assertThat(mac)
        .isEqualTo(new FixedRoot(VaultStub.key("tidemark-root", 1)).mac("tidemark-root", CONTEXT));
    assertThat(mac)
        .isNotEqualTo(
            new FixedRoot(VaultStub.key("tidemark-root", 2)).mac("tidemark-root", CONTEXT));
    assertThat(stub.paths).containsExactly("/v1/transit/hmac/tidemark-root/sha2-256");
    vault.mac("tidemark-root", new byte[0]);
    vault.mac("tidemark-root", new byte[60_000]);
  }

  @Test
  void wrapsUnwrapsRewrapsAndMakesKeysUnseen() {
    try (SecretBytes secret = SecretBytes.random(32)) {
      byte[] wrapped = vault.wrap("wrap", secret);
      assertThat(new String(wrapped, StandardCharsets.US_ASCII)).startsWith("vault:v2:");
      try (SecretBytes back = vault.unwrap("wrap", vault.rewrap("wrap", wrapped))) {
        assertThat(back).isEqualTo(secret);
      }
    }
    try (SecretBytes fresh = vault.unwrap("wrap", vault.freshWrapped("wrap"))) {
      assertThat(fresh.length()).isEqualTo(32);
    }
    assertThat(stub.paths)
        .containsExactly(
            "/v1/transit/encrypt/wrap",
            "/v1/transit/rewrap/wrap",
            "/v1/transit/decrypt/wrap",
            "/v1/transit/datakey/wrapped/wrap",
            "/v1/transit/decrypt/wrap");
  }

  @Test
  void signs() {
    Signer signer = vault.ed25519("log");
    assertThat(signer.algorithm()).isEqualTo(Algorithm.ED25519);
    assertThat(signer.publicKey()).isEqualTo(stub.signer.publicKey());
    byte[] signature = signer.sign(CONTEXT);
    assertThat(Verifier.verify(Algorithm.ED25519, signer.publicKey(), CONTEXT, signature)).isTrue();
    stub.editing(
        answer -> answer.replaceAll("vault:v1:[^\"]*", "vault:v1:" + "A".repeat(86) + "=="));
    refused(() -> signer.sign(CONTEXT), "does not verify");
  }

  @Test
  void refusesARootThatCouldLeave() {
    vault.requireGuarded("tidemark-root");
    for (String flag : new String[] {"exportable", "allow_plaintext_backup", "deletion_allowed"}) {
      stub.editing(answer -> answer.replace(flag + "\":false", flag + "\":true"));
      refused(() -> vault.requireGuarded("tidemark-root"), "/data/" + flag + ": must be false");
    }
    stub.editing(answer -> answer.replace("encryption_version\":0", "encryption_version\":2"));
    refused(() -> vault.requireGuarded("tidemark-root"), "min_encryption_version");
  }

  @ParameterizedTest
  @CsvSource({
    "vault:v1:, vault:v2:, must be of key version 1",
    "vault:v1:, vault:v11:, must be of key version 1",
    "vault:v1:, '', must be of key version 1",
    "vault:v1:, vault:v1:AAAA, must be 32 bytes",
    "vault:v1:, vault:v1:*, must be base64",
    "hmac, cmac, /data/hmac: is missing",
    "data, dada, /data: is missing",
    "'{', '', is not valid JSON",
    "'\"hmac\"', '\"hmac\":\"x\",\"hmac\"', is not valid JSON",
  })
  void refusesAnswersToOtherQuestions(String part, String instead, String problem) {
    stub.editing(answer -> answer.replaceFirst(java.util.regex.Pattern.quote(part), instead));
    refused(() -> vault.mac("tidemark-root", CONTEXT), problem);
  }

  @Test
  void refusesCiphertextsThatAreNone() {
    byte[] other = "vault:v1:\"},{".getBytes(StandardCharsets.US_ASCII);
    refused(() -> vault.unwrap("wrap", other), "was not wrapped by Vault");
    refused(() -> vault.rewrap("wrap", new byte[40]), "was not wrapped by Vault");
    assertThat(stub.paths).isEmpty();
    stub.editing(answer -> answer.replace("ciphertext\":\"vault", "ciphertext\":\"other"));
    refused(() -> vault.freshWrapped("wrap"), "/data/ciphertext");
    stub.editing(answer -> answer.replace("\"key_version\":1", "\"plaintext\":\"AAAA\""));
    refused(() -> vault.freshWrapped("wrap"), "was not asked for");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404})
  void saysWhatAStatusMeansAndNothingElse(int status) {
    stub.failing(status);
    refused(() -> vault.mac("tidemark-root", CONTEXT), "status " + status + ": ");
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 412, 429, 472, 473, 500, 502, 503})
  void anOutageIsNotABadKey(int status) {
    stub.failing(status);
    assertThatExceptionOfType(RootUnavailableException.class)
        .isThrownBy(() -> vault.mac("tidemark-root", CONTEXT))
        .withMessageContaining("status " + status)
        .satisfies(VaultTransitTest::saysNoSecret);
    assertThat(stub.paths).hasSize(1); // a redirect is not followed, nothing is tried twice
  }

  @Test
  void saysWhenNobodyAnswers() {
    stub.close();
    assertThatExceptionOfType(RootUnavailableException.class)
        .isThrownBy(() -> vault.mac("tidemark-root", CONTEXT))
        .withMessageContaining("cannot be reached")
        .satisfies(VaultTransitTest::saysNoSecret);
  }

  @Test
  void readsNoEndlessAnswer() {
    stub.editing(answer -> answer + " ".repeat(2 << 20));
    assertThatExceptionOfType(RootUnavailableException.class)
        .isThrownBy(() -> vault.mac("tidemark-root", CONTEXT));
  }

  @Test
  void theTokenFileIsReadAnewAndMustBeTheOwnersAlone() throws IOException {
    write("hvs.old");
    vault.mac("tidemark-root", CONTEXT);
    assertThat(stub.problems).hasSize(1).first().asString().contains("X-Vault-Token");
    stub.problems.clear();
    write(VaultStub.TOKEN);
    vault.mac("tidemark-root", CONTEXT);
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r-----"));
    refused(() -> vault.mac("tidemark-root", CONTEXT), "chmod 600");
    for (String bad : new String[] {"", "two tokens", "a\r\nX-Other: b", "t\u00f6ken"}) {
      write(bad);
      refused(() -> vault.mac("tidemark-root", CONTEXT), "must hold one token");
    }
    Files.delete(tokenFile);
    refused(() -> vault.mac("tidemark-root", CONTEXT), "does not exist");
    assertThat(vault.toString()).doesNotContain(VaultStub.TOKEN);
  }

  @Test
  void keysMustBePinnedAndPlain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vault.mac("wrap", CONTEXT))
        .withMessageContaining("whose version is pinned");
    try (SecretBytes secret = SecretBytes.random(1)) {
      for (String name : new String[] {"../sys/seal", "a/b", "a b", "", "a?b", "a%2fb"}) {
        assertThatIllegalArgumentException().isThrownBy(() -> vault.wrap(name, secret));
      }
    }
    assertThat(stub.paths).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vault.example:8200",
        "https://user:word@vault.example",
        "https://vault.example/v1",
        "https://vault.example/?a=b",
        "file:///etc/vault"
      })
  void secretsGoOverTlsOrNotAtAll(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(URI.create(address), Duration.ofSeconds(1)))
        .withMessageContaining("https://HOST")
        .withMessageNotContaining("word");
  }

  private static void refused(ThrowingCallable call, String problem) {
    assertThatThrownBy(call)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(problem)
        .satisfies(VaultTransitTest::saysNoSecret);
  }

  /** Nowhere in the exception, its causes or their traces. */
  private static void saysNoSecret(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .doesNotContain(VaultStub.TOKEN)
        .doesNotContain(Base64.getEncoder().encodeToString(CONTEXT));
  }

  @Test
  void theStubSeesMistakes() {
    UnaryOperator<String> same = UnaryOperator.identity();
    stub.editing(same);
    VaultSettings other =
        new VaultSettings(
            stub.address(),
            "other",
            Optional.empty(),
            tokenFile,
            Optional.empty(),
            Map.of("tidemark-root", 1),
            Duration.ofSeconds(20));
    try (VaultTransit wrong = new VaultTransit(other)) {
      assertThatThrownBy(() -> wrong.mac("tidemark-root", CONTEXT))
          .isInstanceOf(BadInputException.class);
    }
    assertThat(stub.problems).hasSize(2);
    stub.problems.clear();
  }
}
