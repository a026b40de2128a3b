package ai.tidemark.evidence.plan;

import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys of an era, and what a plan may say of them.
 *
 * @param keys the secrets
 * @param known what is known of them outside
 */
public record PlannedKeys(EraKeys keys, PlanEra known) {
  private static final HexFormat HEX = HexFormat.of();

  /** Keys that nobody committed to. */
  public static PlannedKeys uncommitted(EraKeys keys) {
    List<String> ids = keys.tenants().stream().map(NamedKey::id).sorted().toList();
    return new PlannedKeys(keys, new PlanEra.Uncommitted(keys.era(), keys.fleet().id(), ids));
  }

  /**
   * Keys that were committed to.
   *
   * @param eraRecord leaf hash of the era's {@code era-commit} record
   * @param fleet the fleet's seed
   * @param tenants seeds of the tenants, in the order of {@code keys}
   */
  public static PlannedKeys committed(
      EraKeys keys, String eraRecord, EraSeed fleet, List<EraSeed> tenants) {
    if (tenants.size() != keys.tenants().size()) {
      throw new IllegalArgumentException(
          "there must be a seed for each of " + keys.tenants().size() + " tenants");
    }
    List<PlanEra.CommittedKey> committed = new ArrayList<>();
    for (EraSeed tenant : tenants) {
      committed.add(
          new PlanEra.CommittedKey(
              HEX.formatHex(tenant.tag()), HEX.formatHex(tenant.commitment())));
    }
    committed.sort(Comparator.comparing(PlanEra.CommittedKey::tag));
    PlanEra known =
        new PlanEra.Committed(
            keys.era(),
            eraRecord,
            HEX.formatHex(fleet.tag()),
            HEX.formatHex(fleet.commitment()),
            committed);
    return new PlannedKeys(keys, known);
  }
}
