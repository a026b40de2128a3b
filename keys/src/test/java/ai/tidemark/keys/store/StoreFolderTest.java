package ai.tidemark.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.secret.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T11:30:00Z");
  private static final StoreSettings SETTINGS =
      new StoreSettings("example", "example.org/control", new Unlock.SecretFile());

  private static final SecretBytes SECRET = SecretBytes.random(32);

  @TempDir private static Path made;
  @TempDir private Path folder;

  private Path store = Path.of("");

  @BeforeAll
  static void makeOne() {
    StoreFolder.create(made.resolve("store"), SETTINGS, SECRET, 16);
  }

  /** Each test has a copy: making a store costs a dozen key derivations. */
  @BeforeEach
  void copyIt() throws IOException {
    store = folder.resolve("store");
    Path from = made.resolve("store");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            store.resolve(from.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private StoreFolder open() {
    return StoreFolder.open(store, _ -> SECRET);
  }

  private static EraTerms terms(String era) {
    return new EraTerms(
        era,
        NOW,
        NOW.plusSeconds(1_000_000),
        TestProfile.PROFILE,
        List.of("acme"),
        new BeaconRule.None());
  }

  @Test
  void whatWasLoggedIsThereWhenItIsOpenedAgain() {
    try (StoreFolder opened = open()) {
      assertThat(opened.history().eras()).isEmpty();
      KeyRing ring = opened.ring(() -> NOW);
      ring.commit(terms("2026Q4"));
      ring.activate("2026Q4");
    }
    assertThat(StoreFolder.history(store).eras()).hasSize(1);
    try (StoreFolder opened = open()) {
      assertThat(opened.history().era("2026Q4").orElseThrow().activation()).isPresent();
      assertThat(opened.reader().size()).isEqualTo(2);
      Checkpoint checkpoint = opened.reader().checkpoint();
      assertThat(checkpoint.origin()).isEqualTo("example.org/control");
      Note note = Note.parse("note", opened.reader().note());
      assertThat(note.verifies(opened.logSigner().vkey(), note.signatures().getFirst())).isTrue();
      opened.ring(() -> NOW).keys("2026Q4").close();
    }
  }

  @Test
  void oneProcessAtATime() {
    try (StoreFolder opened = open()) {
      assertThat(opened.settings()).isEqualTo(SETTINGS);
      assertThatThrownBy(this::open)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("does another process have it?");
    }
    open().close();
  }

  @Test
  void anotherSecretDoesNotOpenIt() {
    try (SecretBytes other = SecretBytes.random(32)) {
      assertThatThrownBy(() -> StoreFolder.open(store, _ -> other))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wrong passphrase, or damaged");
    }
  }

  @Test
  void everyFileIsForItsOwnerAlone() throws IOException {
    assertThat(mode(store)).isEqualTo("rwx------");
    for (String file : List.of("root.bcfks", "store.json")) {
      assertThat(mode(store.resolve(file))).isEqualTo("rw-------");
    }
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(this::open).hasMessageContaining("chmod 700");
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(
        store.resolve("root.bcfks"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(this::open).hasMessageContaining("chmod 600");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void settingsAreStrict() throws IOException {
    Path file = store.resolve("store.json");
    String good = Files.readString(file);
    Function<String, String> message =
        bad -> {
          try {
            Files.writeString(file, bad);
            StoreSettings.read(store);
            return "accepted";
          } catch (BadInputException e) {
            return String.valueOf(e.getMessage());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    assertThat(message.apply(good.replace("secret-file", "none"))).contains("#/unlock/kind");
    assertThat(message.apply(good.replace("tidemark-store-v1", "v2"))).contains("#/format");
    assertThat(message.apply(good.replace("\"origin\"", "\"origins\""))).contains("#/origin");
    String argon =
        "\"unlock\":{\"kind\":\"argon2id\",\"lanes\":1,\"memoryKib\":@,\"passes\":3,\"salt\":\""
            + "0".repeat(32)
            + "\"}";
    String passphrase = good.replaceAll("\"unlock\":\\{[^}]*}", argon);
    assertThat(message.apply(passphrase.replace("@", "65536"))).isEqualTo("accepted");
    for (String memory : List.of("19455", "262145", "2147483648", "-1", "1e9")) {
      assertThat(message.apply(passphrase.replace("@", memory))).contains("#/unlock/memoryKib");
    }
    assertThat(message.apply(passphrase.replace("@", "65536").replace(":3", ":17")))
        .contains("#/unlock/passes");
    Files.delete(file);
    assertThatThrownBy(this::open).hasMessageContaining("make one with: tidemark keys init");
  }

  @Test
  void anotherDeploymentInTheSettingsIsRefusedByTheStore() throws IOException {
    Path file = store.resolve("store.json");
    Files.writeString(file, Files.readString(file).replace("\"example\"", "\"elsewhere\""));
    assertThatThrownBy(this::open)
        .hasMessageContaining("is not the key store of deployment elsewhere");
  }

  @Test
  void neverMadeOverAnotherAndNeverTooCheap() {
    assertThatThrownBy(() -> StoreFolder.create(store, SETTINGS, SECRET, 16))
        .hasMessageContaining("already exists");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreFolder.create(folder.resolve("x"), SETTINGS, SECRET, 100))
        .withMessageContaining("power of two in 2..262144, but is 100");
  }

  /** RFC 9106 has no vector without secret and data: this one is OpenSSL's (PyPI cryptography). */
  @Test
  void passphrasesGoThroughArgon2id() {
    Unlock unlock = new Unlock.Passphrase("000102030405060708090a0b0c0d0e0f", 19_456, 2, 1);
    try (SecretBytes passphrase =
        SecretBytes.copyOf("correct horse".getBytes(StandardCharsets.UTF_8))) {
      assertThat(new String(unlock.password(passphrase)))
          .isEqualTo("d00b90c40f918cf889780d7d3a9ec3c2b1719df87dc5e4d4d93ea6163db04e17");
    }
  }
}
