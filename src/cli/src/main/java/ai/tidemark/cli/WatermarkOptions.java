package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.evidence.plan.ScanLog;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say which watermark and whose keys; shared by detect and scan. */
final class WatermarkOptions {
  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description =
          "Key file to look for (tidemark keys new); repeat for the files of further eras, whose"
              + " keys are hypotheses of their own and are paid for.")
  private final List<Path> keys = new ArrayList<>();

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Only these tenants of the key files; repeat for more (default: all).")
  private final List<String> tenants = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Profile of the watermark (default: "
              + Profile.TIDEMARK_GUMBEL_AES
              + " with its default contexts and the tokenizer given).")
  private @Nullable Path profile;

  @Option(
      names = "--tokenizer",
      paramLabel = "SPEC",
      description = "cl100k_base, or gguf:FILE (default: cl100k_base). Must be the profile's.")
  private @Nullable String tokenizer;

  /**
   * Everything opened and checked against each other; closing wipes the keys.
   *
   * @param planned the keys with what a plan may say of them
   * @param log where plans that test these keys are recorded; empty for those of key files
   * @param rest closed after the keys
   */
  record Opened(
      Profile profile,
      Tokenizer tokenizer,
      ScanKeys keys,
      List<PlannedKeys> planned,
      Optional<ScanLog> log,
      Runnable rest)
      implements AutoCloseable {
    @Override
    public void close() {
      for (EraKeys era : keys.eras()) {
        era.fleet().key().close();
        era.tenants().forEach(tenant -> tenant.key().close());
      }
      rest.run();
    }
  }

  /** Returns whether a key file of our own was given. */
  boolean given() {
    return !keys.isEmpty();
  }

  /** Opens the tokenizer that the options name. */
  Tokenizer openTokenizer() {
    return Tokenizers.open(tokenizer == null ? "cl100k_base" : tokenizer);
  }

  /** Returns the tenants that were named; none for all. */
  List<String> tenants() {
    return tenants;
  }

  /**
   * Opens the profile that the options name.
   *
   * @param tokenizer refused if it is not the profile's
   */
  Profile openProfile(Tokenizer tokenizer) {
    Profile read = profile == null ? Profile.of(tokenizer) : Profile.read(profile);
    read.require(tokenizer);
    return read;
  }

  /**
   * Opens what the options name.
   *
   * @param spec of the command, for usage errors
   * @throws BadInputException if something is missing, malformed or does not fit together
   */
  Opened open(CommandSpec spec) {
    if (keys.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--keys=FILE'");
    }
    Tokenizer opened = openTokenizer();
    Profile read = openProfile(opened);
    List<EraKeys> eras = new ArrayList<>();
    for (Path file : keys) {
      try (KeyFile era = KeyFile.read(file)) {
        eras.add(eraKeys(era, tenants));
      }
    }
    return opened(
        read,
        opened,
        eras.stream().map(PlannedKeys::uncommitted).toList(),
        keys.getLast().toString(),
        Optional.empty(),
        () -> {});
  }

  /** Puts together what was opened. */
  static Opened opened(
      Profile profile,
      Tokenizer tokenizer,
      List<PlannedKeys> planned,
      String where,
      Optional<ScanLog> log,
      Runnable rest) {
    try {
      ScanKeys keys = new ScanKeys(planned.stream().map(PlannedKeys::keys).toList());
      return new Opened(profile, tokenizer, keys, planned, log, rest);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, String.valueOf(e.getMessage()), e);
    }
  }

  private static EraKeys eraKeys(KeyFile file, List<String> only) {
    List<NamedKey> named = new ArrayList<>();
    for (String tenant : only.isEmpty() ? file.tenants() : only) {
      named.add(new NamedKey(tenant, file.tenantId(tenant), file.tenant(tenant)));
    }
    return new EraKeys(file.era(), new NamedKey("fleet", file.fleetId(), file.fleet()), named);
  }
}
