package ai.tidemark.keys.store;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.RecordTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What an era is committed to.
 *
 * @param era its name, once in a log
 * @param start from when its keys may mark
 * @param end until when, after start
 * @param profile what the keys are for
 * @param tenants pseudonyms, each once; the fleet always has a key
 * @param beacon what the keys will be mixed with
 */
public record EraTerms(
    String era,
    Instant start,
    Instant end,
    Profile profile,
    Collection<String> tenants,
    BeaconRule beacon) {
  /** Validates. */
  public EraTerms {
    Names.require("era", era, Names.ERA);
    RecordTime.format(start);
    RecordTime.format(end);
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "start must lie before end, but is " + start + ", and end " + end);
    }
    TreeSet<String> sorted = new TreeSet<>();
    for (String tenant : tenants) {
      Names.require("tenant", tenant, Names.TENANT);
      if (!sorted.add(tenant)) {
        throw new IllegalArgumentException("tenant " + tenant + " is named twice");
      }
    }
    tenants = List.copyOf(sorted);
  }
}
