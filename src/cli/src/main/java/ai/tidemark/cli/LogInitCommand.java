package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log init}: an empty log. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Make an empty log under a signed checkpoint, and print a policy for those who verify it.",
      "Its origin is the key's name. The log of a key store is made by tidemark keys init."
    },
    footer = {"", "Example:", "  tidemark log init log/ --key log.key > policy.txt"})
final class LogInitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "New folder.")
  private Path folder;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Key of the log, by tidemark log key.")
  private Path key;

  @Override
  public Integer call() {
    NoteKeyFile keys = NoteKeyFile.read(key);
    if (Files.exists(folder.resolve("checkpoint"))) {
      throw new BadInputException(folder.toString(), "is a log already");
    }
    try (LogWriter log = LogWriter.open(folder, keys.log(), LogWriter.Options.SINGLE)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("log " + keys.vkey().encode());
      out.println("quorum none");
      return log.size() == 0 ? Main.FINISHED : Main.CHECK_FAILED;
    } catch (IOException e) {
      throw new BadInputException(folder.toString(), "cannot be written: " + e.getMessage(), e);
    }
  }
}
