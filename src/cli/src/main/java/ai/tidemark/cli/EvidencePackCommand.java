package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.pack.Contents;
import ai.tidemark.evidence.pack.Packer;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.verify.BundleVerifier;
import ai.tidemark.evidence.verify.Documents;
import ai.tidemark.evidence.verify.Material;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.evidence.verify.Verification;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.seal.ExpertSeal;
import ai.tidemark.keys.sign.Signer;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.keys.store.Purpose;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.time.TimeRoots;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/** {@code tidemark evidence pack}. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description = {
      "Pack a finding into one signed file: report, plan, result, opened keys with their"
          + " commitments, the log's records with proofs, and time stamps.",
      "Refuses what could not be evidence: keys that nobody committed to, a plan that is not in the"
          + " log, a report that is not the one that the log names."
    },
    footer = {
      "",
      "The file holds the opened keys: whoever gets it can mark text with them.",
      "Scored blocks let anyone recompute the numbers without the texts, and",
      "reveal most of the texts.",
      "",
      "Examples:",
      "  tidemark evidence pack --store store --openings openings.json \\",
      "    --report report --plan plan.json --profile profile.json \\",
      "    --manifest manifest.json --anchors anchors \\",
      "    --custodian \"J. Doe\" --out case.tmev",
      "  tidemark evidence pack --store store --era 2026Q4 --tenant acme \\",
      "    --coin-only --to court-1 --blocks --encrypt-blocks-to expert.pem \\",
      "    --report report --plan plan.json --profile profile.json \\",
      "    --manifest manifest.json --anchors anchors \\",
      "    --custodian \"J. Doe\" --out case.tmev"
    })
final class EvidencePackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--openings",
      paramLabel = "FILE",
      description = "Opened keys (tidemark keys open); repeat for further eras, as in the plan.")
  private final List<Path> openingFiles = new ArrayList<>();

  @Option(
      names = "--era",
      paramLabel = "NAME",
      description = "Open keys of this era now, in place of --openings; repeat as in the plan.")
  private final List<String> eras = new ArrayList<>();

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "With --era: open this tenant's key; repeat for more.")
  private final List<String> tenants = new ArrayList<>();

  @Option(
      names = "--coin-only",
      description = "With --era: open the coin key, and not the fleet key it comes from.")
  private boolean coinOnly;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "With --era: pseudonym of who gets the keys, for the log.")
  private @Nullable String to;

  @Option(names = "--report", required = true, paramLabel = "DIR", description = "Scan output.")
  private Path report;

  @Option(names = "--plan", required = true, paramLabel = "FILE", description = "The plan.")
  private Path plan;

  @Option(names = "--profile", required = true, paramLabel = "FILE", description = "The profile.")
  private Path profile;

  @Option(
      names = "--manifest",
      required = true,
      paramLabel = "FILE",
      description = "Manifest of the corpus (tidemark plan --manifest).")
  private Path manifest;

  @Option(
      names = "--blocks",
      description = "Put the scored blocks into it. They reveal most of the texts.")
  private boolean blocks;

  @Option(
      names = "--encrypt-blocks-to",
      paramLabel = "CERT",
      description = "Encrypt the scored blocks to the RSA key of an X.509 certificate.")
  private @Nullable Path expert;

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description = "Dated checkpoints: NAME.checkpoint, NAME-AUTHORITY.tsr, .ers.")
  private @Nullable Path anchors;

  @Option(names = "--whole-log", description = "Put every entry of the log into it.")
  private boolean wholeLog;

  @Option(
      names = "--log-policy",
      paramLabel = "FILE",
      description = "Hint for readers: a C2SP tlog-policy (default: the log's key, no witness).")
  private @Nullable Path logPolicy;

  @Option(
      names = "--time-authority",
      paramLabel = "PEM",
      description = "Hint for readers: root of a time-stamping authority; repeat for more.")
  private final List<Path> timeAuthorities = new ArrayList<>();

  @Option(
      names = "--custodian",
      required = true,
      paramLabel = "TEXT",
      description = "Who packs it, in words.")
  private String custodian;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "New .tmev file.")
  private Path out;

  @Override
  public Integer call() {
    if (openingFiles.isEmpty() == eras.isEmpty() || (!eras.isEmpty() && to == null)) {
      throw new ParameterException(spec.commandLine(), "give either --openings, or --era and --to");
    }
    if (expert != null && blocks) {
      throw new ParameterException(
          spec.commandLine(), "--blocks puts them in for everyone; --encrypt-blocks-to alone");
    }
    Hints hints;
    try (StoreFolder store = storeOptions.open()) {
      hints = hints(store);
      Packer.pack(
          contents(store, hints),
          List.of(store.signer(Purpose.EVIDENCE_ED25519), store.signer(Purpose.EVIDENCE_ML_DSA_65)),
          Instant.now(),
          out);
    } catch (BundleException e) {
      throw new BadInputException("openings", e.code() + ": " + e.sentence(), e);
    }
    PrintWriter print = spec.commandLine().getOut();
    print.println("wrote " + out);
    check(hints, print);
    print.flush();
    return Main.FINISHED;
  }

  private Contents contents(StoreFolder store, Hints hints) {
    Plan planned = Plan.read(plan);
    Profile own = Profile.read(profile);
    if (!own.sha256().equals(planned.profile().sha256())) {
      throw new BadInputException(profile.toString(), "is not the profile of the plan");
    }
    Openings openings = openings(store); // before the log is read: opening is recorded there
    List<byte[]> commitments = new ArrayList<>();
    for (Openings.Era era : openings.eras()) {
      commitments.add(StoreFolder.eras(storeOptions.store()).commitments(era.era()).bytes());
    }
    return new Contents(
        report,
        own,
        planned,
        Manifest.read(manifest),
        openings,
        commitments,
        store.reader(),
        Optional.ofNullable(anchors),
        blocks(),
        wholeLog,
        custody(),
        Software.here(new Version().getVersion()[0]),
        hints);
  }

  private Openings openings(StoreFolder store) {
    List<Openings.Era> opened = new ArrayList<>();
    for (Path file : openingFiles) {
      opened.addAll(Documents.openings(EvidenceVerifyCommand.read(file)).eras());
    }
    for (String era : eras) {
      String who = to == null ? "" : to;
      opened.addAll(store.ring(InstantSource.system()).open(era, tenants, coinOnly, who).eras());
    }
    return new Openings(opened);
  }

  private Contents.Blocks blocks() {
    if (expert != null) {
      return new Contents.Blocks.Sealed(ExpertSeal.certificate(expert));
    }
    return blocks ? new Contents.Blocks.Open() : new Contents.Blocks.LeftOut();
  }

  private Custody custody() {
    Manifest.Origin origin = Manifest.read(manifest).origin();
    String now = RecordTime.format(RecordTime.wholeSeconds(Instant.now()));
    return new Custody(
        List.of(
            new Custody.Step(
                origin.obtainedBy(),
                "obtained the material from " + origin.source(),
                RecordTime.format(origin.obtainedWhen())),
            new Custody.Step(custodian, "packed this bundle", now)));
  }

  private Hints hints(StoreFolder store) {
    Signer first = store.signer(Purpose.EVIDENCE_ED25519);
    Signer second = store.signer(Purpose.EVIDENCE_ML_DSA_65);
    String policy =
        logPolicy == null
            ? "log " + store.logSigner().vkey().encode() + "\nquorum none\n"
            : text(logPolicy);
    LogPolicy.parse(String.valueOf(logPolicy), policy);
    List<String> roots = new ArrayList<>();
    for (Path file : timeAuthorities) {
      TimeRoots.parse(file.toString(), text(file));
      roots.add(text(file));
    }
    return new Hints(
        List.of(
            new Signers.Identity(
                store.settings().deployment(), first.publicKey(), second.publicKey())),
        policy,
        roots);
  }

  private static String text(Path file) {
    return new String(EvidenceVerifyCommand.read(file), StandardCharsets.UTF_8);
  }

  /** Says at once what a reader would find who believed the hints. */
  private void check(Hints hints, PrintWriter print) {
    Verification found =
        BundleVerifier.verify(out, TrustPolicy.of(hints), Material.none(Instant.now()));
    print.println("a reader who checked its hints would find:");
    for (BundleClaim claim : BundleClaim.values()) {
      print.printf("  %-11s %s%n", claim.word(), found.outcome(claim).line());
    }
    if (Files.exists(report.resolve("blocks")) && !blocks && expert == null) {
      print.println("the scored blocks were left out: --blocks, or --encrypt-blocks-to");
    }
  }
}
