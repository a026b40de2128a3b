package ai.tidemark.evidence.plan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Two tenants, a corpus that one of them marked, a plan. */
final class PlanFixture {
  static final NumberTokenizer TOKENIZER = new NumberTokenizer();
  static final Profile PROFILE = Profile.of(TOKENIZER);
  static final Instant NOW = Instant.parse("2026-11-24T11:30:00Z");
  static final String ERA_RECORD = hash("era record");

  private PlanFixture() {}

  static String hash(String text) {
    return HexFormat.of().formatHex(bytes(text));
  }

  private static byte[] bytes(String text) {
    return Merkle.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static EraSeed seed(String name) {
    return EraSeed.of(
        bytes("tag " + name),
        HexFormat.of().parseHex(PROFILE.sha256()),
        "2026Q4",
        bytes("seed " + name));
  }

  private static NamedKey key(String name, EraSeed seed) {
    try (var key = seed.key(new byte[32])) {
      DrawKey draw = DrawKey.copyOf(key.copy());
      return new NamedKey(name, hash(name).substring(0, 16), draw);
    }
  }

  /** Keys of one era, committed to. */
  static PlannedKeys keys(String... tenants) {
    EraSeed fleet = seed("");
    List<EraSeed> seeds = new ArrayList<>();
    List<NamedKey> named = new ArrayList<>();
    for (String tenant : tenants) {
      seeds.add(seed(tenant));
      named.add(key(tenant, seeds.getLast()));
    }
    EraKeys keys = new EraKeys("2026Q4", key("fleet", fleet), named);
    return PlannedKeys.committed(keys, ERA_RECORD, fleet, seeds);
  }

  /** A folder with two files, about a fifth of it marked by a tenant of the keys. */
  static Path corpus(Path folder, EraKeys keys) throws IOException {
    Files.createDirectories(folder);
    ZipfLanguage language = new ZipfLanguage(1);
    SplittableRandom random = new SplittableRandom(1);
    for (String file : List.of("a.jsonl", "b.jsonl")) {
      StringBuilder lines = new StringBuilder();
      for (int d = 0; d < 100; d++) {
        int[] ids =
            d < 80
                ? language.plain(120, random)
                : language
                    .marked(
                        120,
                        PROFILE.contexts(),
                        keys.fleet().key(),
                        keys.tenants().getFirst().key(),
                        random)
                    .ids();
        lines.append("{\"text\":\"").append(NumberTokenizer.text(ids)).append("\"}\n");
      }
      Files.writeString(folder.resolve(file), lines);
    }
    return folder;
  }

  static ScanOptions options(Path corpus, Path out, PlannedKeys keys) {
    return ScanOptions.of(
            List.of(corpus), PROFILE, TOKENIZER, new ScanKeys(List.of(keys.keys())), out)
        .withLimits(new Limits(2, 1_000_000, 1 << 16, 1 << 20))
        .withDecoys(new DecoyPlan(99, 0, "s", List.of()));
  }

  static Plan plan(ScanOptions options, PlannedKeys keys, PlanCorpus corpus) {
    return new Plan(
        "Does this corpus depend on our output?",
        ProfilePin.of(PROFILE),
        List.of(keys.known()),
        PlanMethod.of(options),
        corpus,
        NOW);
  }

  static PlanCorpus paths(Path corpus) {
    return new PlanCorpus.Paths(List.of(corpus.toString()));
  }

  /** Runs a plan over the paths of the options, with nobody who listens or gives up. */
  static PlannedScan.Result run(
      Plan plan,
      ScanOptions options,
      PlannedKeys keys,
      Optional<ScanLog> log,
      InstantSource clock,
      Opener opener) {
    return PlannedScan.run(
        plan,
        options,
        List.of(keys),
        Optional.empty(),
        log,
        clock,
        opener,
        ScanListener.NONE,
        new Cancellation());
  }

  /** A log in memory. */
  static final class MemoryLog implements ScanLog {
    final List<ControlRecord> records = new ArrayList<>();

    @Override
    public void append(ControlRecord record) {
      records.add(ControlRecord.parse("record", record.canonicalJson()));
    }
  }
}
