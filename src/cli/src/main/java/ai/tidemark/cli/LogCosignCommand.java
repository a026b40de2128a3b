package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.witness.WitnessClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      "Example:",
      "  tidemark log cosign log/ --key log.key --witness https://witness.example/ --vkey VKEY"
    })
final class LogCosignCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of the log.")
  private Path key;

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
    NoteKeyFile keys = NoteKeyFile.read(key);
    List<Vkey> known = vkeys.stream().map(text -> Vkey.parse("--vkey", text)).toList();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        LogWriter log = LogWriter.open(folder, keys.log(), LogWriter.Options.SINGLE)) {
      log.checkpoint();
      LogReader reader = LogReader.open(folder);
      List<Note.Signature> lines = new WitnessClient(http, witness, known, TIMEOUT).cosign(reader);
      log.cosigned(reader.checkpoint(), lines);
      for (Note.Signature line : lines) {
        spec.commandLine().getOut().println("cosigned  " + line.name());
      }
      return Main.FINISHED;
    } catch (LogException e) {
      spec.commandLine().getErr().println("tidemark: " + e.code() + ": " + e.getMessage());
      return Main.CHECK_FAILED;
    } catch (IOException e) {
      throw new BadInputException(witness.toString(), "no cosignature: " + e.getMessage(), e);
    }
  }
}
