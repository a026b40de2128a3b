package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.record.ControlRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log append}: entries from files. */
@Command(
    name = "append",
    mixinStandardHelpOptions = true,
    description = {
      "Append files to a log, an entry each, and sign a checkpoint. Prints each entry's index.",
      "Entries are records of the control log in canonical JSON (docs/formats/log.md) and are"
          + " refused if they are not; --raw takes any bytes."
    },
    footer = {"", "Example:", "  tidemark log append log/ --key log.key build.json"})
final class LogAppendCommand implements Callable<Integer> {
  private static final long MOST_BYTES = 65_535;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Entries.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of the log.")
  private Path key;

  @Option(names = "--raw", description = "Take any bytes.")
  private boolean raw;

  @Override
  public Integer call() throws InterruptedException {
    List<byte[]> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(read(file)); // all of them before the first is appended
    }
    NoteKeyFile keys = NoteKeyFile.read(key);
    if (!Files.exists(folder.resolve("checkpoint"))) {
      throw new BadInputException(
          folder.toString(), "is no log; make one with: tidemark log init " + folder);
    }
    try (LogWriter log = LogWriter.open(folder, keys.log(), LogWriter.Options.SINGLE)) {
      for (int i = 0; i < entries.size(); i++) {
        long index = log.append(entries.get(i)).get();
        spec.commandLine().getOut().println(index + "  " + files.get(i));
      }
      log.checkpoint();
      return Main.FINISHED;
    } catch (IOException | ExecutionException e) {
      throw new BadInputException(folder.toString(), "cannot be written: " + e.getMessage(), e);
    }
  }

  private byte[] read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BadInputException(file.toString(), "an entry has at most 65535 bytes");
      }
      byte[] entry = Files.readAllBytes(file);
      if (!raw) {
        ControlRecord.parse(file.toString(), entry);
      }
      return entry;
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }
}
