package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.ResultRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** First committed, then activated, then the material; first planned, then scanned. */
final class TimeRules {
  private TimeRules() {}

  /**
   * Refuses an era whose keys may have been chosen after the material was there.
   *
   * @param material when it was first known
   */
  static void requireEra(EraCase era, OutsideTimes times, Instant material) {
    String name = "era " + era.commit().era();
    Instant committed = times.require("the commitment of " + name, era.commitIndex());
    Instant activated = times.require("the activation of " + name, era.activationIndex());
    if (!committed.isBefore(activated)) {
      throw new BundleException(
          Code.ERA_TIME,
          "others first saw the commitment of "
              + name
              + " at "
              + committed
              + ", not before its activation at "
              + activated);
    }
    if (!activated.isBefore(material)) {
      throw new BundleException(
          Code.MATERIAL_TIME,
          "others first saw the activation of "
              + name
              + " at "
              + activated
              + ", not before the material, which is known since "
              + RecordTime.format(material));
    }
    if (era.activation().beacon() instanceof BeaconValue.OfDrand beacon
        && beacon.suits(era.commit().beacon())) {
      requireRound(name, beacon, committed, times.each(era.commitIndex()));
    }
  }

  private static void requireRound(
      String name, BeaconValue.OfDrand beacon, Instant committed, List<Instant> words) {
    long round = beacon.round();
    try {
      boolean ofRule = words.stream().anyMatch(word -> Drand.firstRound(word) == round);
      Instant earliest = committed.plusSeconds(Drand.DELAY_SECONDS);
      if (beacon.chain().equals(Drand.QUICKNET)
          && ofRule
          && !Drand.timeOf(round).isBefore(earliest)) {
        return;
      }
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException _) {
      // a round of no time
    }
    throw new BundleException(
        Code.BEACON_ROUND,
        "beacon round "
            + round
            + " of "
            + name
            + " is not the first that appeared "
            + Drand.DELAY_SECONDS
            + " seconds or more after others saw its commitment at "
            + committed);
  }

  /** Refuses a plan that was logged when the scan had begun. */
  static void requirePlan(PlanRules.Places places, ResultRecord result, OutsideTimes times) {
    if (places.planIndex() >= places.resultIndex()) {
      throw new BundleException(Code.PLAN_TIME, "the plan stands after its result in the log");
    }
    Instant planned = times.require("the plan", places.planIndex());
    if (planned.isAfter(result.started())) {
      throw new BundleException(
          Code.PLAN_TIME,
          "others first saw the plan at "
              + planned
              + ", after the scan had started at "
              + RecordTime.format(result.started()));
    }
  }
}
