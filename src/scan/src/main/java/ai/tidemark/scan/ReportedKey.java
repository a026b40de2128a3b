package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.report.RecordedReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A hypothesis of a report, and what its key shows if it is held. */
record ReportedKey(
    RecordedReport.Result result, Optional<NamedKey> key, Optional<KeyScores.KeyScore> score) {

  /** Returns whether the key is held. */
  boolean held() {
    return key.isPresent();
  }

  /** Returns whether it is about a fleet. */
  boolean ofFleet() {
    return result.claim() == Claim.FLEET;
  }

  /**
   * Returns it as it is to be judged, with the report's own account where the key is not held.
   *
   * @param forms how many text forms are asked about
   */
  Judge.Case toCase(int forms) {
    List<Evidence> evidence =
        score.isPresent() ? score.get().forms() : Collections.nCopies(forms, result.evidence());
    String keyId = key.map(NamedKey::id).orElse(result.keyId());
    return new Judge.Case(result.claim(), result.era(), result.key(), keyId, evidence);
  }

  /**
   * Scores the keys that are held.
   *
   * @param opened by the name of the era
   * @return by era, in the order of the report; the fleet first
   * @throws BadInputException if the results are not in order
   */
  static Map<String, List<ReportedKey>> score(
      List<RecordedReport.Result> results, Map<String, OpenedEra> opened, KeyScores scores) {
    Map<String, List<ReportedKey>> keys = new LinkedHashMap<>();
    byEra(results)
        .forEach(
            (era, own) -> {
              OpenedEra held = opened.get(era);
              keys.put(
                  era,
                  held == null
                      ? own.stream().map(ReportedKey::closed).toList()
                      : score(scores, held, own));
            });
    return keys;
  }

  private static ReportedKey closed(RecordedReport.Result result) {
    return new ReportedKey(result, Optional.empty(), Optional.empty());
  }

  private static Map<String, List<RecordedReport.Result>> byEra(
      List<RecordedReport.Result> results) {
    Map<String, List<RecordedReport.Result>> byEra = new LinkedHashMap<>();
    Set<List<String>> seen = new HashSet<>();
    String last = "";
    for (int i = 0; i < results.size(); i++) {
      RecordedReport.Result result = results.get(i);
      boolean begins = i == 0 || !result.era().equals(last);
      if (begins != (result.claim() == Claim.FLEET)
          || (begins && byEra.containsKey(result.era()))
          || !seen.add(List.of(result.era(), result.claim().word(), result.key()))) {
        throw new BadInputException(
            "report.json#/results/" + i, "must be by era, the fleet first, each key once");
      }
      byEra.computeIfAbsent(result.era(), _ -> new ArrayList<>()).add(result);
      last = result.era();
    }
    return byEra;
  }

  private static List<ReportedKey> score(
      KeyScores scores, OpenedEra held, List<RecordedReport.Result> results) {
    Map<String, NamedKey> tenants = new HashMap<>();
    held.tenants().forEach(key -> tenants.put(key.name(), key));
    List<NamedKey> own =
        results.stream()
            .filter(r -> r.claim() == Claim.TENANT && tenants.containsKey(r.key()))
            .map(r -> tenants.get(r.key()))
            .toList();
    // the coin stays the caller's, who closes it
    KeyScores.EraScore scored =
        scores.score(new OpenedEra(held.era(), held.coin(), held.fleet(), own));
    Map<String, KeyScores.KeyScore> byName = new HashMap<>();
    for (int t = 0; t < own.size(); t++) {
      byName.put(own.get(t).name(), scored.tenants().get(t));
    }
    List<ReportedKey> keys = new ArrayList<>();
    for (RecordedReport.Result result : results) {
      boolean fleet = result.claim() == Claim.FLEET;
      keys.add(
          new ReportedKey(
              result,
              fleet ? held.fleet() : Optional.ofNullable(tenants.get(result.key())),
              fleet ? scored.fleet() : Optional.ofNullable(byName.get(result.key()))));
    }
    return keys;
  }
}
