package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.seeded.GreenScheme;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.foreign.seeded.Windows;
import ai.tidemark.core.json.StrictJson;
import java.util.Locale;

/** MarkLLM's KGW under its parameters. */
final class MarkllmScheme extends GreenScheme {
  /** {@code f_scheme}: how the preceding tokens are made one. */
  enum Fold {
    /** Their product modulo the vocabulary. */
    TIME,
    /** Their sum modulo the vocabulary. */
    ADDITIVE,
    /** The oldest. */
    SKIP,
    /** The smallest of their places in the permutation. */
    MIN
  }

  private final Fold fold;
  private final boolean self;

  /**
   * @param prefixLength preceding tokens, in 1..64
   * @param self {@code window_scheme} self: the token's own place multiplies the seed
   */
  MarkllmScheme(GreenShare share, int prefixLength, Fold fold, boolean self) {
    super(MarkllmKgwProfile.ID, windows(share.vocabulary(), prefixLength, fold), share, -1);
    this.fold = fold;
    this.self = self;
  }

  /** Reads {@code f_scheme}. */
  static Fold fold(StrictJson from) {
    return Fold.valueOf(from.text("f_scheme", "time|additive|skip|min").toUpperCase(Locale.ROOT));
  }

  private static Windows windows(int vocabulary, int h, Fold fold) {
    return switch (fold) {
      case MIN -> Windows.context(h);
      case SKIP -> Windows.oldest(h);
      case TIME, ADDITIVE ->
          new Windows(
              2,
              h,
              h + 1,
              (ids, i, to) -> {
                to[0] = fold(vocabulary, h, fold, ids, i);
                to[1] = ids[i];
              });
    };
  }

  private static int fold(int vocabulary, int h, Fold fold, int[] ids, int position) {
    long folded = fold == Fold.TIME ? 1 : 0;
    for (int i = position - h; i < position; i++) {
      folded = (fold == Fold.TIME ? folded * ids[i] : folded + ids[i]) % vocabulary;
    }
    return (int) folded;
  }

  @Override
  public MarkllmKey keyed(long key) {
    return new MarkllmKey(this, key);
  }

  @Override
  public long mostTuples() {
    long vocabulary = share().vocabulary();
    return Math.min(super.mostTuples(), vocabulary * vocabulary);
  }

  Fold fold() {
    return fold;
  }

  boolean self() {
    return self;
  }
}
