package ai.tidemark.scan.foreign;

import ai.tidemark.core.foreign.KeyedScheme;

/**
 * A foreign key with a name for people.
 *
 * @param name for example its file's
 * @param key scheme and key; never printed
 */
public record ForeignKey(String name, KeyedScheme key) {
  @Override
  public String toString() {
    return "ForeignKey[" + name + "]";
  }
}
