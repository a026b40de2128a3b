package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.witness.WitnessClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log cosign}: asks a witness. */
@Command(
    name = "cosign",
    mixinStandardHelpOptions = true,
    description = {
      "Have the checkpoint of a log cosigned by a witness (C2SP tlog-witness) and keep what"
          + " verifies. Exit code 1 if the witness has seen another tree than this log's."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark log cosign log/ --key log.key --witness https://witness.example/ \\",
      "    --vkey VKEY",
      "  tidemark log cosign --store store --anchors anchors \\",
      "    --witness https://witness.example/ --vkey VKEY"
    })
final class LogCosignCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Whose whose = new Whose();

  /** A log by itself, or that of a key store. */
  static final class Whose {
    @ArgGroup(exclusive = false)
    private @Nullable OwnLog own;

    @ArgGroup(exclusive = false)
    private @Nullable StoreOptions store;
  }

  /** A log by itself. */
  static final class OwnLog {
    @Parameters(paramLabel = "DIR", description = "Folder of the log.")
    private Path folder;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Its key.")
    private Path key;
  }

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description = "Keep the cosigned checkpoint here too, for evidence pack --anchors.")
  private @Nullable Path anchors;

  @Option(names = "--witness", required = true, paramLabel = "URL", description = "Its prefix.")
  private URI witness;

  @Option(
      names = "--vkey",
      required = true,
      paramLabel = "VKEY",
      description = "Public key of the witness; repeat for more.")
  private List<String> vkeys = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    List<Vkey> known = vkeys.stream().map(text -> Vkey.parse("--vkey", text)).toList();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      WitnessClient client = new WitnessClient(http, witness, known, TIMEOUT);
      if (whose.store != null) {
        try (StoreFolder store = whose.store.open()) {
          cosign(client, store.log(), store::cosigned);
        }
      } else {
        OwnLog own = Objects.requireNonNull(whose.own);
        NoteKeyFile keys = NoteKeyFile.read(own.key);
        try (LogWriter log = LogWriter.open(own.folder, keys.log(), LogWriter.Options.SINGLE)) {
          log.checkpoint();
          cosign(client, own.folder, log::cosigned);
        }
      }
      return Main.FINISHED;
    } catch (LogException e) {
      spec.commandLine().getErr().println("tidemark: " + e.code() + ": " + e.getMessage());
      return Main.CHECK_FAILED;
    } catch (IOException e) {
      throw new BadInputException(
          witness.toString(),
          "gave no cosignature (" + e.getMessage() + "); try again, or ask another witness",
          e);
    }
  }

  /** Takes cosignatures of a checkpoint. */
  private interface Keeper {
    void keep(Checkpoint checkpoint, List<Note.Signature> lines) throws IOException;
  }

  private void cosign(WitnessClient client, Path folder, Keeper keeper)
      throws IOException, InterruptedException {
    LogReader reader = LogReader.open(folder);
    List<Note.Signature> lines = client.cosign(reader);
    keeper.keep(reader.checkpoint(), lines);
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(line -> out.println("cosigned  " + line.name()));
    if (anchors != null) {
      Path file =
          anchors.resolve(reader.size() + "." + Instant.now().getEpochSecond() + ".checkpoint");
      Files.createDirectories(anchors);
      Files.write(file, LogReader.open(folder).note(), StandardOpenOption.CREATE_NEW);
      out.println("kept      " + file);
    }
  }
}
