package ai.tidemark.cli;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.evidence.plan.StoredKeys;
import ai.tidemark.keys.store.StoreFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whose keys are looked for: those of key files, or those of a store, with their commitments. */
final class PlannedKeyOptions {
  @Mixin private WatermarkOptions watermark;

  @Option(
      names = "--era",
      paramLabel = "NAME",
      description =
          "With --store: era whose keys to look for; repeat for more, each a hypothesis of its own"
              + " that is paid for.")
  private final List<String> eras = new ArrayList<>();

  @ArgGroup(exclusive = false, heading = "%nKeys and log of a store, in place of --keys:%n")
  private @Nullable StoreOptions store;

  /** Opens what the options name; as {@link WatermarkOptions#open}. */
  WatermarkOptions.Opened open(CommandSpec spec) {
    if (store == null) {
      if (!eras.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "--era needs --store");
      }
      if (!watermark.given()) {
        throw new ParameterException(
            spec.commandLine(),
            "say whose keys: --keys FILE, or --store DIR with --era NAME; for evidence the latter");
      }
      return watermark.open(spec);
    }
    if (watermark.given()) {
      throw new ParameterException(spec.commandLine(), "--keys cannot go with --store");
    }
    if (eras.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--store needs --era");
    }
    Tokenizer tokenizer = watermark.openTokenizer();
    return open(store, watermark.openProfile(tokenizer), tokenizer);
  }

  private WatermarkOptions.Opened open(StoreOptions options, Profile profile, Tokenizer tokenizer) {
    StoreFolder folder = options.open();
    List<PlannedKeys> planned = new ArrayList<>();
    try {
      for (String era : eras) {
        planned.add(StoredKeys.of(options.store(), folder, profile, era, watermark.tenants()));
      }
      return WatermarkOptions.opened(
          profile,
          tokenizer,
          planned,
          options.store().toString(),
          Optional.of(StoredKeys.log(folder)),
          folder::close);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }
}
