package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.KeyRing;
import ai.tidemark.keys.store.StoreFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark keys activate}. */
@Command(
    name = "activate",
    mixinStandardHelpOptions = true,
    description = {
      "Activate an era that was committed: its keys exist from here on, mixed with the beacon"
          + " value where the commitment asks for one."
    },
    footer = {
      "",
      "A beacon file is the JSON that drand's relays answer: round, randomness, signature.",
      "Without --beacon the round that is needed is said. Randomness must be SHA-256 of the",
      "signature; the BLS signature itself is not verified: compare two relays.",
      "",
      "Examples:",
      "  tidemark keys activate --store store --era 2026Q4",
      "  tidemark keys activate --store store --era 2027Q1 \\",
      "    --outside-time 2026-12-20T09:15:02Z --beacon round.json"
    })
final class KeysActivateCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 4096;

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(names = "--era", required = true, paramLabel = "NAME", description = "The era.")
  private String era = "";

  @Option(
      names = "--beacon",
      paramLabel = "FILE",
      description = "JSON of the drand round (chain quicknet).")
  private @Nullable Path beacon;

  @Option(
      names = "--outside-time",
      paramLabel = "TIME",
      description =
          "When a time-stamping authority or a witness first saw the commitment; for drand.")
  private @Nullable String outsideTime;

  @Override
  public Integer call() {
    Optional<Instant> outside;
    try {
      outside = Optional.ofNullable(outsideTime).map(RecordTime::parse);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--outside-time: " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (StoreFolder store = options.open()) {
      KeyRing ring = store.ring(InstantSource.system());
      Activate record =
          waitsForDrand(store.history())
              ? ring.activate(era, value(outside), outside.orElseThrow())
              : plain(ring);
      out.println("activated era " + era);
      out.println("record  " + record.leafHash());
      out.println("coin    " + record.coinCommitment() + " (commitment)");
      if (record.beacon() instanceof BeaconValue.OfDrand drand) {
        out.println(
            "beacon  round "
                + drand.round()
                + ", randomness is SHA-256 of the signature; the BLS signature is not verified");
      } else {
        out.println("beacon  none");
      }
    }
    return Main.FINISHED;
  }

  private Activate plain(KeyRing ring) {
    if (beacon != null) {
      throw new BadInputException(
          "era " + era, "was committed without a beacon; leave --beacon out");
    }
    return ring.activate(era);
  }

  private boolean waitsForDrand(EraHistory history) {
    return history
        .era(era)
        .map(found -> found.commit().beacon() instanceof BeaconRule.OfDrand)
        .orElse(false);
  }

  private BeaconValue.OfDrand value(Optional<Instant> outside) {
    if (outside.isEmpty()) {
      throw new BadInputException(
          "era " + era,
          "was committed to a drand beacon; say when its commitment was first seen outside:"
              + " --outside-time");
    }
    if (beacon == null) {
      long round = Drand.firstRound(outside.get());
      throw new BadInputException(
          "era " + era,
          "needs round "
              + round
              + " of drand's quicknet, which appears at "
              + RecordTime.format(Drand.timeOf(round))
              + "; save a relay's answer and give it as --beacon");
    }
    return parse(beacon);
  }

  private static BeaconValue.OfDrand parse(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      StrictJson root = StrictJson.parse(file.toString(), in.readNBytes(MOST_BYTES));
      long round = root.integer("round", 1, (1L << 53) - 1);
      String randomness = root.text("randomness", "[0-9a-f]{64}");
      String signature = root.text("signature", "[0-9a-f]{96}");
      root.ignore("previous_signature");
      root.end();
      return new BeaconValue.OfDrand(Drand.QUICKNET, round, randomness, signature);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file.toString(), String.valueOf(e.getMessage()), e);
    }
  }
}
