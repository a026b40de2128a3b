package ai.tidemark.core.foreign.unigram;

import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.foreign.seeded.SeededScheme;
import ai.tidemark.core.foreign.seeded.Windows;
import ai.tidemark.core.law.NullLaw;

/** Unigram under its parameters: a tuple is a token, and every position is scored. */
final class UnigramScheme extends SeededScheme {
  private static final Windows TOKEN = Windows.selfSalted(1);

  private final GreenShare share;

  UnigramScheme(GreenShare share) {
    super(UnigramProfile.ID, TOKEN, share.vocabulary(), -1);
    this.share = share;
  }

  @Override
  public UnigramKey keyed(long key) {
    return new UnigramKey(this, key);
  }

  @Override
  public NullLaw law() {
    return new NullLaw.Hypergeometric(share.green(), share.vocabulary());
  }

  @Override
  public Pooling pooling() {
    return Pooling.REFUSED;
  }

  @Override
  public long mostTuples() {
    return share.vocabulary();
  }

  GreenShare share() {
    return share;
  }
}
