package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;

/** The authors' watermark under its parameters. */
final class OriginalScheme extends GreenScheme {
  private final SeedingScheme seeding;
  private final boolean distinct;

  /**
   * @param distinct {@code ignore_repeated_ngrams}, for the source's own detector only
   * @param begin {@code bos_token_id}, or negative
   */
  OriginalScheme(GreenShare share, SeedingScheme seeding, boolean distinct, int begin) {
    super(OriginalProfile.ID, seeding.windows(), share, begin);
    this.seeding = seeding;
    this.distinct = distinct;
  }

  @Override
  public OriginalKey keyed(long key) {
    return new OriginalKey(this, key);
  }

  SeedingScheme seeding() {
    return seeding;
  }

  boolean distinct() {
    return distinct;
  }
}
