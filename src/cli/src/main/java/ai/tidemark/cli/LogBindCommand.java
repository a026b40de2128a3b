package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.LedgerRoot;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.StoreFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log bind}: a log's root into the control log. */
@Command(
    name = "bind",
    mixinStandardHelpOptions = true,
    description = {
      "Record the newest checkpoint of a log, a gateway's log of ledger roots or a ledger, in the"
          + " control log of a key store. From then on its history up to there cannot change"
          + " without both logs showing it.",
      "Refuses a log that does not extend what was recorded of it before; exit code 1."
    },
    footer = {"", "Example:", "  tidemark log bind ledger/control --vkey VKEY --store store"})
final class LogBindCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions store;

  @Parameters(paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Option(
      names = "--vkey",
      required = true,
      paramLabel = "VKEY",
      description = "Public key of the log.")
  private String vkey = "";

  @Override
  public Integer call() {
    LogReader log = LogReader.open(folder);
    try {
      VerifiedCheckpoint _ = LogPolicy.of(Vkey.parse("--vkey", vkey)).verify(log.note());
    } catch (LogException e) {
      spec.commandLine().getErr().println("tidemark: " + e.code() + ": " + e.getMessage());
      return Main.CHECK_FAILED;
    }
    Checkpoint head = log.checkpoint();
    LedgerRoot root =
        new LedgerRoot(
            RecordTime.wholeSeconds(Instant.now()),
            head.origin(),
            head.size(),
            HexFormat.of().formatHex(head.root()));
    try (StoreFolder open = store.open()) {
      List<LedgerRoot> all = recorded(open.reader(), head.origin());
      all.add(root); // its own tiles must hold what it signed, too
      for (LedgerRoot before : all) {
        if (!extended(log, before)) {
          spec.commandLine()
              .getErr()
              .println(
                  "tidemark: "
                      + folder
                      + ": does not extend the "
                      + before.size()
                      + " entries that were recorded at "
                      + RecordTime.format(before.time())
                      + "; keep both, and ask who runs it");
          return Main.CHECK_FAILED;
        }
      }
      long index = open.append(root.canonicalJson());
      spec.commandLine()
          .getOut()
          .printf("bound   %d entries of %s, entry %d%n", head.size(), head.origin(), index);
      return Main.FINISHED;
    }
  }

  private static List<LedgerRoot> recorded(LogReader control, String origin) {
    List<LedgerRoot> roots = new ArrayList<>();
    control.forEach(
        0,
        control.size(),
        (index, entry) -> {
          if (ControlRecord.parse("entry " + index, entry) instanceof LedgerRoot root
              && root.origin().equals(origin)) {
            roots.add(root);
          }
        });
    return roots;
  }

  private static boolean extended(LogReader log, LedgerRoot before) {
    try {
      return before.size() <= log.size()
          && HexFormat.of().formatHex(log.root(before.size())).equals(before.root());
    } catch (BadInputException _) {
      return false; // its tiles do not hold that tree
    }
  }
}
