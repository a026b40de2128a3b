package ai.tidemark.cli;

import ai.tidemark.keys.KeyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark keys}: a key store with its log, or a plain file of random keys. */
@Command(
    name = "keys",
    description = {
      "Make a key store, commit to the keys of an era before they are used, and follow them through"
          + " their life; or make a plain file of random keys.",
      "keys/README.md has the ceremony, step by step."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      KeysCommand.New.class,
      KeysCommand.Show.class,
      KeysInitCommand.class,
      KeysCommitCommand.class,
      KeysActivateCommand.class,
      KeysLeaseCommand.class,
      KeysExportCommand.class,
      KeysListCommand.class,
      KeysStateCommand.class,
      KeysChangeCommand.Retire.class,
      KeysOpenCommand.class,
      KeysChangeCommand.Disclose.class,
      KeysChangeCommand.Compromise.class,
      KeysChangeCommand.Destroy.class
    },
    footer = {
      "",
      "Examples:",
      "  tidemark keys new --out keys.json --tenant acme",
      "  tidemark keys init --store store --deployment example-eu",
      "  tidemark keys commit --store store --era 2026Q4 --tenant acme",
      "  tidemark keys activate --store store --era 2026Q4",
      "  tidemark keys export --store store --era 2026Q4 --out keys.json"
    })
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command, for example: keys new, keys init, keys list");
  }

  /** Prints what is public about a key file. */
  static void print(KeyFile keys, PrintWriter out) {
    out.println("era     " + keys.era());
    out.println("fleet   key id " + keys.fleetId());
    for (String tenant : keys.tenants()) {
      out.println("tenant  key id " + keys.tenantId(tenant) + "  " + tenant);
    }
  }

  /** {@code tidemark keys new}. */
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Make a file of fresh random keys: one for the fleet, one per tenant.",
      footer = {
        "",
        "The file has mode 0600, is never overwritten and never printed. Whoever has",
        "it can mark text as yours: keep it like a private key.",
        "",
        "Example:",
        "  tidemark keys new --out keys.json --era 2026Q4 --tenant acme --tenant globex"
      })
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "New key file.")
    private Path out;

    @Option(
        names = "--era",
        defaultValue = "era-1",
        paramLabel = "NAME",
        description = "Era the keys are for (default: ${DEFAULT-VALUE}).")
    private String era;

    @Option(
        names = "--tenant",
        paramLabel = "NAME",
        description = "Pseudonym of a tenant; repeat for more.")
    private final List<String> tenants = new ArrayList<>();

    @Override
    public Integer call() {
      try (KeyFile keys = fresh()) {
        keys.write(out);
        PrintWriter print = spec.commandLine().getOut();
        print.println("wrote " + out + ", mode 0600");
        KeysCommand.print(keys, print);
      }
      return Main.FINISHED;
    }

    private KeyFile fresh() {
      try {
        return KeyFile.random(era, tenants);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
  }

  /** {@code tidemark keys show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the era, tenants and public key ids of a key file; never a key.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Key file.")
    private Path file;

    @Override
    public Integer call() {
      try (KeyFile keys = KeyFile.read(file)) {
        KeysCommand.print(keys, spec.commandLine().getOut());
      }
      return Main.FINISHED;
    }
  }
}
