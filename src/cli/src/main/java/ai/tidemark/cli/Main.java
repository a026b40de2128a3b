package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: one subcommand per door, exit codes as in docs/guide.md. */
@Command(
    name = "tidemark",
    description =
        "Marks what a language model says, and shows later, with numbers anyone can recompute,"
            + " that text depends on it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      DetectCommand.class,
      PlanCommand.class,
      ScanCommand.class,
      CleanCommand.class,
      WatchCommand.class,
      ServeCommand.class,
      KeysCommand.class,
      EvidenceCommand.class,
      LogCommand.class,
      LedgerCommand.class,
      ProfileCommand.class,
      PowerCommand.class,
      TailCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:finished, whatever the verdict",
      "1:a requested check failed (demo, profile check, evidence verify, log verify, --fail-on)",
      "2:usage or configuration",
      "3:input unreadable, or verdict incomplete or invalid",
      "130:interrupted"
    },
    footer = {
      "",
      "Examples:",
      "  tidemark demo",
      "  tidemark keys new --out keys.json --tenant acme",
      "  tidemark profile new --tokenizer cl100k_base --out profile.json",
      "  tidemark serve --config proxy.yaml",
      "  tidemark scan corpus/ --profile profile.json --keys keys.json",
      "  tidemark clean --report tidemark-report --out clean corpus/",
      "  echo \"some text\" | tidemark detect --profile profile.json --keys keys.json -",
      "  tidemark power --share 0.01 --keys 10000"
    })
public final class Main implements Runnable {
  /** Finished, whatever the verdict. */
  static final int FINISHED = 0;

  /** A requested check failed. */
  static final int CHECK_FAILED = 1;

  /** Usage or configuration. */
  static final int USAGE = 2;

  /** Input unreadable, or verdict incomplete or invalid. */
  static final int UNREADABLE = 3;

  /** Interrupted. */
  static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the whole command, for the program and for tests. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::usage)
        .setExecutionExceptionHandler(Main::report);
  }

  /** One line on what is wrong, one on what to try; the whole help only when asked for. */
  private static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("tidemark: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (Interruptible.stopping()) {
      return INTERRUPTED;
    }
    if (e instanceof BadInputException) {
      command.getErr().println("tidemark: " + e.getMessage());
      return USAGE;
    }
    throw e;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command, for example: tidemark demo");
  }
}
