package ai.tidemark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark log}: logs that only grow, and their witnesses. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "Logs that only grow: static files as C2SP tlog-tiles has them, under signed checkpoints."
          + " Anyone can recompute them; docs/formats/log.md says how.",
      "The control log of a key store is its folder log/: show, verify, proof and cosign take it."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark log key --name example.com/log --out log.key",
      "  tidemark log init log/ --key log.key",
      "  tidemark log append log/ --key log.key record.json",
      "  tidemark log show log/",
      "  tidemark log verify log/ --policy policy.txt",
      "  tidemark log proof log/ 17 --out 17.tlog-proof"
    },
    subcommands = {
      LogKeyCommand.class,
      LogInitCommand.class,
      LogAppendCommand.class,
      LogShowCommand.class,
      LogVerifyCommand.class,
      LogProofCommand.class,
      LogCosignCommand.class,
      LogTimestampCommand.class,
      LogBindCommand.class,
      LogWitnessCommand.class
    })
final class LogCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a command: log key, init, append, show, verify, proof, timestamp, ...");
  }
}
