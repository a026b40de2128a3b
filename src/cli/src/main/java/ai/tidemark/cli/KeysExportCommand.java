package ai.tidemark.cli;

import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.store.StoreFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark keys export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the keys of an activated era to a key file, for scan and detect.",
    footer = {
      "",
      "A gateway gets its keys by tidemark keys lease, which gives nothing that may not mark.",
      "",
      "Example:",
      "  tidemark keys export --store store --era 2026Q4 --out keys.json"
    })
final class KeysExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(names = "--era", required = true, paramLabel = "NAME", description = "The era.")
  private String era = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "New key file.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    PrintWriter print = spec.commandLine().getOut();
    try (StoreFolder store = options.open();
        KeyFile keys = store.ring(InstantSource.system()).keys(era)) {
      keys.write(out);
      print.println("wrote " + out + ", mode 0600");
      KeysCommand.print(keys, print);
    }
    return Main.FINISHED;
  }
}
