package ai.tidemark.demo.story;

import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.pack.Contents;
import ai.tidemark.evidence.pack.Packer;
import ai.tidemark.evidence.verify.BundleVerifier;
import ai.tidemark.evidence.verify.KeyFinding;
import ai.tidemark.evidence.verify.Material;
import ai.tidemark.evidence.verify.Outcome;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.evidence.verify.Verification;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.report.Decimals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Scene 5: the finding becomes a file. It is packed, verified by this program and by the verifier
 * in Python, and a copy with one digit changed is refused by both.
 */
public final class Proving {
  private final DemoFiles files;
  private final LogReader log;
  private final Verification honest;
  private final Verification tampered;
  private final Optional<SecondVerifier.Answer> secondHonest;
  private final Optional<SecondVerifier.Answer> secondTampered;
  private final double seconds;

  private Proving(
      DemoFiles files,
      LogReader log,
      Verification honest,
      Verification tampered,
      Optional<SecondVerifier.Answer> secondHonest,
      Optional<SecondVerifier.Answer> secondTampered,
      double seconds) {
    this.files = files;
    this.log = log;
    this.honest = honest;
    this.tampered = tampered;
    this.secondHonest = secondHonest;
    this.secondTampered = secondTampered;
    this.seconds = seconds;
  }

  /**
   * Packs and verifies.
   *
   * @param known when the answers were first known to anybody
   * @param home root of the source tree, for the verifier in Python
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static Proving of(
      Deployment deployment, Scanning scanning, Instant known, DemoFiles files, Path home)
      throws IOException, InterruptedException {
    Openings openings = deployment.open(Cast.ASKING);
    Instant now = RecordTime.wholeSeconds(Instant.now());
    Manifest manifest =
        Manifest.of(
            scanning.files(),
            new Manifest.Origin("made by the demonstration", now, "the demonstration", known));
    LogReader log = deployment.reader();
    String when = RecordTime.format(now);
    Packer.pack(
        new Contents(
            files.report(),
            Cast.profile(),
            scanning.plan(),
            manifest,
            openings,
            List.of(deployment.commitments()),
            log,
            Optional.of(files.anchors()),
            new Contents.Blocks.Open(),
            true,
            new Custody(
                List.of(
                    new Custody.Step("demonstration", "wrote corpus.jsonl and scanned it", when),
                    new Custody.Step("demonstration", "packed this bundle", when))),
            Software.here(version()),
            deployment.hints()),
        deployment.signers(),
        now,
        files.bundle());
    TrustPolicy trust = TrustPolicy.of(deployment.hints());
    Files.write(files.trust(), trust.encode());
    tamper(files.bundle(), files.tampered());
    long start = System.nanoTime();
    Verification honest = verify(files.bundle(), trust);
    double seconds = (System.nanoTime() - start) / 1e9;
    Optional<SecondVerifier> second = SecondVerifier.find(home);
    return new Proving(
        files,
        log,
        honest,
        verify(files.tampered(), trust),
        second.isPresent()
            ? Optional.of(second.get().verify(files.bundle(), files.trust()))
            : Optional.empty(),
        second.isPresent()
            ? Optional.of(second.get().verify(files.tampered(), files.trust()))
            : Optional.empty(),
        seconds);
  }

  private static String version() {
    String version = Proving.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }

  private static Verification verify(Path bundle, TrustPolicy trust) {
    return BundleVerifier.verify(bundle, trust, Material.none(Instant.now()));
  }

  /** Copies a bundle and changes one digit of the first n in its report. */
  private static void tamper(Path bundle, Path copy) throws IOException {
    long from = Bundle.read(bundle).offset("report.json");
    byte[] bytes = Files.readAllBytes(bundle);
    byte[] field = "\"n\":".getBytes(StandardCharsets.US_ASCII);
    int at = (int) from;
    while (!Arrays.equals(bytes, at, at + field.length, field, 0, field.length)) {
      at++;
    }
    int digit = at + field.length;
    bytes[digit] = (byte) (bytes[digit] == '9' ? '8' : bytes[digit] + 1);
    Files.write(copy, bytes);
  }

  /** Makes the claims. */
  public void claim(Claims claims) {
    for (BundleClaim claim : BundleClaim.values()) {
      Outcome outcome = honest.outcome(claim);
      claims.claim(
          outcome instanceof Outcome.Passed,
          "the bundle is verified: " + claim.word() + " (" + outcome.line() + ")");
    }
    claims.claim(
        tampered.outcome(BundleClaim.AUTHENTIC) instanceof Outcome.Failed,
        "a bundle with one digit changed is refused");
    secondHonest.ifPresent(
        answer ->
            claims.claim(
                answer.exit() == 0, "the second verifier agrees; it says:\n" + answer.output()));
    secondTampered.ifPresent(
        answer ->
            claims.claim(
                answer.exit() == 1 && answer.output().contains("FILE_DIGEST"),
                "the second verifier refuses the changed bundle; it says:\n" + answer.output()));
  }

  /** Returns what happened, for people. */
  public String words() throws IOException {
    return "bundle of "
        + Decimals.fixed(Files.size(files.bundle()) / 1e6, 1)
        + " MB: plan and result from a log of "
        + log.size()
        + " records, keys of the fleet and "
        + Cast.ASKING
        + " opened";
  }

  /** Returns the lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "evidence    "
            + String.join(", ", passed())
            + ": verified in "
            + Decimals.fixed(seconds, 1)
            + " s, offline");
    for (KeyFinding finding : honest.findings()) {
      lines.add(
          "  "
              + String.format(Locale.ROOT, "%-10s", finding.key())
              + "recomputed    "
              + Numbers.log10P(finding.log10P())
              + "   n = "
              + Numbers.count(finding.evidence().n())
              + "   charged for "
              + finding.multiplicity().total()
              + ": "
              + Numbers.log10P(finding.log10Charged()));
    }
    lines.add(
        secondHonest.isPresent()
            ? "            the second verifier (Python, from the pages alone) "
                + (secondHonest.get().exit() == 0 ? "agrees" : "does NOT agree")
            : "            the second verifier did not run: it needs " + SecondVerifier.NEEDS);
    lines.add("tampered    one digit of n changed: " + refusal());
    return lines;
  }

  private List<String> passed() {
    List<String> words = new ArrayList<>();
    for (BundleClaim claim : EnumSet.allOf(BundleClaim.class)) {
      String answer =
          switch (honest.outcome(claim)) {
            case Outcome.Passed _ -> "";
            case Outcome.Failed(var code, _) -> " FAILED " + code;
            case Outcome.NotChecked _ -> " not checked";
          };
      words.add(claim.word() + answer);
    }
    return words;
  }

  private String refusal() {
    return switch (tampered.outcome(BundleClaim.AUTHENTIC)) {
      case Outcome.Failed(var code, String sentence) -> "refused, " + code + ": " + sentence;
      case Outcome other -> "NOT refused: " + other.line();
    };
  }
}
