package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Evidence;
import java.util.List;

/**
 * What one document shows.
 *
 * @param positions scored positions, repeats included
 * @param fleet evidence of the fleet key on its tier
 * @param tenants evidence of each tenant key on the tenant tier, in the order of the keys
 */
public record DocumentEvidence(int positions, Evidence fleet, List<Evidence> tenants) {
  /** Validates. */
  public DocumentEvidence {
    tenants = List.copyOf(tenants);
  }
}
