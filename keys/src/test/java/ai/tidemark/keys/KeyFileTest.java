package ai.tidemark.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {
  @TempDir private Path folder;

  @Test
  void comesBackFromDiskAsItWas() throws IOException {
    Path file = folder.resolve("keys.json");
    try (KeyFile written = KeyFile.random("2026Q4", List.of("acme", "globex"))) {
      written.write(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (KeyFile read = KeyFile.read(file)) {
        assertThat(read.era()).isEqualTo("2026Q4");
        assertThat(read.tenants()).containsExactly("acme", "globex");
        assertThat(read.fleet()).isEqualTo(written.fleet());
        assertThat(read.tenant("globex")).isEqualTo(written.tenant("globex"));
        assertThat(read.tenant("globex")).isNotEqualTo(written.tenant("acme"));
        assertThat(read.fleetId()).isEqualTo(written.fleetId()).matches("[0-9a-f]{16}");
      }
    }
  }

  @Test
  void tenThousandTenantsComeBack() {
    Path file = folder.resolve("many.json");
    List<String> tenants = IntStream.range(0, 10_000).mapToObj(t -> "tenant-" + t).toList();
    try (KeyFile written = KeyFile.random("2026Q4", tenants)) {
      written.write(file);
      try (KeyFile read = KeyFile.read(file)) {
        assertThat(read.tenants()).hasSize(10_000).containsAll(tenants);
        assertThat(read.tenant("tenant-9999")).isEqualTo(written.tenant("tenant-9999"));
      }
    }
  }

  @Test
  void freshKeysDiffer() {
    try (KeyFile one = KeyFile.random("e", List.of("t"));
        KeyFile two = KeyFile.random("e", List.of("t"))) {
      assertThat(one.fleet()).isNotEqualTo(two.fleet());
      assertThat(one.fleetId()).isNotEqualTo(two.fleetId());
      assertThat(one.tenant("t")).isNotEqualTo(one.fleet());
    }
  }

  /** HKDF (RFC 5869) written out with the JDK's HMAC, to check Bouncy Castle's and our encoding. */
  @Test
  void seedsGiveTheKeysThatHkdfGives() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    byte[] prk = mac.doFinal("seed 7".getBytes(StandardCharsets.UTF_8));
    mac.init(new SecretKeySpec(prk, "HmacSHA256"));
    mac.update((byte) 21);
    mac.update("tidemark-demo-keys-v1".getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 6);
    mac.update("tenant".getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 4);
    mac.update("acme".getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 1);
    String expected = HexFormat.of().formatHex(mac.doFinal(), 0, 16);

    Path file = folder.resolve("seeded.json");
    try (KeyFile keys = KeyFile.fromSeed("seed 7", "demo", List.of("acme"))) {
      keys.write(file);
    }
    assertThat(Files.readString(file)).contains("\"acme\":\"" + expected + "\"");
  }

  @Test
  void nothingPrintsAKey() throws IOException {
    Path file = folder.resolve("keys.json");
    try (KeyFile keys = KeyFile.random("e", List.of("t"))) {
      keys.write(file);
      String fleet = Files.readString(file).replaceAll(".*\"fleet\":\"([0-9a-f]{32})\".*", "$1");
      assertThat(fleet).hasSize(32);
      assertThat(keys + " " + keys.fleet() + " " + keys.fleetId()).doesNotContain(fleet);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void refusesAFileOthersCanUse(String mode) throws IOException {
    Path file = folder.resolve("keys.json");
    try (KeyFile keys = KeyFile.random("e", List.of())) {
      keys.write(file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageContaining(mode);
  }

  @Test
  void saysWhatToDoWhenTheFileIsMissing() {
    assertThatThrownBy(() -> KeyFile.read(folder.resolve("none.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist")
        .hasMessageContaining("tidemark keys new");
  }

  @Test
  void refusesALinkAndNeverOverwrites() throws IOException {
    Path file = folder.resolve("keys.json");
    try (KeyFile keys = KeyFile.random("e", List.of())) {
      keys.write(file);
      assertThatThrownBy(() -> keys.write(file)).hasMessageContaining("already exists");
    }
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
    assertThatThrownBy(() -> KeyFile.read(link)).hasMessageContaining("symbolic link");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                  | is not valid JSON
          []                                 | must be an object
          {"format":"tidemark-keys-v2"}      | #/format: must be "tidemark-keys-v1"
          {"format":"tidemark-keys-v1"}      | #/profile: is missing
          @ "fleet":"00"}                    | #/fleet: must match
          @ "fleet":"$","tenants":[]}        | #/tenants: must be an object
          @ "fleet":"$","tenants":{"A b":1}} | #/tenants: a tenant's name
          @ "fleet":"$","tenants":{"a":1}}   | #/tenants/a: must be a string
          @ "fleet":"$","tenants":{},"x":1}  | #/x: is not a known field
          @ "fleet":"$","fleet":"$"}         | is not valid JSON
          """)
  void refusesMalformedFilesWithTheirPlaceAndNoSecret(String json, String message)
      throws IOException {
    String secret = "0123456789abcdef0123456789abcdef";
    String full =
        json.replace(
                "@",
                "{\"format\":\"tidemark-keys-v1\",\"profile\":\"tidemark-gumbel-aes-v1\",\"era\":\"e\",")
            .replace("$", secret);
    Path file = folder.resolve("bad.json");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, full);
    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(secret);
  }

  @Test
  void refusesNamesThatCouldNotBePseudonyms() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyFile.random("e", List.of("Not OK")))
        .withMessageContaining("tenant must match");
  }
}
