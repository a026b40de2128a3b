package ai.tidemark.evidence.bundle;

import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.store.Openings;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which records of a log belong in a bundle, whoever packs or verifies it: every commitment, and
 * what was logged of the opened eras. Takes the records in the order of the log, since a result
 * follows its plan.
 */
public final class LogSelection {
  private final Set<String> eras;
  private final Set<String> plans = new HashSet<>();

  /** Selects for some openings. */
  public LogSelection(Openings openings) {
    this.eras = openings.eras().stream().map(Openings.Era::eraRecord).collect(Collectors.toSet());
  }

  /** Returns whether the next record of the log belongs in the bundle. */
  public boolean takes(ControlRecord record) {
    return switch (record) {
      case EraCommit _ -> true;
      case Activate activate -> eras.contains(activate.eraRecord());
      case KeyState state -> eras.contains(state.eraRecord());
      case PlanRecord plan -> {
        boolean tests = plan.eras().stream().anyMatch(eras::contains);
        if (tests) {
          plans.add(plan.leafHash());
        }
        yield tests;
      }
      case ResultRecord result -> plans.contains(result.plan());
      default -> false;
    };
  }
}
