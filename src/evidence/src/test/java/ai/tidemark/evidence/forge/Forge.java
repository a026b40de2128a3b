package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.ArchiveWriter;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Dsse;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Statement;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.Build;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes a bundle out of its parts, any of which a test may change before: a dishonest operator who
 * holds every signing key can do no more. Unchanged it is honest.
 */
public final class Forge {
  /** When tests look at bundles. */
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

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
    EraCommit era = EraRecords.commit(Story.ERA, 0, EraCommit.NONE, story);
    plan = EraRecords.named(story.plan, era.leafHash());
    openings = new Openings(List.of(Story.opening(era.leafHash())));
    log.add(new Build(EraRecords.MIDNIGHT, "0.1.0", "ab".repeat(32)));
    log.add(era);
    log.add(EraRecords.activation(era, Story.BEACON));
    PlanRecord record = plan.record(Instant.parse("2026-11-24T10:00:00Z"));
    log.add(record);
    log.add(result(record.leafHash(), report));
    anchors.add(new Anchor(2, Story.COMMITTED));
    anchors.add(new Anchor(3, Instant.parse("2026-09-02T01:00:00Z")));
    anchors.add(new Anchor(4, Instant.parse("2026-11-24T10:05:00Z")));
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

  /** Opens the coin and so many tenants, and not the fleet. */
  public void openCoinOnly(int tenants) {
    Openings.Era all = openings.eras().getFirst();
    byte[] coin = Cast.coin(Story.seeds().getFirst(), Story.BEACON.salt());
    openings =
        new Openings(
            List.of(
                new Openings.Era(
                    all.era(),
                    all.eraRecord(),
                    all.deployment(),
                    new Openings.Fleet.Coin(coin),
                    all.tenants().subList(0, tenants))));
  }

  /** Returns the leaf hashes of the log. */
  public List<byte[]> computeLeaves() {
    return log.stream().map(record -> Merkle.leaf(record.canonicalJson())).toList();
  }

  /** Makes log, plan and result fit the plan and the report again, as a forger would. */
  public void relog() {
    EraCommit era = (EraCommit) log.get(commit);
    plan = EraRecords.named(plan, era.leafHash());
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

  /** Changes the report and logs it. */
  public void relogReport(Consumer<ObjectNode> change) {
    report = Edit.json(report, change);
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

  /** Returns every file but the statement. */
  public SortedMap<String, byte[]> files() {
    return BundleFiles.of(this);
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
    try {
      return Files.write(file, build());
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
