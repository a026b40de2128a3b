package ai.tidemark.scan.inference;

/**
 * One question about a text: which tiers, under whose key.
 *
 * @param claim what it is about
 * @param era index of the era in {@link ScanKeys#eras}
 * @param tenant index of the tenant in {@link EraKeys#tenants}; -1 for {@link Claim#FLEET}
 */
public record Hypothesis(Claim claim, int era, int tenant) {
  /** Validates. */
  public Hypothesis {
    if ((claim == Claim.FLEET) != (tenant == -1)) {
      throw new IllegalArgumentException("tenant must be -1 for the fleet alone, but is " + tenant);
    }
  }

  /** About the fleet key of an era. */
  public static Hypothesis fleet(int era) {
    return new Hypothesis(Claim.FLEET, era, -1);
  }

  /** Returns the key that the question is named after. */
  public NamedKey key(ScanKeys keys) {
    EraKeys own = keys.eras().get(era);
    return claim == Claim.FLEET ? own.fleet() : own.tenants().get(tenant);
  }
}
