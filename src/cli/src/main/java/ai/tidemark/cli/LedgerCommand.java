package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.ledger.Ledger;
import ai.tidemark.keys.ledger.LedgerOrigin;
import ai.tidemark.keys.ledger.LedgerRow;
import ai.tidemark.keys.ledger.LedgerRows;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark ledger}: what a proxy kept of a tenant's answers. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "What a proxy kept of a tenant's answers (docs/logs.md).",
    subcommands = LedgerCommand.Erase.class)
final class LedgerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: ledger erase");
  }

  /** {@code tidemark ledger erase}. */
  @Command(
      name = "erase",
      mixinStandardHelpOptions = true,
      description = {
        "Erase rows and their salts. Leaves, root and all proofs stay as they are, and nothing"
            + " links the leaves to anything any more. The proxy must be stopped.",
        "A disk or a backup may still hold the old file: their encryption and retention end that."
      },
      footer = {
        "",
        "Example:",
        "  tidemark ledger erase ledger/tenants/acme --key ledger.key CONTENT-ID"
      })
  static final class Erase implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the tenant's ledger.")
    private Path folder;

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "ID",
        description = "Content ids of the answers (x-tidemark-content-id).")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Its node's key.")
    private Path key;

    @Option(
        names = "--node",
        defaultValue = "0",
        paramLabel = "N",
        description = "Number of its node (default: ${DEFAULT-VALUE}).")
    private int node;

    @Override
    public Integer call() {
      Map<String, Long> found = rows();
      for (String id : ids) {
        if (!found.containsKey(id)) {
          throw new BadInputException(folder.toString(), "has no row of content id " + id);
        }
      }
      try (Ledger ledger =
          Ledger.open(
              folder,
              LedgerOrigin.signer(folder, NoteKeyFile.read(key)),
              node,
              InstantSource.system(),
              LogWriter.Options.SINGLE)) {
        for (Map.Entry<String, Long> row : found.entrySet()) {
          ledger.erase(row.getValue());
          spec.commandLine().getOut().println("erased  " + row.getValue() + "  " + row.getKey());
        }
        return Main.FINISHED;
      } catch (IOException e) {
        throw new BadInputException(
            folder.toString(), "cannot be written; does a proxy have it? " + e.getMessage(), e);
      }
    }

    /** Returns the index of each row that was asked for. */
    private Map<String, Long> rows() {
      long size = LogReader.open(folder.resolve(Ledger.LOG)).size();
      LedgerRows rows = LedgerRows.open(folder);
      Map<String, Long> found = new TreeMap<>();
      for (long index = 0; index < size; index++) {
        Optional<LedgerRow> row = rows.row(index);
        if (row.isPresent() && ids.contains(row.get().generation().contentId())) {
          found.put(row.get().generation().contentId(), index);
        }
      }
      return found;
    }
  }
}
