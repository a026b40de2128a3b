package ai.tidemark.evidence.plan;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Names;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The keys of an era that a plan tests, as they are known outside. */
public sealed interface PlanEra {
  /** SHA-256 in hex. */
  String HASH = "[0-9a-f]{64}";

  /** A key id in hex. */
  String KEY_ID = "[0-9a-f]{16}";

  /** Returns the name of the era. */
  String era();

  /** Returns how many keys it tests. */
  int count();

  /** Puts its fields. */
  void writeTo(ObjectNode node);

  /**
   * Keys that were committed to in a log.
   *
   * @param era its name
   * @param eraRecord leaf hash of its {@code era-commit} record, 64 hex digits
   * @param fleetTag tag of the fleet
   * @param fleet commitment to the fleet key
   * @param tenants sorted by tag, each once, the fleet's not among them
   */
  record Committed(
      String era, String eraRecord, String fleetTag, String fleet, List<CommittedKey> tenants)
      implements PlanEra {
    /** Validates. */
    public Committed {
      Names.require("era", era, Names.ERA);
      Names.require("eraRecord", eraRecord, HASH);
      Names.require("fleetTag", fleetTag, HASH);
      Names.require("fleet", fleet, HASH);
      tenants = List.copyOf(tenants);
      requireSorted("tenants", tenants.stream().map(CommittedKey::tag).toList());
      for (CommittedKey tenant : tenants) {
        if (tenant.tag().equals(fleetTag)) {
          throw new IllegalArgumentException("tenants must not hold the fleet's tag");
        }
      }
    }

    @Override
    public int count() {
      return 1 + tenants.size();
    }

    @Override
    public void writeTo(ObjectNode node) {
      node.put("era", era)
          .put("eraRecord", eraRecord)
          .put("fleetTag", fleetTag)
          .put("fleet", fleet);
      ArrayNode list = node.putArray("tenants");
      tenants.forEach(
          key -> list.addObject().put("tag", key.tag()).put("commitment", key.commitment()));
    }
  }

  /**
   * A tenant's key.
   *
   * @param tag of the tenant, 64 hex digits
   * @param commitment to the key, 64 hex digits
   */
  record CommittedKey(String tag, String commitment) {
    /** Validates. */
    public CommittedKey {
      Names.require("tag", tag, HASH);
      Names.require("commitment", commitment, HASH);
    }
  }

  /**
   * Keys of a key file, which nobody committed to: for practice.
   *
   * @param era its name
   * @param fleetId key id of the fleet key, 16 hex digits
   * @param tenantIds key ids of tenants' keys, sorted, each once
   */
  record Uncommitted(String era, String fleetId, List<String> tenantIds) implements PlanEra {
    /** Validates. */
    public Uncommitted {
      Names.require("era", era, Names.ERA);
      Names.require("fleetId", fleetId, KEY_ID);
      tenantIds = List.copyOf(tenantIds);
      tenantIds.forEach(id -> Names.require("tenantIds", id, KEY_ID));
      requireSorted("tenantIds", tenantIds);
    }

    @Override
    public int count() {
      return 1 + tenantIds.size();
    }

    @Override
    public void writeTo(ObjectNode node) {
      node.put("era", era).put("fleetId", fleetId);
      ArrayNode list = node.putArray("tenantIds");
      tenantIds.forEach(list::add);
    }
  }

  private static void requireSorted(String what, List<String> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i - 1).compareTo(values.get(i)) >= 0) {
        throw new IllegalArgumentException(what + " must be sorted, each once");
      }
    }
  }

  /** Reads an era of a plan whose keys were committed to. */
  static Committed readCommitted(StrictJson node) {
    List<CommittedKey> tenants = new ArrayList<>();
    for (StrictJson tenant : node.objects("tenants")) {
      tenants.add(new CommittedKey(tenant.text("tag"), tenant.text("commitment")));
      tenant.end();
    }
    Committed era =
        new Committed(
            node.text("era"),
            node.text("eraRecord"),
            node.text("fleetTag"),
            node.text("fleet"),
            tenants);
    node.end();
    return era;
  }

  /** Reads an era of a plan without commitments. */
  static Uncommitted readUncommitted(StrictJson node) {
    Uncommitted era =
        new Uncommitted(node.text("era"), node.text("fleetId"), node.texts("tenantIds", KEY_ID));
    node.end();
    return era;
  }
}
