package ai.tidemark.demo.story;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.plan.LoggedKeys;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.store.EraFolder;
import ai.tidemark.keys.store.EraTerms;
import ai.tidemark.keys.store.KeyRing;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.keys.time.Anchors;
import ai.tidemark.keys.time.TestTimeAuthority;
import ai.tidemark.keys.time.TimeStampClient;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Who marks, as a deployment that can prove it later: keys derived from a root and committed to in
 * a log before they mark anything, the log's checkpoints dated by two time-stamping authorities.
 * The root comes from the seed, the signing keys are fresh, and the authorities are this program's
 * own: in the world they belong to others.
 */
public final class Deployment implements AutoCloseable {
  static final String ERA = "demo";
  static final String ORIGIN = "demonstration.invalid/control";
  private static final InstantSource CLOCK = InstantSource.system();

  private final DemoFiles files;
  private final Derivation derivation;
  private final EraFolder eras;
  private final LogWriter writer;
  private final LocalSigner logKey;
  private final List<LocalSigner> signers =
      List.of(LocalSigner.generate(Algorithm.ED25519), LocalSigner.generate(Algorithm.ML_DSA_65));
  private final KeyRing ring;
  private final List<X509Certificate> roots = new ArrayList<>();
  private final Anchors anchors;
  private Instant past = Instant.EPOCH; // everything logged was logged by then

  private Deployment(String seed, DemoFiles files, LogWriter writer, LocalSigner logKey) {
    this.files = files;
    this.writer = writer;
    this.logKey = logKey;
    this.derivation = new Derivation(new SeededRoot(seed), SeededRoot.NAME, "demonstration");
    this.eras = new EraFolder(files.eras());
    this.ring = new KeyRing(derivation, new EraHistory(), eras, this::append, CLOCK);
    List<Anchors.Authority> authorities = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      TestTimeAuthority authority =
          TestTimeAuthority.create("Demonstration time authority " + name, Clock.systemUTC());
      List<X509Certificate> root = List.of(authority.root());
      roots.addAll(root);
      authorities.add(
          new Anchors.Authority(
              name,
              new TimeStampClient(authority, root, Optional.empty(), Clock.systemUTC()),
              root));
    }
    this.anchors = new Anchors(files.anchors(), authorities);
  }

  /**
   * Opens a deployment with an empty log, and commits to the keys of its era.
   *
   * @throws IOException if its files cannot be written
   */
  public static Deployment open(String seed, DemoFiles files) throws IOException {
    OwnerOnly.ofThisProcess().createFolder(files.eras());
    LocalSigner logKey = LocalSigner.generate(Algorithm.ED25519);
    LogWriter writer =
        LogWriter.open(files.log(), new NoteSigner(ORIGIN, logKey), LogWriter.Options.SINGLE);
    Deployment deployment = new Deployment(seed, files, writer, logKey);
    Instant now = RecordTime.wholeSeconds(CLOCK.instant());
    deployment.ring.commit(
        new EraTerms(
            ERA,
            now,
            now.plus(Duration.ofDays(90)),
            Cast.profile(),
            Cast.TENANTS,
            new BeaconRule.None()));
    deployment.date();
    return deployment;
  }

  /** Activates the era once its commitment is past by every clock; its keys may mark from then. */
  public void activate() {
    Anchors.awaitPast(past, CLOCK);
    ring.activate(ERA);
    date();
  }

  /** Returns the era's keys as a proxy takes them; the caller closes them. */
  KeyFile keys() {
    return ring.keys(ERA);
  }

  /** Returns the era's keys as a planned scan takes them; the caller closes them. */
  PlannedKeys planned(Profile profile) {
    return new LoggedKeys(derivation, ring.history(), profile)
        .of(ERA, eras.commitments(ERA), Cast.TENANTS);
  }

  /** Returns the commitment file of the era. */
  byte[] commitments() {
    return eras.commitments(ERA).bytes();
  }

  /**
   * Logs a record, and has it dated.
   *
   * @throws BadInputException if it cannot be written
   */
  void log(ControlRecord record) {
    append(record.canonicalJson());
    date();
  }

  /** Returns once everything logged so far is past by every clock; an interrupt ends the wait. */
  public void awaitPast() {
    Anchors.awaitPast(past, CLOCK);
  }

  /** Retires the era and opens the fleet's key and one tenant's, each step a record. */
  Openings open(String tenant) {
    ring.change(ERA, Optional.empty(), State.VERIFY_ONLY, Optional.empty());
    return ring.open(ERA, List.of(tenant), false, "reader-of-the-demo");
  }

  /** Returns the log. */
  LogReader reader() {
    return LogReader.open(files.log());
  }

  /** Returns the evidence signers: Ed25519, then ML-DSA-65. */
  List<LocalSigner> signers() {
    return signers;
  }

  /** Returns the public keys of all. */
  Hints hints() {
    return new Hints(
        List.of(
            new Signers.Identity(
                "demonstration", signers.get(0).publicKey(), signers.get(1).publicKey())),
        "log "
            + Vkey.of(Vkey.Kind.ED25519_LOG, ORIGIN, logKey.publicKey()).encode()
            + "\nquorum none\n",
        roots.stream().map(Deployment::pem).toList());
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate always has an encoding", e);
    }
  }

  private long append(byte[] entry) {
    try {
      return writer.append(entry).join();
    } catch (CompletionException e) {
      throw new BadInputException(files.log().toString(), "cannot be written", e);
    }
  }

  private void date() {
    try {
      byte[] note = writer.checkpoint().encode();
      past = anchors.date(Long.toString(writer.size()), note, CLOCK);
    } catch (IOException e) {
      throw new BadInputException(files.log().toString(), "cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
