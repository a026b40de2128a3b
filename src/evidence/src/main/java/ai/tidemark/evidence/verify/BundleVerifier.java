package ai.tidemark.evidence.verify;

import static ai.tidemark.evidence.bundle.BundleClaim.AUTHENTIC;
import static ai.tidemark.evidence.bundle.BundleClaim.CALIBRATED;
import static ai.tidemark.evidence.bundle.BundleClaim.KEYS;
import static ai.tidemark.evidence.bundle.BundleClaim.RECOMPUTED;
import static ai.tidemark.evidence.bundle.BundleClaim.TIME;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.record.BeaconValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what a bundle claims, claim by claim, without a network. Rules and their order:
 * docs/formats/bundle.md.
 */
public final class BundleVerifier {
  private final TrustPolicy trust;
  private final Material material;
  private final Calibration.KnownAnswerCheck known;
  private final Map<BundleClaim, Outcome> outcomes = new EnumMap<>(BundleClaim.class);
  private final List<String> notes = new ArrayList<>();
  private List<KeyFinding> findings = List.of();

  private BundleVerifier(TrustPolicy trust, Material material, Calibration.KnownAnswerCheck known) {
    this.trust = trust;
    this.material = material;
    this.known = known;
  }

  /**
   * Verifies a bundle.
   *
   * @param file the bundle
   * @param trust the verifier's own policy
   * @param material what is there beside the bundle
   * @throws BadInputException if a file cannot be read; whatever is wrong <em>with</em> the bundle
   *     is an answer, not an exception
   */
  public static Verification verify(Path file, TrustPolicy trust, Material material) {
    return verify(file, trust, material, Calibration::computes);
  }

  /** Verifies a bundle with known answers computed in a way of the caller's own: for tests. */
  static Verification verify(
      Path file, TrustPolicy trust, Material material, Calibration.KnownAnswerCheck known) {
    BundleVerifier verifier = new BundleVerifier(trust, material, known);
    verifier.run(file);
    return new Verification(verifier.outcomes, verifier.findings, verifier.notes);
  }

  private void run(Path file) {
    try {
      Bundle bundle = Bundle.read(file);
      Authenticity.Signed signed = Authenticity.check(bundle, trust.signers());
      Documents documents = Documents.read(bundle);
      outcomes.put(
          AUTHENTIC,
          new Outcome.Passed(
              "signed by "
                  + signed.signer()
                  + " with Ed25519 and ML-DSA-65: "
                  + bundle.names().size()
                  + " files, all listed and unchanged"));
      claims(bundle, documents, signed.statement().origin());
    } catch (BundleException e) {
      outcomes.put(AUTHENTIC, Outcome.of(e));
      for (BundleClaim claim : BundleClaim.values()) {
        outcomes.putIfAbsent(
            claim, new Outcome.NotChecked("the bundle is not authentic, so nothing in it counts"));
      }
    }
  }

  private void claims(Bundle bundle, Documents documents, String origin) {
    Optional<Logged> logged = logged(bundle, documents, origin);
    if (logged.isPresent()) {
      time(bundle, documents, logged.get());
      try (OpenedKeys keys =
          OpenedKeys.check(bundle, logged.get().eras(), trust.beaconRequired())) {
        Outcome answer = keys(documents, logged.get(), keys);
        outcomes.put(KEYS, answer);
        boolean others = answer instanceof Outcome.Failed(Code code, _) && code == Code.REPORT_KEYS;
        if (!others && PlanRules.concerns(documents)) {
          numbers(bundle, documents, keys);
          return;
        }
      } catch (BundleException e) {
        outcomes.put(KEYS, Outcome.of(e));
      }
    } else {
      outcomes.put(
          KEYS, new Outcome.NotChecked("the records of the keys are not shown to be in the log"));
    }
    withoutKeys(bundle, documents);
  }

  /** Records shown to be in the log, and what of them is about the opened eras. */
  private record Logged(LoggedRecords log, OutsideTimes times, List<EraCase> eras) {}

  private Optional<Logged> logged(Bundle bundle, Documents documents, String origin) {
    try {
      LogPolicy policy = trust.logPolicy();
      LoggedRecords log = LoggedRecords.check(bundle, documents.records(), policy, origin);
      OutsideTimes times = OutsideTimes.check(bundle, trust, policy, log.head(), material.now());
      boolean whole = WholeLogs.check(bundle, documents, log, material.log());
      notes.add(
          whole
              ? "The whole log was read: no era commitment and no plan is left out."
              : "Only the records in the bundle were seen: the chain of era commitments has no gap"
                  + " up to the last one shown, but a later one, or a plan, may have been left"
                  + " out. Give the log with --log to exclude that.");
      return Optional.of(new Logged(log, times, EraCase.of(documents.openings(), log)));
    } catch (BundleException e) {
      outcomes.put(TIME, Outcome.of(e));
      return Optional.empty();
    }
  }

