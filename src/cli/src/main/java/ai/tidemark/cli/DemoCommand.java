package ai.tidemark.cli;

import ai.tidemark.demo.Demo;
import ai.tidemark.demo.DemoOptions;
import ai.tidemark.scan.Cancellation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark demo}: the whole road once. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole road once: a small language model and the proxy are started on loopback"
          + " ports, 60 answers are asked for, hidden among 3,000 human documents, and found again;"
          + " wrong keys and a corpus without marked text show nothing. The finding is packed into"
          + " an evidence bundle, verified, and a copy with one digit changed is refused.",
      "Exit 0 only if everything it claims holds."
    },
    footer = {"", "Examples:", "  tidemark demo", "  tidemark demo --seed 7 --out /tmp/demo"})
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "Makes the same keys, edits and order again (default: a fresh one, printed).")
  private @Nullable String seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the files (default: target/demo).")
  private Path out = DemoOptions.DEFAULT_OUT;

  @Override
  public Integer call() {
    Cancellation cancellation = new Cancellation();
    DemoOptions options = options();
    return Interruptible.run(
        cancellation::cancel, () -> Demo.run(options, spec.commandLine().getOut(), cancellation));
  }

  private DemoOptions options() {
    try {
      return DemoOptions.of(seed == null ? DemoOptions.randomSeed() : seed, out)
          .withHome(Path.of(System.getProperty("tidemark.home", "")));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
