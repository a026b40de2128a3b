package ai.tidemark.evidence.plan;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.store.StoreFolder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of a store, and its log, for planned scans. */
public final class StoredKeys {
  private StoredKeys() {}

  /**
   * Returns the keys of an era that may be scanned with; the caller closes them.
   *
   * @param folder of the store
   * @param store the same store, open
   * @param tenants only these; all of the era if empty
   * @throws ai.tidemark.core.BadInputException if the era is not active or is destroyed, is for
   *     another profile, or its keys are not the ones committed to
   */
  public static PlannedKeys of(
      Path folder, StoreFolder store, Profile profile, String era, List<String> tenants) {
    List<String> all;
    try (KeyFile keys = store.ring(InstantSource.system()).keys(era)) {
      all = keys.tenants(); // those that are not destroyed
    }
    return new LoggedKeys(store.derivation(), store.history(), profile)
        .of(era, StoreFolder.eras(folder).commitments(era), tenants.isEmpty() ? all : tenants);
  }

  /** Returns the store's log: each record is on disk and under a checkpoint when it returns. */
  public static ScanLog log(StoreFolder store) {
    return new StoreLog(store);
  }

  private record StoreLog(StoreFolder store) implements ScanLog {
    @Override
    public void append(ControlRecord record) {
      var _ = store.append(record.canonicalJson());
    }

    @Override
    public Optional<PlanRecord> waiting(String plan) {
      Map<String, PlanRecord> waiting = new LinkedHashMap<>(); // by leaf hash, in the log's order
      LogReader reader = store.reader();
      reader.forEach(
          0,
          reader.size(),
          (index, entry) -> {
            switch (ControlRecord.parse("log entry " + index, entry)) {
              case PlanRecord record when record.plan().equals(plan) ->
                  waiting.put(record.leafHash(), record);
              case ResultRecord result -> waiting.remove(result.plan());
              default -> {}
            }
          });
      return waiting.values().stream().reduce((_, later) -> later);
    }
  }
}
