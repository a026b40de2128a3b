package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Exit codes and first words; what verification finds is tested where it is done. */
final class EvidenceCommandTest {
  @TempDir private Path dir;

  private Path trust = Path.of("");

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

  @BeforeEach
  void trust() throws IOException {
    trust =
        Files.writeString(
            dir.resolve("trust.json"),
            """
            {"format": "tidemark-trust-v1", "signers": [], "logPolicy": "quorum none\\n",
             "timeAuthorities": [], "timeQuorum": 1, "beacon": "optional", "alpha": "0.001",
             "required": ["authentic"]}
            """);
  }

  @Test
  void aFileThatIsNoBundleFailsWithItsCode() throws IOException {
    Path file = Files.writeString(dir.resolve("case.tmev"), "x".repeat(2000));

    Ran text = run("evidence", "verify", file, "--trust", trust);
    Ran json = run("evidence", "verify", file, "--trust", trust, "--json");

    assertThat(text.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(text.out())
        .contains("authentic   FAILED       ARCHIVE_HEADER: ")
        .contains("keys        not checked  the bundle is not authentic")
        .endsWith("NOT verified: a required claim did not pass\n");
    assertThat(json.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(json.out()).contains("\"code\":\"ARCHIVE_HEADER\"").contains("\"passed\":false");
    assertThat(run("evidence", "show", file).exit()).isEqualTo(Main.UNREADABLE);
    assertThat(run("evidence", "trust", "new", file, "--out", dir.resolve("t.json")).err())
        .contains("ARCHIVE_HEADER");
  }

  @Test
  void whatCannotBeReadIsNoAnswer() throws IOException {
    Path missing = dir.resolve("missing.tmev");
    Path garbage = Files.writeString(dir.resolve("garbage.json"), "{}");

    assertThat(run("evidence", "verify", missing, "--trust", trust).exit())
        .isEqualTo(Main.UNREADABLE);
    assertThat(run("evidence", "verify", missing, "--trust", garbage).exit()).isEqualTo(Main.USAGE);
    assertThat(run("evidence", "verify", missing).exit()).isEqualTo(Main.USAGE);
    assertThat(run("evidence").exit()).isEqualTo(Main.USAGE);
    assertThat(run("evidence", "trust").exit()).isEqualTo(Main.USAGE);
  }

  @Test
  void packingAsksForOneWayOfOpeningKeys() {
    Ran ran =
        run(
            "evidence",
            "pack",
            "--store",
            dir,
            "--report",
            dir,
            "--plan",
            dir,
            "--profile",
            dir,
            "--manifest",
            dir,
            "--custodian",
            "me",
            "--out",
            dir.resolve("x"));

    assertThat(ran.exit()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).contains("--openings, or --era and --to");
  }
}
