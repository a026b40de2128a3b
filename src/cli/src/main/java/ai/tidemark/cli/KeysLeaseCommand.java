package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.KeyRing.Lease;
import ai.tidemark.keys.store.StoreFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark keys lease}. */
@Command(
    name = "lease",
    mixinStandardHelpOptions = true,
    description = {
      "Give a gateway the keys of the era that is open now and, near its end, those of the next:"
          + " no more, so that a stolen gateway gives away no other era."
    },
    footer = {
      "",
      "FILE is replaced in one step. A running proxy that reads its keys from it takes the",
      "new ones for new answers; answers under way keep the keys they began with.",
      "Run it from cron, and again right after an era begins.",
      "",
      "Example:",
      "  tidemark keys lease --store store --secret-file secret --out keys.json --next next.json"
    })
final class KeysLeaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Key file of the era that is open.")
  private Path out = Path.of("");

  @Option(
      names = "--next",
      paramLabel = "FILE",
      description = "Key file of the era that follows, where it begins soon.")
  private @Nullable Path next;

  @Option(
      names = "--days",
      defaultValue = "14",
      paramLabel = "N",
      description = "How soon, in days (default: ${DEFAULT-VALUE}).")
  private int days;

  @Override
  public Integer call() {
    if (days < 0 || days > 366) {
      throw new ParameterException(spec.commandLine(), "--days must be in 0..366, but is " + days);
    }
    try (StoreFolder store = options.open()) {
      List<Lease> leases =
          store.ring(InstantSource.system()).leases(Duration.ofDays(next == null ? 0 : days));
      try {
        give(leases, InstantSource.system().instant());
      } finally {
        leases.forEach(lease -> lease.keys().close());
      }
    }
    return Main.FINISHED;
  }

  private void give(List<Lease> leases, Instant now) {
    boolean open = false;
    for (Lease lease : leases) {
      if (!lease.commit().start().isAfter(now)) {
        open = true;
        write(lease, out);
      } else if (next != null) {
        write(lease, next);
      }
    }
    if (!open) {
      throw new BadInputException(
          options.store().toString(), "no active era is open now; see: tidemark keys list");
    }
  }

  private void write(Lease lease, Path file) {
    PrintWriter print = spec.commandLine().getOut();
    lease.keys().replace(file);
    print.println(
        "wrote "
            + file
            + ", era "
            + lease.commit().era()
            + ", from "
            + RecordTime.format(lease.commit().start())
            + " to "
            + RecordTime.format(lease.commit().end()));
  }
}
