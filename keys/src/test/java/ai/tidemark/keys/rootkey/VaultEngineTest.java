package ai.tidemark.keys.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.Signer;
import ai.tidemark.keys.sign.Verifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against Vault's own Transit engine, run by benchmarks/crosscheck/vault. Needs Go 1.25: with an
 * older one (Debian 12 has 1.19) the tests are reported as skipped.
 */
@Tag("integration")
final class VaultEngineTest {
  private static final String TOKEN = "canary-token-of-the-engine";
  private static final byte[] CONTEXT = "tidemark context".getBytes(StandardCharsets.UTF_8);
  private static final Path PROGRAM =
      Path.of(System.getProperty("tidemark.root"), "benchmarks/crosscheck/vault/run");

  @TempDir private static Path folder;
  private static Process engine;
  private static URI address;
  private static Path tokenFile;

  @BeforeAll
  static void start() throws Exception {
    engine =
        new ProcessBuilder(PROGRAM.toString(), TOKEN)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = engine.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    assumeTrue(line != null || engine.waitFor() != 3, "Go is too old for Vault's engine");
    assertThat(line).as("address of the engine").isNotNull();
    address = URI.create(line);
    tokenFile =
        Files.createFile(
            folder.resolve("token"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, TOKEN);
  }

  @AfterAll
  static void stop() throws IOException {
    engine.getOutputStream().close(); // the end of its input is its end
  }

  /** As an administrator of the engine would. */
  private static void admin(String path, String json) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(address.resolve("/v1/transit/" + path))
                  .header("X-Vault-Token", TOKEN)
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isIn(200, 204);
    }
  }

  private static VaultTransit vault(Map<String, Integer> versions) {
    return new VaultTransit(
        new VaultSettings(
            address,
            "transit",
            Optional.empty(),
            tokenFile,
            Optional.empty(),
            versions,
            Duration.ofSeconds(60)));
  }

  private static void refused(ThrowingCallable call, String problem) {
    assertThatThrownBy(call)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void aPinnedRootOutlivesItsRotation() throws Exception {
    admin("keys/tidemark-root", "{\"type\":\"hmac\",\"key_size\":32}");
    try (VaultTransit first = vault(Map.of("tidemark-root", 1));
        VaultTransit second = vault(Map.of("tidemark-root", 2))) {
      first.requireGuarded("tidemark-root");
      byte[] mac = first.mac("tidemark-root", CONTEXT);
      assertThat(mac).hasSize(32);
      assertThat(first.mac("tidemark-root", new byte[0])).hasSize(32).isNotEqualTo(mac);
      refused(() -> second.mac("tidemark-root", CONTEXT), "status 400");
      admin("keys/tidemark-root/rotate", "{}");
      assertThat(first.mac("tidemark-root", CONTEXT)).isEqualTo(mac);
      assertThat(second.mac("tidemark-root", CONTEXT)).isNotEqualTo(mac);
      admin("keys/tidemark-root/config", "{\"min_encryption_version\":2}");
      refused(() -> first.mac("tidemark-root", CONTEXT), "status 400");
      refused(() -> first.requireGuarded("tidemark-root"), "min_encryption_version");
      admin("keys/tidemark-root/config", "{\"min_encryption_version\":0}");
      admin("keys/tidemark-root/config", "{\"exportable\":true}");
      refused(() -> first.requireGuarded("tidemark-root"), "exportable: must be false");
    }
  }

  @Test
  void wrapsAcrossARotation() throws Exception {
    admin("keys/wrap", "{\"type\":\"aes256-gcm96\"}");
    admin("keys/other", "{\"type\":\"aes256-gcm96\"}");
    try (VaultTransit vault = vault(Map.of());
        SecretBytes secret = SecretBytes.random(32)) {
      byte[] wrapped = vault.wrap("wrap", secret);
      assertThat(new String(wrapped, StandardCharsets.US_ASCII)).startsWith("vault:v1:");
      admin("keys/wrap/rotate", "{}");
      byte[] rewrapped = vault.rewrap("wrap", wrapped);
      assertThat(new String(rewrapped, StandardCharsets.US_ASCII)).startsWith("vault:v2:");
      for (byte[] each : new byte[][] {wrapped, rewrapped}) {
        try (SecretBytes back = vault.unwrap("wrap", each)) {
          assertThat(back).isEqualTo(secret);
        }
        refused(() -> vault.unwrap("other", each), "status 400");
      }
      try (SecretBytes one = vault.unwrap("wrap", vault.freshWrapped("wrap"));
          SecretBytes two = vault.unwrap("wrap", vault.freshWrapped("wrap"))) {
        assertThat(one.length()).isEqualTo(32);
        assertThat(one).isNotEqualTo(two);
      }
    }
  }

  @Test
  void signsWithEd25519AndWithNothingElse() throws Exception {
    admin("keys/log", "{\"type\":\"ed25519\"}");
    admin("keys/ecdsa", "{\"type\":\"ecdsa-p256\"}");
    try (VaultTransit vault = vault(Map.of("log", 1, "ecdsa", 1, "absent", 1))) {
      Signer signer = vault.ed25519("log");
      byte[] signature = signer.sign(CONTEXT);
      assertThat(Verifier.verify(Algorithm.ED25519, signer.publicKey(), CONTEXT, signature))
          .isTrue();
      admin("keys/log/rotate", "{}");
      assertThat(signer.sign(CONTEXT)).isEqualTo(signature);
      refused(() -> vault.ed25519("ecdsa"), "type");
      assertThatThrownBy(() -> vault.ed25519("absent")).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void aWrongTokenIsForbidden() throws Exception {
    Path other =
        Files.createFile(
            folder.resolve("other"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(other, "not-the-token");
    try (VaultTransit vault =
        new VaultTransit(
            new VaultSettings(
                address,
                "transit",
                Optional.empty(),
                other,
                Optional.empty(),
                Map.of("tidemark-root", 1),
                Duration.ofSeconds(60)))) {
      refused(() -> vault.mac("tidemark-root", CONTEXT), "status 403");
    }
  }
}
