package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CheckReport;
import ai.tidemark.core.check.ProfileChecks;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark profile check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Recompute every case of known-answer files with this implementation.",
      "Prints passed and failed per kind of case, and exits 0 only if every case of every file"
          + " passes. A file of an unknown shape, profile or kind, or with a missing or unknown"
          + " field, is an error (exit 2), never a pass."
    },
    footer = {"", "Example:", "  tidemark profile check vllm-gumbel-philox-prf.json"})
final class ProfileCheckCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 256 << 20;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "VECTORS.json", description = "Known-answer files.")
  private List<Path> files;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int exit = Main.FINISHED;
    for (Path file : files) {
      try {
        CheckReport report = ProfileChecks.run(file.toString(), read(file));
        print(file, report, out);
        if (!report.passed() && exit == Main.FINISHED) {
          exit = Main.CHECK_FAILED;
        }
      } catch (BadInputException e) {
        out.flush();
        spec.commandLine().getErr().println("tidemark: " + e.getMessage());
        exit = Main.USAGE;
      }
    }
    out.flush();
    return exit;
  }

  private static void print(Path file, CheckReport report, PrintWriter out) {
    out.println(file + ": " + report.profile() + ": " + (report.passed() ? "passed" : "FAILED"));
    report
        .kinds()
        .forEach(
            (kind, result) -> {
              String name = kind.isEmpty() ? "(no kind)" : kind;
              out.printf("  %-32s %6d passed %6d failed%n", name, result.passed(), result.failed());
              result.failures().forEach(failure -> out.println("    " + failure));
            });
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new BadInputException(file.toString(), "is larger than 256 MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }
}
