package ai.tidemark.cli;

import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark keys list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the eras of a key store and their states. Needs no secret.")
final class KeysListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the key store.")
  private Path store = Path.of("");

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StoreSettings settings = StoreSettings.read(store);
    EraHistory history = StoreFolder.history(store);
    out.println(
        "deployment "
            + settings.deployment()
            + ", log "
            + settings.origin()
            + ", "
            + history.eras().size()
            + (history.eras().size() == 1 ? " era" : " eras"));
    for (EraHistory.Era era : history.eras()) {
      EraCommit commit = era.commit();
      out.printf(
          "%-16s %-12s %s to %s  %,d keys%s%n",
          commit.era(),
          era.state(KeyState.ALL),
          RecordTime.format(commit.start()),
          RecordTime.format(commit.end()),
          commit.count(),
          era.changes().stream().anyMatch(change -> !change.subject().equals(KeyState.ALL))
              ? "  (some keys in other states: tidemark keys state)"
              : "");
    }
    return Main.FINISHED;
  }
}
