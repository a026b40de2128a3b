package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.keys.derive.CoinKey;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.ProfilePin;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Records of an era as its operator logs them, and a plan that names one. */
public final class EraRecords {
  /** When the log begins. */
  static final Instant MIDNIGHT = Instant.parse("2026-09-01T00:00:00Z");

  private EraRecords() {}

  /** Returns an era's commitment. */
  public static EraCommit commit(String name, int serial, String previous, Story story) {
    return new EraCommit(
        MIDNIGHT,
        Cast.DEPLOYMENT,
        name,
        Instant.parse("2026-10-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"),
        serial,
        previous,
        ProfilePin.of(Cast.PROFILE),
        story.commitments.size(),
        HexFormat.of().formatHex(story.commitments.root()),
        new BeaconRule.OfDrand(Drand.QUICKNET));
  }

  /** Returns an era's activation. */
  public static Activate activation(EraCommit era, BeaconValue beacon) {
    byte[] coin = Cast.coin(Story.seeds().getFirst(), beacon.salt());
    return new Activate(
        Instant.parse("2026-09-02T00:00:00Z"),
        era.era(),
        era.leafHash(),
        beacon,
        HexFormat.of().formatHex(CoinKey.commitment(Cast.PROFILE_HASH, era.era(), coin)));
  }

  /** Returns a plan whose one era names a record. */
  public static Plan named(Plan plan, String eraRecord) {
    PlanEra.Committed era = (PlanEra.Committed) plan.keys().getFirst();
    return new Plan(
        plan.question(),
        plan.profile(),
        List.of(
            new PlanEra.Committed(
                era.era(), eraRecord, era.fleetTag(), era.fleet(), era.tenants())),
        plan.method(),
        plan.corpus(),
        plan.created());
  }
}
