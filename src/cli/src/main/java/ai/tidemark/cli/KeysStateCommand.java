package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconValue;
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

/** {@code tidemark keys state}. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = {
      "Show the life of an era as the log has it: when it was committed, activated, retired, and"
          + " to whom which key was disclosed. Keys are named by tags. Needs no secret."
    })
final class KeysStateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the key store.")
  private Path store = Path.of("");

  @Option(names = "--era", required = true, paramLabel = "NAME", description = "The era.")
  private String name = "";

  @Override
  public Integer call() {
    StoreSettings.read(store);
    EraHistory.Era era =
        StoreFolder.history(store)
            .era(name)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "era " + name, "is not in this log; see: tidemark keys list"));
    PrintWriter out = spec.commandLine().getOut();
    EraCommit commit = era.commit();
    out.println("era " + name + ": " + era.state(KeyState.ALL));
    out.println(
        RecordTime.format(commit.time())
            + "  COMMITTED    "
            + commit.count()
            + " keys, serial "
            + commit.serial()
            + ", record "
            + commit.leafHash());
    era.activation().ifPresent(activation -> print(activation, out));
    for (KeyState change : era.changes()) {
      out.printf(
          "%s  %-12s %s%s, from %s%n",
          RecordTime.format(change.time()),
          change.state(),
          change.subject().equals(KeyState.ALL) ? "all keys" : "key of tag " + change.subject(),
          change.to().map(to -> " to " + to).orElse(""),
          RecordTime.format(change.at()));
    }
    return Main.FINISHED;
  }

  private static void print(Activate activation, PrintWriter out) {
    String beacon =
        switch (activation.beacon()) {
          case BeaconValue.None _ -> "no beacon";
          case BeaconValue.OfDrand drand ->
              "drand round " + drand.round() + " (BLS signature not verified)";
        };
    out.println(RecordTime.format(activation.time()) + "  ACTIVE       " + beacon);
  }
}
