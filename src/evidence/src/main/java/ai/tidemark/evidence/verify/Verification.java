package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.BundleClaim;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a verifier found.
 *
 * @param outcomes the answer to every claim
 * @param findings what the opened keys show; empty where that could not be established
 * @param notes what a reader must know beside it
 */
public record Verification(
    Map<BundleClaim, Outcome> outcomes, List<KeyFinding> findings, List<String> notes) {
  /** Validates. */
  public Verification {
    outcomes = Collections.unmodifiableMap(new EnumMap<>(outcomes));
    if (outcomes.size() != BundleClaim.values().length) {
      throw new IllegalArgumentException("every claim must have an answer");
    }
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** Returns the answer to a claim. */
  public Outcome outcome(BundleClaim claim) {
    Outcome outcome = outcomes.get(claim);
    if (outcome == null) {
      throw new IllegalStateException("no answer to " + claim);
    }
    return outcome;
  }

  /** Returns whether every one of some claims passed. */
  public boolean passed(Set<BundleClaim> required) {
    return required.stream().allMatch(claim -> outcome(claim) instanceof Outcome.Passed);
  }
}
