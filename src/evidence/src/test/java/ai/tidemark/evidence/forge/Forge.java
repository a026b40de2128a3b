package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.ArchiveWriter;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.Dsse;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.KnownAnswers;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.bundle.Statement;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.keys.derive.CoinKey;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.Build;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.report.ScanReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Makes a bundle out of its parts, any of which a test may change before: a dishonest operator who
 * holds every signing key can do no more. Unchanged it is honest.
 */
public final class Forge {
  /** When tests look at bundles. */
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final Instant MIDNIGHT = Instant.parse("2026-09-01T00:00:00Z");

  /** An anchor: a checkpoint of the first entries, and who stamped it when. */
  public static final class Anchor {
    /** Entries of the tree. */
    public int size;

    /** When it is stamped. */
    public Instant at;

    /** Who stamps it. */
    public List<String> authorities = List.of("one", "two");

    /** A root other than the tree's own. */
    public Optional<byte[]> root = Optional.empty();

    /** The log that signs it. */
    public String origin = Cast.ORIGIN;

    /** Names an anchor. */
    public Anchor(int size, Instant at) {
      this.size = size;
      this.at = at;
    }
  }

  /** The records of the log, in order. */
  public List<ControlRecord> log = new ArrayList<>();

  /** Records that are left out of the bundle. */
  public Set<Integer> withheld = new HashSet<>();

  /** Anchors. */
  public List<Anchor> anchors = new ArrayList<>();

  /** When the witnesses saw the last checkpoint; empty: they did not. */
  public Optional<Instant> witnessed = Optional.of(Instant.parse("2026-11-24T10:20:00Z"));

  /** The log that signs the last checkpoint. */
  public String origin = Cast.ORIGIN;

  /** What is done to the last checkpoint's note before proofs are made. */
  public UnaryOperator<byte[]> headEdit = note -> note;

  /** Records that the bundle shows instead of the log's. */
  public Map<Integer, ControlRecord> shown = new HashMap<>();

  /** Leaf hashes of the log, where somebody computed them already. */
  public Optional<List<byte[]>> knownLeaves = Optional.empty();

  /** Where the records stand that others name. */
  public int commit = 1;

  /** The era's activation. */
  public int activate = 2;

  /** The plan's record. */
  public int planned = 3;

  /** The result's record. */
  public int resulted = 4;

  /** What the bundle opens. */
  public Openings openings;

  /** Commitment file of each era. */
  public List<byte[]> commitments = new ArrayList<>();

  /** The plan. */
  public Plan plan;

  /** The report. */
  public byte[] report;

  /** The corpus. */
  public Manifest manifest;

  /** Scored blocks, if they go into it. */
  public Optional<byte[]> blocks;

  /** Whether all entries of the log go into it. */
  public boolean entries;

  /** Who signs the statement, Ed25519 and ML-DSA-65. */
  public List<LocalSigner> signers =
      List.of(
          Cast.signer("provider", Algorithm.ED25519), Cast.signer("provider", Algorithm.ML_DSA_65));

  /** An honest bundle of a story. */
  public Forge(Story story) {
    report = story.report;
    manifest = story.manifest;
    blocks = Optional.of(story.blocks);
    commitments.add(story.commitments.bytes());
    EraCommit era = era(Story.ERA, 0, EraCommit.NONE, story);
    plan = named(story.plan, era.leafHash());
    openings = new Openings(List.of(Story.opening(era.leafHash())));
    log.add(new Build(MIDNIGHT, "0.1.0", "ab".repeat(32)));
    log.add(era);
    log.add(activation(era, Story.BEACON));
    PlanRecord record = plan.record(Instant.parse("2026-11-24T10:00:00Z"));
    log.add(record);
    log.add(result(record.leafHash(), report));
    anchors.add(new Anchor(2, Story.COMMITTED));
    anchors.add(new Anchor(3, Instant.parse("2026-09-02T01:00:00Z")));
    anchors.add(new Anchor(4, Instant.parse("2026-11-24T10:05:00Z")));
  }

  /** Returns an era's commitment. */
  public static EraCommit era(String name, int serial, String previous, Story story) {
    return new EraCommit(
        MIDNIGHT,
        Cast.DEPLOYMENT,
        name,
        Instant.parse("2026-10-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"),
        serial,
        previous,
        ProfilePin.of(Cast.PROFILE),
        story.commitments.size(),
        HexFormat.of().formatHex(story.commitments.root()),
        new BeaconRule.OfDrand(Drand.QUICKNET));
  }

