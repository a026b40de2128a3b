package ai.tidemark.scan.inference;

/** What a hypothesis is about: the tuples of which tiers, under whose key. */
public enum Claim {
  /** Tuples of the fleet tier under the fleet key: "is it ours?". */
  FLEET("fleet"),
  /** Tuples of the tenant tier under one tenant's key: "is it that tenant's?". */
  TENANT("tenant"),
  /** Both tiers together. Says "ours or that tenant's", so it never names a tenant by itself. */
  FLEET_AND_TENANT("fleet and tenant");

  private final String word;

  Claim(String word) {
    this.word = word;
  }

  /** Returns the word that reports print. */
  public String word() {
    return word;
  }
}
