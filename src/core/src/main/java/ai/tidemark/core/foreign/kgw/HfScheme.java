package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.foreign.seeded.Windows;

/** The watermark of transformers under its parameters. */
final class HfScheme extends GreenScheme {
  private final boolean selfHash;
  private final int contextWidth;
  private final boolean distinct;

  /**
   * @param selfHash whether the seed reads the whole window, the token scored included
   * @param contextWidth in 1..64; with {@code selfHash} it counts the token scored
   * @param distinct {@code ignore_repeated_ngrams}, for the source's own detector only
   * @param begin {@code bos_token_id}, or negative
   */
  HfScheme(GreenShare share, boolean selfHash, int contextWidth, boolean distinct, int begin) {
    super(
        HfProfile.ID,
        selfHash ? Windows.selfSalted(contextWidth) : Windows.last(contextWidth),
        share,
        begin);
    this.selfHash = selfHash;
    this.contextWidth = contextWidth;
    this.distinct = distinct;
  }

  @Override
  public HfKey keyed(long key) {
    return new HfKey(this, key);
  }

  @Override
  public Pooling pooling() {
    return selfHash && contextWidth == 1 ? Pooling.FEW_STATES : Pooling.ALLOWED;
  }

  boolean selfHash() {
    return selfHash;
  }

  int contextWidth() {
    return contextWidth;
  }

  boolean distinct() {
    return distinct;
  }
}