  /** Returns an era's activation. */
  public static Activate activation(EraCommit era, BeaconValue beacon) {
    byte[] coin = Cast.coin(Story.seeds().getFirst(), beacon.salt());
    return new Activate(
        Instant.parse("2026-09-02T00:00:00Z"),
        era.era(),
        era.leafHash(),
        beacon,
        HexFormat.of().formatHex(CoinKey.commitment(Cast.PROFILE_HASH, era.era(), coin)));
  }

  /** Returns a finished result of a plan's record. */
  public ResultRecord result(String planRecord, byte[] reported) {
    return new ResultRecord(
        Instant.parse("2026-11-24T10:12:00Z"),
        planRecord,
        ResultRecord.Outcome.FINISHED,
        manifest.root(),
        HexFormat.of().formatHex(Merkle.sha256(reported)),
        Instant.parse("2026-11-24T10:10:00Z"),
        Instant.parse("2026-11-24T10:11:00Z"));
  }

  /** Returns a plan whose one era names a record. */
  public static Plan named(Plan plan, String eraRecord) {
    PlanEra.Committed era = (PlanEra.Committed) plan.keys().getFirst();
    return new Plan(
        plan.question(),
        plan.profile(),
        List.of(
            new PlanEra.Committed(
                era.era(), eraRecord, era.fleetTag(), era.fleet(), era.tenants())),
        plan.method(),
        plan.corpus(),
        plan.created());
  }

  /** Makes log, plan and result fit the plan and the report again, as a forger would. */
  public void relog() {
    EraCommit era = (EraCommit) log.get(commit);
    plan = named(plan, era.leafHash());
    Openings.Era old = openings.eras().getFirst();
    openings =
        new Openings(
            List.of(
                new Openings.Era(
                    old.era(), era.leafHash(), old.deployment(), old.fleet(), old.tenants())));
    Activate activation = (Activate) log.get(activate);
    log.set(
        activate,
        new Activate(
            activation.time(),
            activation.era(),
            era.leafHash(),
            activation.beacon(),
            activation.coinCommitment()));
    relogPlan();
  }

  /** Logs the plan and the report as they are now. */
  public void relogPlan() {
    PlanRecord record = plan.record(log.get(planned).time());
    log.set(planned, record);
    ResultRecord result = (ResultRecord) log.get(resulted);
    log.set(
        resulted,
        new ResultRecord(
            result.time(),
            record.leafHash(),
            result.outcome(),
            manifest.root(),
            HexFormat.of().formatHex(Merkle.sha256(report)),
            result.started(),
            result.ended()));
  }

  private List<byte[]> leaves() {
    return knownLeaves.orElseGet(this::computeLeaves);
  }

  /** Returns the leaf hashes of the log. */
  public List<byte[]> computeLeaves() {
    return log.stream().map(record -> Merkle.leaf(record.canonicalJson())).toList();
  }

  private Note note(String name, byte[] root, int size) {
    return Cast.log(name).sign(new Checkpoint(name, size, root));
  }

  /** Returns the last checkpoint's note. */
  public byte[] head() {
    Note note = note(origin, Merkle.root(leaves()), log.size());
    if (witnessed.isPresent()) {
      Checkpoint checkpoint = Checkpoint.parse("head", note.text());
      note =
          note.with(
                  Cast.witness("w1.example", Algorithm.ED25519, witnessed.get()).cosign(checkpoint))
              .with(
                  Cast.witness("w2.example", Algorithm.ML_DSA_44, witnessed.get())
                      .cosign(checkpoint));
    }
    return headEdit.apply(note.encode());
  }

  /** Returns every file but the statement. */
  public SortedMap<String, byte[]> files() {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put(FileName.REPORT, report);
    files.put(FileName.PLAN, plan.canonicalJson());
    files.put(FileName.RESULT, log.get(resulted).canonicalJson());
    files.put(FileName.PROFILE, Cast.PROFILE.canonicalJson());
    files.put(FileName.VECTORS, KnownAnswers.bytes());
    files.put(
        FileName.SOFTWARE,
        new Software("0.1.0", Optional.of("f".repeat(40)), "a JVM", "amd64", "AES").encode());
    files.put(FileName.CUSTODY, custody().encode());
    files.put(FileName.MANIFEST, manifest.canonicalJson());
    files.put(FileName.OPENINGS, openings.encode());
    files.put(FileName.HINTS, hints().encode());
    blocks.ifPresent(bytes -> files.put(FileName.BLOCKS, bytes));
    for (int e = 0; e < commitments.size(); e++) {
      files.put(FileName.commitments(e), commitments.get(e));
    }
    logFiles(files);
    for (int a = 0; a < anchors.size(); a++) {
      anchor(a, anchors.get(a), files);
    }
    return files;
  }

