package ai.tidemark.core.gumbel;

/** Whose key draws a position, as the coin says. */
public enum Tier {
  /** The deployment's one fleet key. */
  FLEET,
  /** The key of the tenant that asked. */
  TENANT
}
