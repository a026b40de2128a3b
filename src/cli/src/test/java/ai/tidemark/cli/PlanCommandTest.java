package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.testkit.schema.SchemaCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark plan} fixes what {@code tidemark scan --plan} then does. */
final class PlanCommandTest {
  private static final Path FORMATS =
      Path.of(System.getProperty("tidemark.root", "../.."), "docs", "formats");

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

    Files.writeString(in("corpus/b.txt"), "changed");
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
