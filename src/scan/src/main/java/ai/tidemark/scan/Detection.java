package ai.tidemark.scan;

import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Verdict;
import java.util.List;

/**
 * Evidence for one text.
 *
 * @param tokens token ids of the text
 * @param positions scored positions, repeats included
 * @param findings fleet first; then per tenant its own evidence, and fleet and tenant together.
 *     Every one has paid for all of them
 * @param verdict the strongest of them; {@code not testable} where power is under one half
 */
public record Detection(int tokens, int positions, List<Finding> findings, Verdict verdict) {
  /** Validates. */
  public Detection {
    findings = List.copyOf(findings);
  }

  /** Returns the finding with the smallest adjusted p, the first among equals. */
  public Finding strongest() {
    Finding best = findings.getFirst();
    for (Finding finding : findings) {
      if (finding.adjustedLnP() < best.adjustedLnP()) {
        best = finding;
      }
    }
    return best;
  }
}
