package ai.tidemark.scan.inference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of one era.
 *
 * @param era its name
 * @param fleet the fleet key, which also fixes the coin
 * @param tenants tenant keys, names all different; may be empty, then tuples of the tenant tier are
 *     not counted
 */
public record EraKeys(String era, NamedKey fleet, List<NamedKey> tenants) {
  /** Validates. */
  public EraKeys {
    tenants = List.copyOf(tenants);
    Set<String> names = new HashSet<>();
    for (NamedKey tenant : tenants) {
      if (!names.add(tenant.name())) {
        throw new IllegalArgumentException("tenant " + tenant.name() + " is named twice");
      }
    }
  }

  /** The fleet key alone. */
  public EraKeys fleetOnly() {
    return new EraKeys(era, fleet, List.of());
  }
}
