package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.keys.store.StoreFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark keys open}. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Open keys of an era to somebody outside, an expert or a court: writes the openings, after"
          + " recording in the log to whom. Keys must be retired first."
    },
    footer = {
      "",
      "Whoever has the file can mark text with these keys. Only this era is opened: no other",
      "era, no other tenant and not the root follow from it.",
      "",
      "Examples:",
      "  tidemark keys open --store store --era 2026Q4 --tenant acme --to expert-1 \\",
      "    --coin-only --out openings.json",
      "  tidemark keys open --store store --era 2026Q4 --to court-1 --out openings.json"
    })
final class KeysOpenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(names = "--era", required = true, paramLabel = "NAME", description = "The era.")
  private String era = "";

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Open this tenant's key; repeat for more.")
  private final List<String> tenants = new ArrayList<>();

  @Option(
      names = "--coin-only",
      description = "Open the coin key, and not the fleet key it comes from.")
  private boolean coinOnly;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME",
      description = "Pseudonym of who gets them, for the log.")
  private String to = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "New file.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    try {
      Names.require("--to", to, Names.TENANT);
      for (String tenant : tenants) {
        Names.require("--tenant", tenant, Names.TENANT);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (Files.exists(out)) {
      throw new BadInputException(out.toString(), "already exists; openings are never overwritten");
    }
    PrintWriter print = spec.commandLine().getOut();
    try (StoreFolder store = options.open()) {
      Openings openings = store.ring(InstantSource.system()).open(era, tenants, coinOnly, to);
      OwnerOnly.ofThisProcess().create(out, openings.encode());
      print.println("wrote " + out + ", mode 0600, for " + to);
      print.println("opened " + (coinOnly ? "the coin key" : "the fleet key") + of(tenants));
      if (!coinOnly || !tenants.isEmpty()) {
        print.println(
            "recorded as DISCLOSED: what appears from now on shows nothing by these keys");
      }
    }
    return Main.FINISHED;
  }

  private String of(List<String> names) {
    return (names.isEmpty() ? "" : " and the keys of " + String.join(", ", names))
        + " of era "
        + era;
  }
}