  private static Custody custody() {
    return new Custody(
        List.of(
            new Custody.Step("an investigator", "downloaded the corpus", "2026-11-20T09:00:00Z"),
            new Custody.Step("an investigator", "packed the bundle", "2026-11-24T11:00:00Z")));
  }

  private static Hints hints() {
    return new Hints(
        List.of(Cast.identity("provider")),
        Cast.logPolicy(),
        List.of(Cast.root("one"), Cast.root("two")));
  }

  private void logFiles(SortedMap<String, byte[]> files) {
    List<LogRecords.Entry> records = new ArrayList<>();
    byte[] head = head();
    List<byte[]> leaves = leaves();
    for (int i = 0; i < log.size(); i++) {
      if (!withheld.contains(i)) {
        records.add(new LogRecords.Entry(i, shown.getOrDefault(i, log.get(i))));
        files.put(FileName.proof(i), new TlogProof(i, Merkle.inclusion(leaves, i), head).encode());
      }
    }
    files.put(FileName.RECORDS, new LogRecords(records).encode());
    if (entries) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (ControlRecord record : log) {
        byte[] entry = record.canonicalJson();
        all.write(entry.length >> 8);
        all.write(entry.length);
        all.writeBytes(entry);
      }
      files.put(FileName.ENTRIES, all.toByteArray());
    }
  }

  private void anchor(int number, Anchor anchor, SortedMap<String, byte[]> files) {
    List<byte[]> leaves = leaves();
    byte[] root = anchor.root.orElseGet(() -> Merkle.root(leaves.subList(0, anchor.size)));
    byte[] note = note(anchor.origin, root, anchor.size).encode();
    files.put(FileName.anchor(number), note);
    StringBuilder proof = new StringBuilder();
    for (byte[] hash : Merkle.consistency(leaves, anchor.size)) {
      proof.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    files.put(FileName.consistency(number), proof.toString().getBytes(StandardCharsets.US_ASCII));
    for (String authority : anchor.authorities) {
      files.put(
          FileName.token(number, authority), Cast.token(authority, Merkle.sha256(note), anchor.at));
    }
  }

  /** Returns the statement over files. */
  public Statement statement(SortedMap<String, byte[]> files) {
    List<Statement.Entry> list = new ArrayList<>();
    files.forEach(
        (name, bytes) ->
            list.add(
                new Statement.Entry(
                    name, bytes.length, HexFormat.of().formatHex(Merkle.sha256(bytes)))));
    return new Statement("2026-11-24T11:00:00Z", list, origin, ScanReport.MEANING);
  }

  /** Returns the envelope over files. */
  public Dsse envelope(SortedMap<String, byte[]> files) {
    return Dsse.sign(Dsse.IN_TOTO, statement(files).encode(), signers);
  }

  /** Returns a file that is there. */
  public static byte[] get(SortedMap<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  /** Returns the archive of files, after signing them. */
  public byte[] sealed(SortedMap<String, byte[]> files) {
    TreeMap<String, byte[]> all = new TreeMap<>(files);
    all.put(FileName.STATEMENT, envelope(files).encode());
    return archive(all);
  }

  /** Returns the bundle. */
  public byte[] build() {
    return sealed(files());
  }

  /** Writes the bundle. */
  public Path write(Path file) {
    return write(file, build());
  }

  /** Writes a bundle. */
  public static Path write(Path file, byte[] bundle) {
    try {
      return Files.write(file, bundle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an archive as it is. */
  public static byte[] archive(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = new ArchiveWriter(out)) {
      for (var file : files.entrySet()) {
        writer.add(file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Returns the policy of somebody who knows the provider, the log and two time authorities. */
  public static TrustPolicy trust() {
    return new TrustPolicy(
        List.of(Cast.identity("provider"), Cast.identity("colleague")),
        Cast.logPolicy(),
        List.of(Cast.root("one"), Cast.root("two"), Cast.root("short-lived")),
        2,
        true,
        Optional.empty(),
        "0.000001",
        EnumSet.allOf(BundleClaim.class));
  }

  /** Returns bytes with one bit turned. */
  public static byte[] flipped(byte[] bytes, int bit) {
    byte[] other = Arrays.copyOf(bytes, bytes.length);
    other[bit / 8] ^= (byte) (1 << (bit % 8));
    return other;
  }
}
