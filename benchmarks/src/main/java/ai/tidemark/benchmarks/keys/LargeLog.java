package ai.tidemark.benchmarks.keys;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.corpus.CorpusDigests;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.pack.Contents;
import ai.tidemark.evidence.pack.Packer;
import ai.tidemark.evidence.plan.LoggedKeys;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.evidence.plan.PlannedScan;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.Build;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.store.EraFolder;
import ai.tidemark.keys.store.EraTerms;
import ai.tidemark.keys.store.KeyRing;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.keys.time.Anchors;
import ai.tidemark.keys.time.TestTimeAuthority;
import ai.tidemark.keys.time.TimeStampClient;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.ScanKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A finding whose log has 10^6 other entries, between and around its own: keys committed,
 * activated, texts marked, planned, scanned, packed, with two time-stamping authorities of the
 * program's own. An hour passes between two steps.
 */
final class LargeLog implements AutoCloseable {
  static final int OTHERS = 1_000_000;
  private static final int PARTS = 5;
  private static final String ERA = "e1";
  private static final int CANDIDATES = 32;
  private static final LogWriter.Options LARGE_BATCHES =
      new LogWriter.Options(LogWriter.Options.USUAL.disk(), Duration.ofMillis(50), 8192);

  private final Profile profile = Profile.of(Cl100k.get());
  private final LocalSigner logKey = LocalSigner.generate(Algorithm.ED25519);
  private final List<LocalSigner> signers =
      List.of(LocalSigner.generate(Algorithm.ED25519), LocalSigner.generate(Algorithm.ML_DSA_65));
  private final Path folder;
  private final LogWriter log;
  private final Derivation derivation =
      new Derivation((_, context) -> Merkle.sha256(context), "public", "example");
  private final EraFolder eras;
  private final EraHistory history = new EraHistory();
  private final KeyRing ring;
  private final Anchors anchors;
  private final List<String> roots = new ArrayList<>();
  private Instant now = RecordTime.wholeSeconds(Instant.now()).minus(Duration.ofHours(9));

