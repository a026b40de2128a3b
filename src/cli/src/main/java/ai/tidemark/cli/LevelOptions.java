package ai.tidemark.cli;

import ai.tidemark.scan.inference.Levels;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say what counts as shown; shared by detect and scan. */
final class LevelOptions {
  @Option(
      names = "--alpha",
      defaultValue = "1e-6",
      paramLabel = "P",
      description = "Adjusted p at or below this is marked (default: ${DEFAULT-VALUE}).")
  private double alpha;

  @Option(
      names = "--alert",
      defaultValue = "1e-3",
      paramLabel = "P",
      description = "Adjusted p at or below this is an alert (default: ${DEFAULT-VALUE}).")
  private double alert;

  @Option(
      names = "--excess",
      defaultValue = "0.5",
      paramLabel = "NATS",
      description =
          "Nats per scored token that fully marked text is assumed to score above chance; decides"
              + " power and shares, never a p-value (default: ${DEFAULT-VALUE}, a choice between"
              + " two equally likely tokens).")
  private double excess;

  /** Returns the levels, with the false discovery rate over documents. */
  Levels levels(CommandSpec spec, double fdr) {
    try {
      Levels defaults = Levels.DEFAULT;
      return new Levels(alpha, alert, fdr, excess, defaults.incomplete());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
