package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.DrawKey;

/**
 * A key under the names that reports may show.
 *
 * @param name {@code fleet}, or the tenant's pseudonym
 * @param id public id of the key, for example the one its key file gives
 * @param key the secret; its owner closes it after the scan
 */
public record NamedKey(String name, String id, DrawKey key) {
  @Override
  public String toString() {
    return name + " (" + id + ")";
  }
}
