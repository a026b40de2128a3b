package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log proof}: that an entry is in a log. */
@Command(
    name = "proof",
    mixinStandardHelpOptions = true,
    description =
        "Write the proof that an entry is in a log, as one file (C2SP tlog-proof) that is verified"
            + " without the log.",
    footer = {"", "Example:", "  tidemark log proof log/ 17 --out 17.tlog-proof"})
final class LogProofCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "INDEX", description = "Of the entry, from 0.")
  private long index;

  @Option(names = "--out", paramLabel = "FILE", description = "New file (default: print it).")
  private @Nullable Path out;

  @Override
  public Integer call() {
    LogReader log = LogReader.open(folder);
    if (index < 0 || index >= log.size()) {
      throw new ParameterException(
          spec.commandLine(), "INDEX must be in 0.." + (log.size() - 1) + ", but is " + index);
    }
    byte[] proof = log.proof(index).encode();
    if (out == null) {
      spec.commandLine().getOut().print(new String(proof, StandardCharsets.UTF_8));
    } else {
      try {
        Files.write(out, proof, StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw new BadInputException(out.toString(), "exists or cannot be written", e);
      }
    }
    return Main.FINISHED;
  }
}