  private LargeLog(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("eras"));
    this.log = LogWriter.open(log(), new NoteSigner("example/control", logKey), LARGE_BATCHES);
    this.eras = new EraFolder(folder.resolve("eras"));
    this.ring = new KeyRing(derivation, history, eras, this::append, () -> now);
    List<Anchors.Authority> authorities = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      TestTimeAuthority authority = TestTimeAuthority.create(name, clock());
      List<X509Certificate> root = List.of(authority.root());
      authorities.add(
          new Anchors.Authority(
              name, new TimeStampClient(authority, root, Optional.empty(), clock()), root));
      roots.add(pem(authority.root()));
    }
    this.anchors = new Anchors(folder.resolve("anchors"), authorities);
  }

  /** Makes the log and the bundle. */
  static LargeLog make(Path folder) throws IOException {
    LargeLog made = new LargeLog(folder);
    made.story();
    return made;
  }

  Path log() {
    return folder.resolve("log");
  }

  Path bundle() {
    return folder.resolve("case.tmev");
  }

  TrustPolicy trust() {
    return TrustPolicy.of(hints());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private long append(byte[] entry) {
    try {
      long index = log.append(entry).join();
      var _ = log.checkpoint();
      return index;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void others() {
    Instant time = RecordTime.wholeSeconds(now);
    long from = log.size();
    for (int i = 0; i < OTHERS / PARTS; i++) {
      var _ = log.append(new Build(time, "v" + from + "." + i, "ab".repeat(32)).canonicalJson());
    }
  }

  private void date(String name) {
    now = now.plus(Duration.ofHours(1));
    anchors.date(name, LogReader.open(log()).note(), () -> now);
  }

  private void story() throws IOException {
    others();
    ring.commit(
        new EraTerms(
            ERA,
            now,
            now.plus(Duration.ofDays(90)),
            profile,
            List.of("acme"),
            new BeaconRule.None()));
    date("committed");
    others();
    ring.activate(ERA);
    date("activated");
    others();
    Instant known = now.plus(Duration.ofMinutes(30));
    PlannedKeys keys =
        new LoggedKeys(derivation, history, profile)
            .of(ERA, eras.commitments(ERA), List.of("acme"));
    Path texts = texts(keys.keys());
    Path report = folder.resolve("report");
    ScanOptions options =
        ScanOptions.of(
                List.of(texts), profile, Cl100k.get(), new ScanKeys(List.of(keys.keys())), report)
            .withDecoys(new DecoyPlan(99, 99, "bench", List.of()))
            .withBlocks(true);
    Manifest manifest =
        Manifest.of(
            new CorpusDigests(Files::newInputStream, () -> false).files(List.of(texts), List.of()),
            new Manifest.Origin("made up", known, "the benchmark", known));
    Plan plan = planned(options, keys, manifest);
    PlannedScan.run(
        plan,
        options,
        List.of(keys),
        Optional.of(manifest),
        Optional.of(
            record -> {
              append(record.canonicalJson());
              if (record instanceof PlanRecord) {
                date("planned");
                now = now.plusSeconds(60);
                others();
              }
            }),
        () -> now,
        Files::newInputStream,
        ScanListener.NONE,
        new Cancellation());
    ring.change(ERA, Optional.empty(), State.VERIFY_ONLY, Optional.empty());
    Openings openings = ring.open(ERA, List.of("acme"), false, "reader");
    others();
    append(new Build(RecordTime.wholeSeconds(now), "last", "ab".repeat(32)).canonicalJson());
    pack(report, plan, manifest, openings);
  }

  private Plan planned(ScanOptions options, PlannedKeys keys, Manifest manifest) {
    return new Plan(
        "Does it depend on us?",
        ProfilePin.of(profile),
        List.of(keys.known()),
        PlanMethod.of(options),
        new PlanCorpus.Pinned(manifest.root()),
        RecordTime.wholeSeconds(now));
  }

  private void pack(Path report, Plan plan, Manifest manifest, Openings openings) {
    String time = RecordTime.format(RecordTime.wholeSeconds(now));
    Packer.pack(
        new Contents(
            report,
            profile,
            plan,
            manifest,
            openings,
            List.of(eras.commitments(ERA).bytes()),
            LogReader.open(log()),
            Optional.of(folder.resolve("anchors")),
            new Contents.Blocks.Open(),
            false,
            new Custody(List.of(new Custody.Step("the benchmark", "packed", time))),
            Software.here("benchmark"),
            hints()),
        List.copyOf(signers),
        now,
        bundle());
  }

  private Hints hints() {
    return new Hints(
        List.of(
            new Signers.Identity(
                "example", signers.getFirst().publicKey(), signers.getLast().publicKey())),
        "log " + new NoteSigner("example/control", logKey).vkey().encode() + "\nquorum none\n",
        roots);
  }

  /** Marked texts of words that are one token each, so that they come back as they were drawn. */
  private Path texts(EraKeys keys) throws IOException {
    Path texts = Files.createDirectories(folder.resolve("texts"));
    List<Integer> words = new ArrayList<>();
    for (int id = 0; words.size() < 8 * CANDIDATES; id++) {
      if (word(id).matches(" [a-z]{4,}")) {
        words.add(id);
      }
    }
    SplittableRandom random = new SplittableRandom(5);
    double[] q = new double[CANDIDATES];
    Arrays.fill(q, 1.0 / CANDIDATES);
    for (int document = 0; document < 6; document++) {
      Marker marker =
          new Marker(
              profile.contexts(), keys.fleet().key(), keys.tenants().getFirst().key(), random);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 120; i++) {
        int[] candidates = new int[CANDIDATES];
        for (int c = 0; c < CANDIDATES; c++) {
          candidates[c] = words.get(8 * c + random.nextInt(8));
        }
        text.append(word(candidates[marker.choose(candidates, q, CANDIDATES)]));
      }
      Files.writeString(texts.resolve(document + ".txt"), text);
    }
    return texts;
  }

  private static String word(int id) {
    return new String(Cl100k.get().bytes(id), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    log.close();
    Scratch.delete(folder);
  }
}
