package ai.tidemark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark evidence}. */
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "A finding as a file that anyone can check: with the report, the plan, the opened keys and"
          + " the proofs that both were in the log before.",
      "docs/formats/bundle.md says what is in it, byte by byte."
    },
    subcommands = {
      EvidencePackCommand.class,
      EvidenceShowCommand.class,
      EvidenceVerifyCommand.class,
      EvidenceTrustCommand.class
    })
final class EvidenceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command, for example: tidemark evidence verify case.tmev");
  }
}
