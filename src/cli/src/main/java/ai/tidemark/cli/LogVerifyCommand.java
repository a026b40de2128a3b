package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.LogAudit;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log verify}: recomputes a log. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Recompute a log from its entries: every tile, the root, and under a policy the checkpoint's"
          + " signature and cosignatures. Exit code 1 if anything differs.",
      "The policy (C2SP tlog-policy) is yours: a line log VKEY, witness NAME VKEY for each, group"
          + " NAME K WITNESS..., and quorum NAME or quorum none."
    },
    footer = {"", "Example:", "  tidemark log verify log/ --policy policy.txt"})
final class LogVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "Whose signatures count.")
  private Path policyFile;

  @Override
  public Integer call() {
    LogPolicy policy = policy(policyFile);
    PrintWriter out = spec.commandLine().getOut();
    boolean signed = signatures(policy, out);
    LogAudit.Result result = LogAudit.run(folder, (_, _) -> {});
    for (String problem : result.problems()) {
      out.println("failed      " + problem);
    }
    if (result.problems().isEmpty()) {
      out.printf(
          "passed      %,d entries make the root; %,d files are what they must be%n",
          result.entries(), result.files());
    }
    return signed && result.problems().isEmpty() ? Main.FINISHED : Main.CHECK_FAILED;
  }

  private boolean signatures(LogPolicy policy, PrintWriter out) {
    LogReader log = LogReader.open(folder);
    try {
      VerifiedCheckpoint verified =
          policy.verify(folder.resolve("checkpoint").toString(), log.note());
      out.printf("checkpoint  %s, %,d entries%n", verified.origin(), verified.size());
      out.println("root        " + HexFormat.of().formatHex(verified.root()));
      new TreeMap<>(verified.cosigned())
          .forEach((name, time) -> out.println("cosigned    " + name + " at " + time));
      out.println(
          "passed      signed by the log"
              + (policy.needsWitnesses()
                  ? " and a quorum of witnesses"
                  : "; no witness asked for"));
      return true;
    } catch (LogException e) {
      out.println("failed      " + e.code() + ": " + e.getMessage());
      return false;
    }
  }

  /** Reads a policy. */
  static LogPolicy policy(Path file) {
    try {
      return LogPolicy.parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }
}
