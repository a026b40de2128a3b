package ai.tidemark.core.check;

import java.util.List;
import java.util.Map;

/**
 * What a known-answer file showed.
 *
 * @param profile whose answers it holds
 * @param kinds per kind of case, in the order of their first appearance
 */
public record CheckReport(String profile, Map<String, Kind> kinds) {

  /**
   * Cases of one kind.
   *
   * @param passed cases whose every value agrees
   * @param failed the others
   * @param failures of the first few that failed: where and what differs
   */
  public record Kind(int passed, int failed, List<String> failures) {}

  /** Returns whether every case agrees, and there is at least one. */
  public boolean passed() {
    return !kinds.isEmpty()
        && kinds.values().stream().allMatch(kind -> kind.failed() == 0 && kind.passed() > 0);
  }
}
