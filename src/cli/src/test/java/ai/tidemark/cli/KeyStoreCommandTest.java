package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.RecordTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The key ceremony as its users run it. Times are the machine's; eras lie around them. */
final class KeyStoreCommandTest {
  @TempDir private static Path made;
  private static String madeSays = "";

  private final Instant now = RecordTime.wholeSeconds(InstantSource.system().instant());
  private final String end = RecordTime.format(now.plus(Duration.ofDays(10)));

  @TempDir private Path folder;
  private Path secret = Path.of("");
  private Path store = Path.of("");

  private record Ran(int exit, String out, String err) {}

  private static Ran run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit =
        command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  @BeforeAll
  static void makeOne() throws IOException {
    Path file = secretFile(made.resolve("secret"), new byte[32]);
    Ran ran =
        run(
            "keys",
            "init",
            "--store",
            made.resolve("store"),
            "--deployment",
            "example-eu",
            "--secret-file",
            file,
            "--scrypt-cost",
            16);
    assertThat(ran.err()).isEmpty();
    madeSays = ran.out();
  }

  private static Path secretFile(Path file, byte[] bytes) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(file, bytes);
  }

  @BeforeEach
  void copyIt() throws IOException {
    secret = made.resolve("secret");
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

  /** Runs a command of keys on the store, which must succeed. */
  private String keys(String command, Object... more) {
    Ran ran = tried(command, more);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    return ran.out();
  }

  private Ran tried(String command, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("keys", command, "--store", store, "--secret-file", secret));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  private void commit(String era, String until, Object... more) {
    List<Object> words = new ArrayList<>(List.of("--era", era, "--start", soon()));
    words.addAll(List.of("--end", until, "--tenant", "acme", "--tenant", "globex"));
    words.addAll(List.of(more));
    keys("commit", words.toArray());
  }

  /** A window that begins a little after any command here runs. */
  private String soon() {
    return RecordTime.format(now.plus(Duration.ofHours(1)));
  }

  @Test
  void initPrintsPublicKeysAndNothingElse() throws IOException {
    assertThat(madeSays)
        .contains("log      example-eu/control+", "evidence Ed25519 ", "evidence ML-DSA-65 ")
        .containsPattern("signer   Ed25519 key id [0-9a-f]{64}\n")
        .contains("Back it up");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
        .isEqualTo("rwx------");
    Ran again = run("keys", "init", "--store", store, "--deployment", "x", "--secret-file", secret);
    assertThat(again.exit()).isEqualTo(Main.USAGE);
    assertThat(again.err()).contains("already exists");
  }

  @Test
  void theWholeCeremony() throws IOException {
    commit("trial", end);
    assertThat(tried("export", "--era", "trial", "--out", folder.resolve("k.json")).err())
        .contains("era trial: is committed, but not activated");
    assertThat(keys("activate", "--era", "trial")).contains("activated era trial", "beacon  none");
    Path file = folder.resolve("keys.json");
    assertThat(keys("export", "--era", "trial", "--out", file))
        .contains("era     trial", "fleet   key id ", "acme", "globex");
    assertThat(run("keys", "show", file).exit()).isZero();
    assertThat(keys("retire", "--era", "trial")).contains("all keys of era trial are VERIFY_ONLY");
    Path openings = folder.resolve("openings.json");
    assertThat(
            keys(
                "open", "--era", "trial", "--tenant", "acme", "--to", "court-1", "--out", openings))
        .contains("opened the fleet key and the keys of acme of era trial", "DISCLOSED");
    assertThatOpeningsGiveTheKeys(openings, file);
    assertThat(run("keys", "list", "--store", store).out())
        .contains("deployment example-eu, log example-eu/control, 1 era")
        .contains("trial            VERIFY_ONLY", "3 keys", "some keys in other states");
    assertThat(run("keys", "state", "--store", store, "--era", "trial").out())
        .contains("era trial: VERIFY_ONLY", "COMMITTED    3 keys, serial 0", "no beacon")
        .contains("DISCLOSED    key of tag ", " to court-1, from ");
    assertThat(keys("compromise", "--era", "trial", "--since", "2026-11-20T00:00:00Z"))
        .contains("COMPROMISED from 2026-11-20T00:00:00Z");
    assertThat(keys("destroy", "--era", "trial")).contains("DESTROYED", "root could still derive");
    assertThat(tried("export", "--era", "trial", "--out", folder.resolve("x.json")).err())
        .contains("is destroyed");
    assertThat(LogReader.open(store.resolve("log")).size()).isEqualTo(7);
  }

  /** From openings, commitment file and log alone, as a verifier would. */
  private void assertThatOpeningsGiveTheKeys(Path openings, Path keyFile) throws IOException {
    StrictJson era =
        StrictJson.parse("openings", Files.readAllBytes(openings)).objects("eras").getFirst();
    byte[] entry = LogReader.open(store.resolve("log")).entry(0);
    EraCommit commit = (EraCommit) ControlRecord.parse("entry 0", entry);
    assertThat(era.text("eraRecord")).isEqualTo(commit.leafHash());
    CommitmentFile commitments =
        CommitmentFile.parse(
            "c", Files.readAllBytes(store.resolve("eras").resolve("trial.commitments")));
    assertThat(HexFormat.of().formatHex(commitments.root())).isEqualTo(commit.root());
    StrictJson tenant = era.objects("tenants").getFirst();
    byte[] profile = HexFormat.of().parseHex(commit.profile().sha256());
    try (EraSeed seed =
            EraSeed.of(
                HexFormat.of().parseHex(tenant.text("tag")),
                profile,
                "trial",
                HexFormat.of().parseHex(tenant.text("seed")));
        KeyFile exported = KeyFile.read(keyFile)) {
      assertThat(commitments.holds(seed)).isTrue();
      assertThat(seed.key(new byte[32]).use(DrawKey::copyOf)).isEqualTo(exported.tenant("acme"));
    }
  }

  @Test
  void theCoinOpensWithoutTheFleetKey() throws IOException {
    commit("trial", end);
    keys("activate", "--era", "trial");
    Path out = folder.resolve("openings.json");
    Ran early =
        tried(
            "open", "--era", "trial", "--tenant", "acme", "--coin-only", "--to", "e", "--out", out);
    assertThat(early.exit()).isEqualTo(Main.USAGE);
    assertThat(early.err()).contains("the key of acme is ACTIVE; retire it");
    assertThat(out).doesNotExist();
    keys("retire", "--era", "trial", "--tenant", "acme");
    keys("open", "--era", "trial", "--tenant", "acme", "--coin-only", "--to", "e", "--out", out);
    assertThat(Files.readString(out))
        .contains("\"kind\":\"coin\"")
        .doesNotContain("\"kind\":\"key\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    assertThat(tried("open", "--era", "trial", "--coin-only", "--to", "e", "--out", out).err())
        .contains("never overwritten");
  }

  @Test
  void aBeaconMustBeTheRightRound() throws IOException {
    commit("trial", end, "--beacon", "drand");
    Instant outside = now.minus(Duration.ofHours(2));
    long round = Drand.firstRound(outside);
    String time = RecordTime.format(outside);
    assertThat(tried("activate", "--era", "trial").err()).contains("--outside-time");
    assertThat(tried("activate", "--era", "trial", "--outside-time", time).err())
        .contains("needs round " + round, "appears at " + RecordTime.format(Drand.timeOf(round)));
    assertThat(tried("activate", "--era", "trial", "--outside-time", "yesterday").exit())
        .isEqualTo(Main.USAGE);
    Path wrong = beacon("wrong.json", round + 1, true);
    assertThat(tried("activate", "--era", "trial", "--outside-time", time, "--beacon", wrong).err())
        .contains("needs round " + round, "but the beacon is of round " + (round + 1));
    Path forged = beacon("forged.json", round, false);
    assertThat(
            tried("activate", "--era", "trial", "--outside-time", time, "--beacon", forged).err())
        .contains("randomness must be SHA-256 of the signature");
    Path right = beacon("right.json", round, true);
    assertThat(keys("activate", "--era", "trial", "--outside-time", time, "--beacon", right))
        .contains("beacon  round " + round, "the BLS signature is not verified");
  }

  private Path beacon(String name, long round, boolean honest) throws IOException {
    byte[] signature = new byte[48];
    signature[7] = (byte) round;
    byte[] randomness = Merkle.sha256(signature);
    randomness[0] ^= (byte) (honest ? 0 : 1);
    HexFormat hex = HexFormat.of();
    return Files.writeString(
        folder.resolve(name),
        "{\"round\": %d, \"randomness\": \"%s\", \"signature\": \"%s\"}"
            .formatted(round, hex.formatHex(randomness), hex.formatHex(signature)));
  }

  @Test
  void gatewaysAreGivenWhatMayMark() throws IOException {
    Path out = folder.resolve("keys.json");
    Path next = folder.resolve("next.json");
    assertThat(tried("lease", "--out", out).err()).contains("no active era is open now");
    commit("later", RecordTime.format(now.plus(Duration.ofDays(100))));
    keys("activate", "--era", "later");
    Ran soon = tried("lease", "--out", out, "--next", next);
    assertThat(soon.err()).contains("no active era is open now"); // but the next one is given
    assertThat(soon.out()).contains("wrote " + next + ", era later");
    try (KeyFile leased = KeyFile.read(next)) {
      assertThat(leased.era()).isEqualTo("later");
    }
    assertThat(tried("lease", "--out", out, "--days", 999).exit()).isEqualTo(Main.USAGE);
  }

  @Test
  void quartersBringTheirWindow() {
    assertThat(Quarter.of("2026Q4").orElseThrow())
        .isEqualTo(
            new Quarter(
                Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")));
    assertThat(Quarter.of("2027Q1").orElseThrow().start())
        .isEqualTo(Quarter.of("2026Q4").orElseThrow().end());
    assertThat(Quarter.of("2026Q5")).isEmpty();
    assertThat(Quarter.of("2026q4")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          commit --era e                                                  | needs --start and --end
          commit --era e --start x --end y                                | a time must be written like
          commit --era e --start 2020-01-01T00:00:00Z --end 2090-01-01T00:00:00Z | not lie in the past
          commit --era 2090Q1 --tenant a --tenant a                       | tenant a is named twice
          commit --era 2090Q1 --tenant A                                  | tenant must match
          commit --era a/b --start 2090-01-01T00:00:00Z --end 2090-02-01T00:00:00Z | era must match
          commit --era 2090Q1 --beacon moon                               | Invalid value for option
          activate --era none                                             | era none: is not committed
          retire --era none                                               | era none: is not committed
          compromise --era none --since then                              | a time must be written like
          compromise --era none                                           | Missing required option: '--since
          disclose --era none --to A                                      | --to must match
          retire --era none --fleet --tenant a                            | --fleet cannot go with --tenant
          open --era none --to A --out x                                  | --to must match
          """)
  void mistakesAreNamed(String words, String message) {
    List<String> parts = List.of(words.split(" ", -1));
    Ran ran = tried(parts.getFirst(), parts.subList(1, parts.size()).toArray());
    assertThat(ran.exit()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).contains(message);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void secretsMustBeTheRightOnes() throws IOException {
    Path passphrase =
        secretFile(folder.resolve("p"), "long enough it is\n".getBytes(StandardCharsets.UTF_8));
    assertThat(run("keys", "export", "--store", store, "--era", "e", "--out", "x").err())
        .contains("is opened by a secret file: --secret-file");
    assertThat(
            run("keys", "retire", "--store", store, "--era", "e", "--passphrase-file", passphrase)
                .err())
        .contains("is opened by a secret file");
    Path other = secretFile(folder.resolve("other"), new byte[] {1, 2, 3});
    assertThat(run("keys", "retire", "--store", store, "--era", "e", "--secret-file", other).err())
        .contains("must have at least 32 bytes");
    Path wrong = secretFile(folder.resolve("wrong"), new byte[33]);
    assertThat(run("keys", "retire", "--store", store, "--era", "e", "--secret-file", wrong).err())
        .contains("wrong passphrase, or damaged");
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(run("keys", "retire", "--store", store, "--era", "e", "--secret-file", wrong).err())
        .contains("chmod 600");
    Path shortOne = secretFile(folder.resolve("s"), "short".getBytes(StandardCharsets.UTF_8));
    assertThat(
            run(
                    "keys",
                    "init",
                    "--store",
                    folder.resolve("new"),
                    "--deployment",
                    "d",
                    "--passphrase-file",
                    shortOne)
                .err())
        .contains("must have at least 12 bytes");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aPassphraseOpensWhatItClosed() throws IOException {
    Path passphrase =
        secretFile(folder.resolve("p"), "correct horse battery\n".getBytes(StandardCharsets.UTF_8));
    Path same =
        secretFile(folder.resolve("q"), "correct horse battery".getBytes(StandardCharsets.UTF_8));
    Path mine = folder.resolve("mine");
    Ran init =
        run(
            "keys",
            "init",
            "--store",
            mine,
            "--deployment",
            "d",
            "--passphrase-file",
            passphrase,
            "--scrypt-cost",
            16);
    assertThat(init.err()).isEmpty();
    Ran committed =
        run(
            "keys",
            "commit",
            "--store",
            mine,
            "--passphrase-file",
            same,
            "--era",
            "e",
            "--start",
            soon(),
            "--end",
            end);
    assertThat(committed.err()).isEmpty();
    assertThat(committed.out()).contains("committed 1 key of era e", "eras    1 committed");
  }

  /** No key, seed or secret that a file holds is printed by any command, nor by its failure. */
  @Test
  void nothingSecretIsPrinted() throws IOException {
    StringBuilder said = new StringBuilder(madeSays);
    commit("trial", end);
    said.append(keys("activate", "--era", "trial"));
    Path file = folder.resolve("keys.json");
    said.append(keys("export", "--era", "trial", "--out", file));
    said.append(keys("retire", "--era", "trial"));
    Path openings = folder.resolve("openings.json");
    said.append(keys("open", "--era", "trial", "--tenant", "acme", "--to", "e", "--out", openings));
    said.append(run("keys", "list", "--store", store).out());
    said.append(run("keys", "state", "--store", store, "--era", "trial").out());
    said.append(tried("open", "--era", "trial", "--to", "e", "--out", openings).err());
    Files.writeString(file, Files.readString(file).replace("{", "{{"));
    said.append(run("keys", "show", file).err());
    StrictJson era = StrictJson.parse("o", Files.readAllBytes(openings)).objects("eras").getFirst();
    String log = everythingIn(store.resolve("log"));
    List<String> secrets =
        List.of(
            era.object("fleet").text("seed"),
            era.objects("tenants").getFirst().text("seed"),
            Files.readString(file).replaceAll("(?s).*\"fleet\":\"([0-9a-f]{32})\".*", "$1"),
            "0".repeat(64));
    for (String one : secrets) {
      assertThat(one).matches("[0-9a-f]{32,64}");
      assertThat(said.toString()).doesNotContainIgnoringCase(one);
      if (!one.equals("0".repeat(64))) { // the first record names no record before it so
        assertThat(log).doesNotContainIgnoringCase(one);
      }
    }
    assertThat(log).contains("era-commit").doesNotContain("acme", "globex");
  }

  private static String everythingIn(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
