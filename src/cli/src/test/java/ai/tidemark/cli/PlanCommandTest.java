package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark plan} fixes what {@code tidemark scan --plan} then does. */
final class PlanCommandTest {
  private static final Path FORMATS =
      Path.of(System.getProperty("tidemark.root", "../.."), "docs", "formats");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words.toArray(String[]::new));
  }

  private Path in(String name) {
    return dir.resolve(name);
  }

  @BeforeEach
  void files() throws IOException {
    Files.createDirectory(in("corpus"));
    Files.writeString(in("corpus/a.txt"), "a text of some words ".repeat(40));
    Files.writeString(in("corpus/b.txt"), "another text of other words ".repeat(40));
    assertThat(run("keys", "new", "--out", in("keys.json"), "--tenant", "acme")).isZero();
  }

  @Test
  void onlyAStoreHasALogToRegisterIn() {
    assertThat(plan("--register")).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--register needs --store");
    assertThat(in("plan.json")).doesNotExist();
  }

  private int plan(Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "plan",
                in("corpus"),
                "--keys",
                in("keys.json"),
                "--question",
                "Does it depend on us?",
                "--decoys",
                99,
                "--full-decoys",
                0,
                "--alpha",
                "1e-5",
                "--out",
                in("plan.json")));
    all.addAll(List.of(more));
    return run(all.toArray());
  }

  private int scan(Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "scan",
                "--quiet",
                "--plan",
                in("plan.json"),
                "--keys",
                in("keys.json"),
                "--out",
                in("report")));
    all.addAll(List.of(more));
    return run(all.toArray());
  }

  @Test
  void aPlannedScanWritesWhatAnUnplannedOneDoes() throws IOException {
    assertThat(plan()).isZero();
    assertThat(out.toString()).contains("2 keys, not committed to: for practice");
    byte[] plan = Files.readAllBytes(in("plan.json"));
    assertThat(SchemaCheck.problems(FORMATS.resolve("plan.schema.json"), plan)).isEmpty();
    assertThat(scan("--with-blocks")).isZero();
    assertThat(in("report/blocks")).isNotEmptyFile();
    byte[] report = Files.readAllBytes(in("report/report.json"));
    assertThat(
            run(
                "scan",
                "--quiet",
                in("corpus"),
                "--keys",
                in("keys.json"),
                "--decoys",
                99,
                "--full-decoys",
                0,
                "--alpha",
                "1e-5",
                "--out",
                in("other")))
        .isZero();
    assertThat(Files.readAllBytes(in("other/report.json"))).isEqualTo(report);
    assertThat(in("other/blocks")).doesNotExist();
  }

  @Test
  void whateverDiffersIsRefusedByItsName() throws IOException {
    assertThat(plan()).isZero();
    assertThat(scan("--alpha", "1e-6")).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--alpha is not what the plan says");
    assertThat(scan("--decoys", "199")).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--decoys is not what the plan says");
    assertThat(scan(in("corpus/a.txt"))).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("PATH is not what the plan says");
    assertThat(scan("--tenant", "initech")).isEqualTo(Main.USAGE);
    assertThat(run("keys", "new", "--out", in("others.json"), "--tenant", "acme")).isZero();
    assertThat(
            run(
                "scan",
                "--quiet",
                "--plan",
                in("plan.json"),
                "--keys",
                in("others.json"),
                "--out",
                in("report")))
        .isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("keys of era era-1: they are not the ones");
    assertThat(in("report")).doesNotExist();
    // what the plan says may be said again
    assertThat(scan("--alpha", "1e-5", "--decoys", "99", in("corpus"))).isZero();
  }

  @Test
  void aManifestPinsTheFiles() throws IOException {
    Object[] origin = {
      "--source", "a public data set",
      "--obtained-by", "lab",
      "--obtained", "2026-11-20T08:00:00Z",
      "--first-known", "2026-11-02T00:00:00Z"
    };
    List<Object> made = new ArrayList<>(List.of("--manifest", in("manifest.json")));
    assertThat(plan(made.toArray())).isEqualTo(Main.USAGE); // from where?
    made.addAll(List.of(origin));
    assertThat(plan(made.toArray())).isZero();
    byte[] manifest = Files.readAllBytes(in("manifest.json"));
    assertThat(SchemaCheck.problems(FORMATS.resolve("manifest.schema.json"), manifest)).isEmpty();
    assertThat(scan(in("corpus"), "--manifest", in("manifest.json"))).isZero();
    byte[] planned = Files.readAllBytes(in("report/report.json"));

    // without a plan its files are scanned too, by name and size
    Object[] unplanned = {
      "scan",
      "--quiet",
      "--keys",
      in("keys.json"),
      "--out",
      in("report"),
      "--decoys",
      99,
      "--full-decoys",
      0,
      "--alpha",
      "1e-5",
      "--manifest",
      in("manifest.json")
    };
    List<Object> paths = new ArrayList<>(List.of(unplanned));
    paths.add(in("corpus"));
    assertThat(run(paths.toArray())).isZero();
    assertThat(Files.readAllBytes(in("report/report.json"))).isEqualTo(planned);
    Files.writeString(in("corpus/more.txt"), "more");
    assertThat(run(paths.toArray())).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("is of another corpus: more.txt is not in it");
    Files.delete(in("corpus/more.txt"));
    assertThat(run(unplanned)).isEqualTo(Main.USAGE); // a.txt is not in the current folder
    assertThat(err.toString()).contains("a.txt: cannot be read, but").contains("names it");

    Files.writeString(in("corpus/b.txt"), "changed");
    assertThat(run(paths.toArray())).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("is of another corpus: b.txt has 7 bytes, not 1120");
    assertThat(scan(in("corpus"), "--manifest", in("manifest.json"))).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("not the corpus that the plan pins: changed b.txt");
    assertThat(scan(in("corpus"))).isEqualTo(Main.USAGE);
    assertThat(err.toString())
        .contains("give its manifest, --manifest FILE, to see which files differ");
    Files.delete(in("plan.json"));
    assertThat(plan("--manifest", in("manifest.json"))).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("is not what the paths hold: changed b.txt");
    assertThat(in("plan.json")).doesNotExist();
  }

  private JsonNode report() throws IOException {
    return JSON.readTree(in("report/report.json").toFile());
  }

  @Test
  void aShareFixesTheRateAndTheScanKeepsToIt() throws IOException {
    // n for 2 keys, 2 forms, half of alpha 1e-5, excess 0.5: the same program as `tidemark power`
    assertThat(run("power", "--share", 0.5, "--alpha", "1e-5", "--keys", 4, "--forms", 2, "--json"))
        .isZero();
    long needed = JSON.readTree(out.toString()).path("n").asLong();
    assertThat(plan("--share", 0.5, "--expect-tuples", 10 * 8 * needed)).isZero();
    assertThat(out.toString())
        .contains(
            String.format(
                Locale.ROOT,
                "share 0.5 with power 0.99: n needed %,d a key, n expected %,d of %,d, sampled one"
                    + " in 8",
                needed,
                20 * needed / 8,
                20 * needed))
        .contains(String.format(Locale.ROOT, "%,d distinct tuples expected, as", 80 * needed));
    Plan plan = Plan.read(in("plan.json"));
    assertThat(plan.method().rates()).isEqualTo(new SampleRates(3, 3));
    byte[] json = Files.readAllBytes(in("plan.json"));
    assertThat(SchemaCheck.problems(FORMATS.resolve("plan.schema.json"), json)).isEmpty();

    assertThat(scan("--sampled-one-in", 4)).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--sampled-one-in is not what the plan says");
    assertThat(scan("--exact")).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--exact is not what the plan says");
    assertThat(scan("--sampled-one-in", 8)).isZero();
    assertThat(out.toString()).contains("(a sample of 1 in 8, fixed beforehand)");
    assertThat(report().at("/corpus/sampledOneIn").asLong()).isEqualTo(8);
    assertThat(report().at("/settings/decoySampledOneIn").asLong()).isEqualTo(8);
    byte[] report = Files.readAllBytes(in("report/report.json"));
    assertThat(SchemaCheck.problems(FORMATS.resolve("report.schema.json"), report)).isEmpty();
  }

  @Test
  void sizesGiveAnEstimateThatIsCalledOne() throws IOException {
    long plain = Files.size(in("corpus/a.txt")) + Files.size(in("corpus/b.txt"));
    assertThat(plan("--share", 0.5)).isZero();
    assertThat(out.toString())
        .contains(plain / 8 + " distinct tuples expected, an estimate: one to 8 bytes of")
        .contains("sampled one in 1")
        .contains("expected to have fewer than needed")
        .contains("decoys are expected to score");
    assertThat(Plan.read(in("plan.json")).method().rates()).isEqualTo(SampleRates.ALL);
    // the plan is the one without a share
    String with = Files.readString(in("plan.json")).replaceAll("\"created\":\"[^\"]*\"", "");
    Files.delete(in("plan.json"));
    assertThat(plan()).isZero();
    assertThat(Files.readString(in("plan.json")).replaceAll("\"created\":\"[^\"]*\"", ""))
        .isEqualTo(with);

    try (var gzip = new GZIPOutputStream(Files.newOutputStream(in("corpus/c.gz")))) {
      gzip.write("packed".getBytes(StandardCharsets.UTF_8));
    }
    Files.delete(in("plan.json"));
    assertThat(plan("--share", 0.5, "--exclude", "b.*")).isZero();
    assertThat(out.toString())
        .contains(
            String.format(
                Locale.ROOT,
                "one to 8 bytes of %,d plain ones and of 3 times %,d compressed ones",
                Files.size(in("corpus/a.txt")),
                Files.size(in("corpus/c.gz"))));
  }

  @Test
  void whatTheMemoryDoesNotHoldIsSaidAndExactIsTheWayOut() {
    Object[] many = {"--share", "1e-3", "--memory", 256, "--expect-tuples", "1e12"};
    assertThat(plan(many)).isZero();
    assertThat(out.toString()).contains("the memory holds fewer than needed: give more --memory");
    assertThat(Plan.read(in("plan.json")).method().rates().level()).isEqualTo(18);
    List<Object> all = new ArrayList<>(List.of(many));
    all.add("--exact");
    assertThat(in("plan.json").toFile().delete()).isTrue();
    assertThat(plan(all.toArray())).isZero();
    assertThat(out.toString()).doesNotContain("the memory holds fewer");
    Plan exact = Plan.read(in("plan.json"));
    assertThat(exact.method().exact()).isTrue();
    assertThat(exact.method().rates().level()).isBetween(1, 17);
  }

  @Test
  void anExactPlanSpills() throws IOException {
    assertThat(plan("--exact", "--sampled-one-in", 2)).isZero();
    assertThat(scan("--exact")).isZero();
    assertThat(report().at("/corpus/sampledOneIn").asLong()).isEqualTo(2);
    assertThat(scan()).isZero(); // it need not be said again
    byte[] planned = Files.readAllBytes(in("report/report.json"));
    Object[] unplanned = {
      "scan",
      "--quiet",
      in("corpus"),
      "--keys",
      in("keys.json"),
      "--out",
      in("report"),
      "--decoys",
      99,
      "--full-decoys",
      0,
      "--alpha",
      "1e-5",
      "--sampled-one-in",
      2
    };
    assertThat(run(unplanned)).isZero();
    assertThat(Files.readAllBytes(in("report/report.json"))).isEqualTo(planned);
  }

  @Test
  void ratesThatMakeNoSenseAreRefused() {
    assertThat(plan("--sampled-one-in", 3)).isEqualTo(Main.USAGE);
    assertThat(err.toString())
        .contains("--sampled-one-in must be a power of two in 1..16777216, but is 3");
    assertThat(plan("--sampled-one-in", 2, "--share", 0.1)).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--sampled-one-in cannot go with --share");
    assertThat(plan("--power", 0.9)).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--power needs --share");
    assertThat(plan("--expect-tuples", 9)).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--expect-tuples needs --share");
    assertThat(plan("--share", 2)).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("share must be in 1e-9..1, but is 2.0");
    assertThat(plan("--share", 0.1, "--power", 1)).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("power must be between 0 and 1, but is 1.0");
    assertThat(in("plan.json")).doesNotExist();
  }

  @Test
  void limitsOfAFileArePlannedAndStated() throws IOException {
    assertThat(plan("--max-member", "1.5GiB", "--max-ratio", 50, "--max-record", "1KiB")).isZero();
    assertThat(scan("--max-member", "1GiB")).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("--max-member is not what the plan says");
    assertThat(scan("--max-record", "1024", "--max-members", 100_000)).isZero();
    assertThat(report().at("/settings/sourceLimits/memberBytes").asLong()).isEqualTo(3L << 29);
    assertThat(report().at("/settings/sourceLimits/ratio").asLong()).isEqualTo(50);
    assertThat(report().at("/settings/textBytes").asLong()).isEqualTo(1024);
    assertThat(report().at("/corpus/records").asLong()).isEqualTo(3); // a text in two parts
    byte[] plan = Files.readAllBytes(in("plan.json"));
    assertThat(SchemaCheck.problems(FORMATS.resolve("plan.schema.json"), plan)).isEmpty();
    Files.delete(in("plan.json"));
    for (String[] wrong :
        new String[][] {
          {"--max-ratio", "0", "--max-ratio must be in 1..2147483647, but is 0"},
          {"--max-members", "-1", "--max-members must be in 1..2147483647, but is -1"},
          {"--max-member", "0", "--max-member must be in 1..9007199254740991, but is 0"},
          {"--max-file", "9999TiB", "--max-file must be in 1..9007199254740991, but is"},
          {"--max-record", "63", "--max-record must be in 64..536870912, but is 63"},
          {"--max-record", "1GiB", "--max-record must be in 64..536870912, but is 1073741824"},
          {"--max-file", "16MiBs", "'16MiBs' is not a number of bytes, such as 4096, 16MiB"},
          {"--max-file", "0.3", "'0.3' is not a number of bytes"},
          {"--max-file", "-3MB", "'-3MB' is not a number of bytes"},
        }) {
      assertThat(plan(wrong[0], wrong[1])).isEqualTo(Main.USAGE);
      assertThat(err.toString()).contains(wrong[2]);
    }
    assertThat(in("plan.json")).doesNotExist();
  }

  /** A plan of before: the same globs, held against files alone. */
  @Test
  void aPlanWithoutTheMarkHoldsGlobsAgainstFilesAlone() throws IOException {
    Files.createDirectory(in("data"));
    try (var zip = new ZipOutputStream(Files.newOutputStream(in("data/c.zip")))) {
      zip.putNextEntry(new ZipEntry("in.txt"));
      zip.write("a text in an archive".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("in.md"));
      zip.write("another one".getBytes(StandardCharsets.UTF_8));
    }
    Files.move(in("corpus/a.txt"), in("data/a.txt"));
    Files.delete(in("corpus/b.txt"));
    Files.delete(in("corpus"));
    Files.move(in("data"), in("corpus"));
    assertThat(plan("--include", "*.txt")).isZero();
    assertThat(scan()).isZero();
    assertThat(report().at("/corpus/documents").asLong()).isEqualTo(2);
    assertThat(report().at("/corpus/excluded").toString()).isEqualTo("{\"files\":0,\"members\":1}");
    assertThat(out.toString()).contains("1 members of archives, by --include and --exclude");
    String now = Files.readString(in("plan.json"));
    assertThat(now).contains("\"members\":true");
    Files.writeString(in("plan.json"), now.replace(",\"members\":true", ""));
    assertThat(scan("--include", "*.txt")).isZero();
    assertThat(report().at("/corpus/documents").asLong()).isEqualTo(1);
    assertThat(report().at("/corpus/excluded").isMissingNode()).isTrue();
    assertThat(scan("--include", "*.md")).isEqualTo(Main.USAGE);
  }

  /** A store with an active era, made as its users make it. */
  private void store() throws IOException {
    Path secret = in("secret");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(secret, new byte[32]);
    assertThat(
            run(
                "keys",
                "init",
                "--store",
                in("store"),
                "--secret-file",
                secret,
                "--deployment",
                "example",
                "--scrypt-cost",
                16))
        .isZero();
    Instant now = RecordTime.wholeSeconds(Instant.now());
    assertThat(
            run(
                "keys",
                "commit",
                "--store",
                in("store"),
                "--secret-file",
                secret,
                "--era",
                "e1",
                "--start",
                RecordTime.format(now.plusSeconds(3_600)),
                "--end",
                RecordTime.format(now.plusSeconds(1_000_000)),
                "--tenant",
                "acme"))
        .isZero();
    assertThat(
            run("keys", "activate", "--store", in("store"), "--secret-file", secret, "--era", "e1"))
        .isZero();
  }

  private ControlRecord logged(long index) {
    LogReader log = LogReader.open(in("store/log"));
    return ControlRecord.parse("entry " + index, log.entry(index));
  }

  @Test
  void withAStoreThePlanAndWhatCameOfItAreInItsLog() throws IOException {
    store();
    Object[] keys = {"--store", in("store"), "--secret-file", in("secret"), "--era", "e1"};
    List<Object> plan =
        new ArrayList<>(
            List.of(
                "plan",
                in("corpus"),
                "--question",
                "Does it depend on us?",
                "--decoys",
                99,
                "--full-decoys",
                0,
                "--out",
                in("plan.json")));
    plan.addAll(List.of(keys));
    assertThat(run(plan.toArray())).isZero();
    assertThat(out.toString()).contains("era         e1: 2 keys, committed to");
    assertThat(LogReader.open(in("store/log")).size()).isEqualTo(2); // planning logs nothing

    List<Object> scan =
        new ArrayList<>(
            List.of("scan", "--quiet", "--plan", in("plan.json"), "--out", in("report")));
    scan.addAll(List.of(keys));
    assertThat(run(scan.toArray())).isZero();
    assertThat(LogReader.open(in("store/log")).size()).isEqualTo(4);
    PlanRecord planned = (PlanRecord) logged(2);
    assertThat(planned.plan()).isEqualTo(Plan.read(in("plan.json")).sha256());
    assertThat(planned.eras()).containsExactly(logged(0).leafHash());
    ResultRecord result = (ResultRecord) logged(3);
    assertThat(result.plan()).isEqualTo(planned.leafHash());
    byte[] report = Files.readAllBytes(in("report/report.json"));
    assertThat(result.report()).isEqualTo(HexFormat.of().formatHex(Merkle.sha256(report)));

    // logged ahead, a plan waits for its scan
    Files.delete(in("plan.json"));
    plan.add("--register");
    assertThat(run(plan.toArray())).isZero();
    assertThat(out.toString()).contains("Next: tidemark log timestamp (or cosign)");
    assertThat(LogReader.open(in("store/log")).size()).isEqualTo(5);
    assertThat(run(scan.toArray())).isZero();
    assertThat(((ResultRecord) logged(5)).plan()).isEqualTo(logged(4).leafHash());

    // a corpus that is gone is a failed scan, and is in the log as one
    Files.delete(in("corpus/a.txt"));
    Files.delete(in("corpus/b.txt"));
    Files.delete(in("corpus"));
    assertThat(run(scan.toArray())).isEqualTo(Main.USAGE);
    assertThat(((ResultRecord) logged(7)).outcome()).isEqualTo(ResultRecord.Outcome.FAILED);
    // and keys of a file are not the ones that the plan names
    assertThat(scan()).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("eras: the plan says [e1]");
  }

  @Test
  void aPlanIsNeverOverwritten() {
    assertThat(plan()).isZero();
    assertThat(plan()).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("a plan is never overwritten");
    assertThat(run("scan", "--quiet", "--keys", in("keys.json"))).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("Missing required parameter: 'PATH'");
  }
}
