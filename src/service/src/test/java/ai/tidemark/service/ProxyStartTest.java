package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.service.config.Limits;
import ai.tidemark.service.config.ProxyConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a proxy from starting is said in one message, and leaves nothing behind. */
final class ProxyStartTest {
  @TempDir private Path directory;
  private ProxyConfig config;

  @BeforeEach
  void configure() {
    config = ProxyFixture.config(directory, Limits.DEFAULT, URI.create("http://127.0.0.1:9"), 4);
  }

  private Proxy start() {
    return Proxy.start(config, _ -> ProxyFixture.TOKENIZER, (_, _, _) -> new FakeEngine());
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> start().close())
        .isInstanceOf(BadInputException.class)
        .hasMessage(message);
  }

  private void startsNow() {
    try (Proxy proxy = start()) {
      assertThat(proxy.uri().getPort()).isPositive();
    }
  }

  @Test
  void missingKeyFile() throws IOException {
    Path keys = config.keys();
    Files.move(keys, directory.resolve("elsewhere.json"));
    refuses(keys + ": key file does not exist; make one with: tidemark keys new --out " + keys);
    Files.move(directory.resolve("elsewhere.json"), keys);
    startsNow();
  }

  @Test
  void keyFileThatOthersCanRead() throws IOException {
    Path keys = config.keys();
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
    refuses(
        keys + ": has mode rw-r--r--, so others than its owner may use it; run: chmod 600 " + keys);
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    startsNow();
  }

  @Test
  void wrongTokenizer() {
    assertThatThrownBy(
            () -> Proxy.start(config, _ -> Cl100k.get(), (_, _, _) -> new FakeEngine()).close())
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            ProxyFixture.TOKENIZER.fingerprint(), Cl100k.get().fingerprint(), "cl100k_base");
    startsNow();
  }

  @Test
  void missingProfile() throws IOException {
    Files.delete(config.profile());
    refuses(
        config.profile()
            + ": profile does not exist; make one with: tidemark profile new --out "
            + config.profile());
  }

  @Test
  void tenantWithoutAKey() throws IOException {
    Files.delete(config.keys());
    try (KeyFile keys = KeyFile.fromSeed("other", "2026Q4", List.of("strict"))) {
      keys.write(config.keys());
    }
    refuses(config.keys() + ": has no key for tenant lax, whom the configuration names");
  }

  @Test
  void recordsThatOthersCanRead() throws IOException {
    Files.createFile(config.records());
    Files.setPosixFilePermissions(config.records(), PosixFilePermissions.fromString("rw-rw----"));
    refuses(
        config.records()
            + ": has mode rw-rw----, so others than its owner may use it; run: chmod 600 "
            + config.records());
  }

  @Test
  void portInUse() {
    try (Proxy running = start()) {
      ProxyConfig same =
          new ProxyConfig(
              new ProxyConfig.Listen("127.0.0.1", running.uri().getPort()),
              config.profile(),
              config.keys(),
              config.tokenizer(),
              directory.resolve("other.jsonl"),
              config.ledger(),
              config.upstreams(),
              config.tenants(),
              config.limits());
      assertThatThrownBy(
              () ->
                  Proxy.start(same, _ -> ProxyFixture.TOKENIZER, (_, _, _) -> new FakeEngine())
                      .close())
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(
              "127.0.0.1:" + running.uri().getPort() + ": cannot listen here: ");
    }
  }

  @Test
  void closesMoreThanOnce() {
    Proxy proxy = start();
    proxy.close();
    proxy.close();
  }
}
