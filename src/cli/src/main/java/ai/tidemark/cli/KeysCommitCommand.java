package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizers;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.EraTerms;
import ai.tidemark.keys.store.StoreFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark keys commit}. */
@Command(
    name = "commit",
    mixinStandardHelpOptions = true,
    description = {
      "Commit to the keys of an era in the log, before any of them marks a text: one key for the"
          + " fleet, one for each tenant."
    },
    footer = {
      "",
      "Have the log's checkpoint time-stamped or witnessed next: only time from outside",
      "shows that the keys are older than a text. Every era committed counts against every",
      "finding, so commit to what is needed and no more.",
      "",
      "Examples:",
      "  tidemark keys commit --store store --era 2026Q4 --tenant acme --tenant globex",
      "  tidemark keys commit --store store --era 2027Q1 --tenants tenants.txt --beacon drand"
    })
final class KeysCommitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(
      names = "--era",
      required = true,
      paramLabel = "NAME",
      description = "Name of the era, once in a log. 2026Q4 and the like bring their window.")
  private String era = "";

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "From when its keys may mark (default: the quarter's start, not before now).")
  private @Nullable String start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "Until when, for example 2027-01-01T00:00:00Z (default: the quarter's end).")
  private @Nullable String end;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Pseudonym of a tenant; repeat for more.")
  private final List<String> tenants = new ArrayList<>();

  @Option(names = "--tenants", paramLabel = "FILE", description = "File of pseudonyms, one a line.")
  private @Nullable Path tenantsFile;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Profile that the keys are for (default: "
              + Profile.TIDEMARK_GUMBEL_AES
              + " with its default contexts and cl100k_base).")
  private @Nullable Path profile;

  @Option(
      names = "--beacon",
      defaultValue = "none",
      paramLabel = "none|drand",
      description =
          "What the keys will be mixed with when the era is activated: nothing, or a drand round"
              + " that nobody knows yet (default: ${DEFAULT-VALUE}).")
  private Beacon beacon = Beacon.NONE;

  private enum Beacon {
    NONE,
    DRAND
  }

  @Override
  public Integer call() {
    EraTerms terms;
    try {
      terms = terms(RecordTime.wholeSeconds(InstantSource.system().instant()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try (StoreFolder store = options.open()) {
      EraCommit commit = store.ring(InstantSource.system()).commit(terms);
      print(commit, store.history().eras(), spec.commandLine().getOut());
    }
    return Main.FINISHED;
  }

  private EraTerms terms(Instant now) {
    Optional<Quarter> quarter = Quarter.of(era);
    if (quarter.isEmpty() && (start == null || end == null)) {
      throw new IllegalArgumentException(
          "an era not named like 2026Q4 needs --start and --end, for example"
              + " --start 2026-12-01T00:00:00Z");
    }
    Instant from =
        start == null
            ? quarter.map(Quarter::start).filter(now::isBefore).orElse(now)
            : RecordTime.parse(start);
    if (from.isBefore(now)) {
      throw new IllegalArgumentException(
          "--start must not lie in the past: keys mark after they are committed, not before");
    }
    Instant until = end == null ? quarter.map(Quarter::end).orElseThrow() : RecordTime.parse(end);
    List<String> all = new ArrayList<>(tenants);
    if (tenantsFile != null) {
      all.addAll(names(tenantsFile));
    }
    Profile pinned =
        profile == null ? Profile.of(Tokenizers.open("cl100k_base")) : Profile.read(profile);
    BeaconRule rule =
        beacon == Beacon.NONE ? new BeaconRule.None() : new BeaconRule.OfDrand(Drand.QUICKNET);
    return new EraTerms(era, from, until, pinned, all, rule);
  }

  private static List<String> names(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }

  private void print(EraCommit commit, List<?> eras, PrintWriter out) {
    out.println(
        "committed "
            + commit.count()
            + (commit.count() == 1 ? " key" : " keys")
            + " of era "
            + commit.era()
            + ", from "
            + RecordTime.format(commit.start())
            + " to "
            + RecordTime.format(commit.end()));
    out.println("record  " + commit.leafHash());
    out.println("root    " + commit.root());
    out.println("eras    " + eras.size() + " committed in this log");
    switch (commit.beacon()) {
      case BeaconRule.None _ -> {
        out.println("beacon  none: nothing shows that the keys were not chosen for a text at hand");
        out.println(
            "Next: tidemark log timestamp (or cosign), then tidemark keys activate --era " + era);
      }
      case BeaconRule.OfDrand _ -> {
        out.println("beacon  drand quicknet, its first round 600 s after the outside time");
        out.println(
            "Next: tidemark log timestamp, which says TIME, then tidemark keys activate --era "
                + era
                + " --outside-time TIME");
      }
    }
  }
}