  private void time(Bundle bundle, Documents documents, Logged logged) {
    try {
      PlanRules.Places places = PlanRules.requireLogged(bundle, documents, logged.log());
      PlanRules.requireKept(documents, logged.eras());
      for (EraCase era : logged.eras()) {
        TimeRules.requireEra(era, logged.times(), materialTime(documents));
      }
      TimeRules.requirePlan(places, documents.result(), logged.times());
      outcomes.put(
          TIME,
          new Outcome.Passed(
              "committed, activated, then the material; planned, then scanned, by the word of"
                  + " others on log "
                  + logged.log().head().origin()
                  + " (size "
                  + logged.log().head().size()
                  + ")"));
    } catch (BundleException e) {
      outcomes.put(TIME, Outcome.of(e));
    }
    for (EraCase era : logged.eras()) {
      notes.add(
          era.activation().beacon() instanceof BeaconValue.OfDrand
              ? "Era "
                  + era.commit().era()
                  + ": the beacon's BLS signature was not verified; compare its round with another"
                  + " source."
              : "Era "
                  + era.commit().era()
                  + " has no beacon: only the count of commitments"
                  + " limits how many keys could have been tried.");
    }
  }

  /** The earlier of what the manifest says and what the verifier knows. */
  private Instant materialTime(Documents documents) {
    Instant first = documents.manifest().origin().firstKnown();
    return trust.material().filter(first::isAfter).orElse(first);
  }

  private Outcome keys(Documents documents, Logged logged, OpenedKeys keys) {
    try {
      requireKeys(documents, logged, keys);
      findings = Charges.of(documents.report(), keys.eras(), multiplicities(documents, logged));
      Charges.require(findings, trust.lnAlpha());
      if (findings.isEmpty()) {
        return new Outcome.NotChecked(
            "no key with a result of its own is opened, only coin keys, which are the committed"
                + " ones");
      }
      return new Outcome.Passed(
          findings.size()
              + " keys opened, each committed in the log before use, none given away before the"
              + " material was known");
    } catch (BundleException e) {
      return e.code().claim() == KEYS
          ? Outcome.of(e)
          : new Outcome.NotChecked("what a key must pay for cannot be counted: " + e.sentence());
    }
  }

  private void requireKeys(Documents documents, Logged logged, OpenedKeys keys) {
    Map<String, PlanEra.Committed> planned = PlanRules.committed(documents.plan());
    for (EraCase era : logged.eras()) {
      PlanEra.Committed own = PlanRules.requirePlanned(planned, era);
      KeyRules.requireCommitted(own, keys.file(era.number()));
      KeyRules.requireReported(own, era, keys.eras().get(era.number()), documents.report());
      KeyRules.requireSecret(own, era, materialTime(documents));
    }
  }

  private List<Multiplicity> multiplicities(Documents documents, Logged logged) {
    PlanRules.Places places = PlanRules.places(documents, logged.log());
    return logged.eras().stream()
        .map(
            era ->
                Multiplicity.of(
                    logged.log().records(), era.commit(), places.planIndex(), places.resultIndex()))
        .toList();
  }

  private void numbers(Bundle bundle, Documents documents, OpenedKeys keys) {
    Numbers numbers = Numbers.of(bundle, documents, keys.eras(), material, known);
    outcomes.put(RECOMPUTED, numbers.recomputed());
    outcomes.put(CALIBRATED, numbers.calibrated());
    notes.addAll(numbers.notes());
  }

  private void withoutKeys(Bundle bundle, Documents documents) {
    String why = "the report is not shown to be about committed keys that are opened";
    outcomes.put(
        RECOMPUTED,
        Numbers.first(
            () -> Recomputation.requireOwnSums(documents.report()), new Outcome.NotChecked(why)));
    outcomes.put(
        CALIBRATED,
        Numbers.first(
            () -> {
              Calibration.requireVerdict(documents.report());
              Calibration.requireSound(documents.report());
              Calibration.requireKnownAnswers(bundle, known);
            },
            new Outcome.NotChecked(why)));
  }
}
