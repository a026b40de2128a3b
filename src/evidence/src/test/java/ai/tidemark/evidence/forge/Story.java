package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.corpus.ManifestFile;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What really happened in the honest bundle of the tests: keys of an era, texts that one tenant's
 * answers went into, a plan, a scan. Made once; everything in it is real code's work.
 */
public final class Story {
  /** The era. */
  public static final String ERA = "2026Q4";

  /** Others saw the commitment at this time, and a second passes for their accuracy. */
  public static final Instant COMMITTED = Instant.parse("2026-09-01T01:00:00Z");

  /** The beacon's round: the first at or after the outside time plus the delay. */
  public static final long ROUND = Drand.firstRound(COMMITTED.plusSeconds(1));

  /** Its value. */
  public static final BeaconValue.OfDrand BEACON = Cast.beacon(ROUND);

  /** The opened tenant. */
  public static final String TENANT = "acme";

  /** A tenant that stays closed where not everything is opened. */
  public static final String OTHER = "globex";

  /** All that is needed to write texts. */
  public final Path texts;

  /** The files of the scan. */
  public final byte[] report;

  /** The scored blocks. */
  public final byte[] blocks;

  /** The plan. */
  public final Plan plan;

  /** The corpus. */
  public final Manifest manifest;

  /** Commitments of the era. */
  public final CommitmentFile commitments;

  private Story(
      Path texts,
      byte[] report,
      byte[] blocks,
      Plan plan,
      Manifest manifest,
      CommitmentFile commitments) {
    this.texts = texts;
    this.report = report;
    this.blocks = blocks;
    this.plan = plan;
    this.manifest = manifest;
    this.commitments = commitments;
  }

  private static final List<Subject> SUBJECTS =
      List.of(Subject.fleet(), Subject.tenant(TENANT), Subject.tenant(OTHER));

  private static final Story HONEST = tell(99, 0, 12, 90);

  /** Returns the story that most tests begin with. */
  public static Story honest() {
    return HONEST;
  }

  /** Returns the seeds of the era: the fleet's, then tenants by name. */
  public static List<EraSeed> seeds() {
    return SUBJECTS.stream().map(subject -> Cast.seed(subject, ERA)).toList();
  }

  /** A story whose plan says everything that a plan need not say. */
  public static Story chosen() {
    return tell(
        99,
        99,
        12,
        90,
        options ->
            options
                .withRates(new SampleRates(1, 3))
                .withExact(true)
                .withSourceLimits(new SourceLimits(50, 1 << 20, 1 << 24, 1 << 26, 10, 1 << 20))
                .withSelection(
                    new Selection(
                        Optional.empty(),
                        Optional.empty(),
                        List.of("text-*"),
                        List.of("text-11.txt"))));
  }

  private static EraKeys keys() {
    List<EraSeed> seeds = seeds();
    List<NamedKey> tenants = new ArrayList<>();
    for (int i = 1; i < seeds.size(); i++) {
      tenants.add(Cast.key(seeds.get(i), SUBJECTS.get(i).name(), BEACON.salt()));
    }
    return new EraKeys(ERA, Cast.key(seeds.getFirst(), "fleet", BEACON.salt()), tenants);
  }

  /**
   * Tells a story.
   *
   * @param documents how many texts; two thirds of them marked
   * @param tokens of each
   */
  public static Story tell(int decoys, int full, int documents, int tokens) {
    return tell(decoys, full, documents, tokens, options -> options);
  }

  private static Story tell(
      int decoys, int full, int documents, int tokens, UnaryOperator<ScanOptions> change) {
    try {
      EraKeys keys = keys();
      Path folder = Files.createTempDirectory("tidemark-story");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      Path texts = write(folder.resolve("texts"), keys, documents, tokens);
      ScanOptions options =
          change.apply(
              ScanOptions.of(
                      List.of(texts),
                      Cast.PROFILE,
                      Cast.TOKENIZER,
                      new ScanKeys(List.of(keys)),
                      folder.resolve("report"))
                  .withLimits(new Limits(1, 1 << 16, 1 << 14, 1 << 16))
                  .withDecoys(new DecoyPlan(decoys, full, "tests", List.of()))
                  .withBlocks(true));
      Scan.run(options, ScanListener.NONE, new Cancellation());
      Manifest manifest = manifest(texts);
      return new Story(
          texts,
          Files.readAllBytes(folder.resolve("report").resolve(Scan.REPORT_FILE)),
          Files.readAllBytes(folder.resolve("report").resolve(Scan.BLOCKS_FILE)),
          plan(options, manifest.root()),
          manifest,
          CommitmentFile.of(seeds()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path folder, EraKeys keys, int documents, int tokens)
      throws IOException {
    Files.createDirectories(folder);
    ZipfLanguage language = new ZipfLanguage(11);
    SplittableRandom random = new SplittableRandom(11);
    for (int d = 0; d < documents; d++) {
      int[] ids =
          d % 3 == 2
              ? language.plain(tokens, random)
              : language
                  .marked(
                      tokens,
                      Cast.PROFILE.contexts(),
                      keys.fleet().key(),
                      keys.tenants().getFirst().key(),
                      random)
                  .ids();
      Files.writeString(folder.resolve("text-" + d + ".txt"), NumberTokenizer.text(ids));
    }
    return folder;
  }

  private static Manifest manifest(Path texts) throws IOException {
    List<ManifestFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(texts)) {
      for (Path path : paths.toList()) {
        byte[] bytes = Files.readAllBytes(path);
        files.add(
            new ManifestFile(
                path.getFileName().toString(),
                bytes.length,
                HexFormat.of().formatHex(Merkle.sha256(bytes))));
      }
    }
    return Manifest.of(
        files,
        new Manifest.Origin(
            "a public data set, made up for tests",
            Instant.parse("2026-11-20T09:00:00Z"),
            "an investigator",
            Instant.parse("2026-10-20T00:00:00Z")));
  }

  private static Plan plan(ScanOptions options, String root) {
    List<EraSeed> seeds = seeds();
    PlannedKeys keys =
        PlannedKeys.committed(
            keys(), "0".repeat(64), seeds.getFirst(), seeds.subList(1, seeds.size()));
    return new Plan(
        "Does this corpus depend on our output?",
        ProfilePin.of(Cast.PROFILE),
        List.of(keys.known()),
        PlanMethod.of(options),
        new PlanCorpus.Pinned(root),
        Instant.parse("2026-11-24T09:50:00Z"));
  }

  /** Returns the openings of every key, under an era record still to be named. */
  public static Openings.Era opening(String eraRecord) {
    List<EraSeed> seeds = seeds();
    List<Openings.Tenant> tenants = new ArrayList<>();
    for (int i = 1; i < seeds.size(); i++) {
      tenants.add(
          new Openings.Tenant(
              SUBJECTS.get(i).name(),
              Cast.derivation().tagSalt(SUBJECTS.get(i)),
              seeds.get(i).tag(),
              seeds.get(i).open()));
    }
    return new Openings.Era(
        ERA,
        eraRecord,
        Cast.DEPLOYMENT,
        new Openings.Fleet.Key(
            seeds.getFirst().open(),
            seeds.getFirst().tag(),
            Cast.derivation().tagSalt(Subject.fleet())),
        tenants);
  }
}
