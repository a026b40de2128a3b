package ai.tidemark.scan.report;

import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import java.util.List;
import java.util.Optional;

/**
 * What the decoys showed.
 *
 * @param level they were scored on one tuple in 2^level
 * @param panels by era: under the true coin on the fleet tier and, where there are tenants, on
 *     theirs; then those with their own coins
 * @param diagnosis what explains a variance above 1; empty where there is none
 */
public record DecoyReport(int level, List<DecoyPanel> panels, Optional<Diagnosis> diagnosis) {
  /** Copies. */
  public DecoyReport {
    panels = List.copyOf(panels);
  }

  /** Returns whether the decoys contradict the null law. */
  public boolean broken() {
    return panels.stream().anyMatch(DecoyPanel::broken);
  }
}
