package ai.tidemark.keys.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.derive.FixedRoot;
import ai.tidemark.keys.secret.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against SoftHSM; pkcs11-tool of OpenSC makes the keys. keys/pom.xml sets SOFTHSM2_CONF. */
@Tag("integration")
final class Pkcs11StoreTest {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final String PIN = "canary-pin-4711";
  private static final byte[] KNOWN = new byte[32];

  @TempDir private static Path folder;
  private static Pkcs11Store store;

  @BeforeAll
  static void makeToken() throws Exception {
    Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
    Path home = configuration.resolveSibling(".").normalize();
    if (Files.exists(home)) {
      try (Stream<Path> old = Files.walk(home)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(home.resolve("tokens"));
    Files.writeString(configuration, "directories.tokendir = " + home.resolve("tokens") + "\n");
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "t",
        "--pin",
        PIN,
        "--so-pin",
        "so-1");
    keygen("GENERIC:32", "root", "--sensitive", "--usage-sign");
    keygen("GENERIC:32", "open", "--extractable", "--usage-sign");
    keygen("AES:32", "wrap", "--sensitive", "--usage-decrypt");
    keygen("AES:32", "wrap2", "--sensitive", "--usage-decrypt");
    Arrays.fill(KNOWN, (byte) 7);
    Path known = Files.write(folder.resolve("known"), KNOWN);
    tool(
        "--write-object",
        known.toString(),
        "--type",
        "secrkey",
        "--label",
        "known",
        "--sensitive",
        "--usage-sign");
    store = Pkcs11Store.open(LIBRARY, 0, pinFile("pin", PIN + "\n"));
  }

  private static void keygen(String type, String label, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("--keygen", "--key-type", type, "--label", label));
    command.addAll(List.of(more));
    tool(command.toArray(String[]::new));
  }

  private static void tool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "pkcs11-tool", "--module", LIBRARY.toString(), "--token-label", "t", "--login"));
    command.addAll(List.of("--pin", PIN));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static Path pinFile(String name, String pin) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, pin);
  }

  @AfterAll
  static void logOut() {
    store.close();
  }

  private static byte[] context(int i) {
    return ("context " + i).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void macsAsTheJdkDoesUnderTheSameKey() {
    FixedRoot same = new FixedRoot(KNOWN);
    for (int length : new int[] {0, 1, 55, 64, 65, 1000, 60_000}) {
      byte[] context = new byte[length];
      assertThat(store.mac("known", context)).isEqualTo(same.mac("known", context));
    }
    assertThat(store.mac("root", context(1)))
        .hasSize(32)
        .isEqualTo(store.mac("root", context(1)))
        .isNotEqualTo(store.mac("root", context(2)))
        .isNotEqualTo(store.mac("known", context(1)));
  }

  @Test
  void macsFromManyThreads() throws Exception {
    FixedRoot same = new FixedRoot(KNOWN);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<byte[]>> macs = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        byte[] context = context(i);
        macs.add(threads.submit(() -> store.mac("known", context)));
      }
      for (int i = 0; i < macs.size(); i++) {
        assertThat(macs.get(i).get()).isEqualTo(same.mac("known", context(i)));
      }
    }
  }

  @Test
  void wrapsAndUnwrapsAndRefusesEveryChange() {
    try (SecretBytes secret = SecretBytes.random(32)) {
      byte[] wrapped = store.wrap("wrap", secret);
      assertThat(store.wrap("wrap", secret)).hasSize(61).isNotEqualTo(wrapped);
      try (SecretBytes back = store.unwrap("wrap", wrapped)) {
        assertThat(back).isEqualTo(secret);
      }
      for (int bit = 0; bit < 8 * wrapped.length; bit++) {
        byte[] flipped = wrapped.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThatThrownBy(() -> store.unwrap("wrap", flipped))
            .isInstanceOf(BadInputException.class);
      }
      assertThatThrownBy(() -> store.unwrap("wrap2", wrapped))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("was not wrapped by key wrap2");
      assertThatThrownBy(() -> store.unwrap("wrap", Arrays.copyOf(wrapped, 28)))
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void refusesKeysOfTheWrongKind() {
    refused("open", "hands out key open; make it sensitive");
    refused("absent", "has no secret key labelled absent");
    refused("wrap", "one key, one purpose");
    try (SecretBytes secret = SecretBytes.random(32)) {
      assertThatThrownBy(() -> store.wrap("root", secret))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is not an AES key");
    }
  }

  private static void refused(String key, String problem) {
    assertThatThrownBy(() -> store.mac(key, context(0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refusesWhatCannotBeOpened() throws Exception {
    Path pin = pinFile("pin-2", PIN);
    Path none = folder.resolve("none.so");
    assertThatThrownBy(() -> Pkcs11Store.open(none, 0, pin))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.so: cannot be opened");
    assertThatThrownBy(() -> Pkcs11Store.open(LIBRARY, 9, pin))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("token 9");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Pkcs11Store.open(LIBRARY, 0, pin)).hasMessageContaining("chmod 600");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pkcs11Store.open(Path.of("a\"\nlibrary=b"), 0, pin));
  }

  @Test
  void aWrongPinIsTriedOnceAndNotShown() throws Exception {
    store.close(); // SoftHSM's log-in is the process's: logged in already, it takes any PIN
    Path wrong = pinFile("pin-3", "wrong-pin-0815");
    assertThatThrownBy(() -> Pkcs11Store.open(LIBRARY, 0, wrong))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("did not accept the PIN")
        .hasMessageNotContaining("wrong-pin-0815");
    store = Pkcs11Store.open(LIBRARY, 0, folder.resolve("pin"));
    assertThat(store.mac("known", context(0)))
        .isEqualTo(new FixedRoot(KNOWN).mac("known", context(0)));
    assertThat(store.toString()).doesNotContain(PIN);
  }

  /** Why there is no signer here; when this fails, there can be one. */
  @Test
  void theJdkHasNoEdwardsSignaturesForTokens() {
    Provider provider =
        Security.getProvider("SunPKCS11")
            .configure("--name=look\nlibrary=" + LIBRARY + "\nslotListIndex=0\n");
    for (String algorithm : List.of("EdDSA", "Ed25519", "ML-DSA")) {
      assertThatThrownBy(() -> Signature.getInstance(algorithm, provider))
          .isInstanceOf(NoSuchAlgorithmException.class);
    }
  }
}
