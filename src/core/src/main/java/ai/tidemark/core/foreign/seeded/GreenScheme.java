package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.prf.Randperm;

/** A scheme whose green list is the beginning of a PyTorch CPU permutation. */
public abstract class GreenScheme extends SeededScheme {
  private final GreenShare share;
  private final Randperm lists;

  /**
   * @param profile its id
   * @param begin id of a token that is dropped where a text starts with it; negative: none
   */
  protected GreenScheme(String profile, Windows windows, GreenShare share, int begin) {
    super(profile, windows, share.vocabulary(), begin);
    this.share = share;
    this.lists = share.lists();
  }

  @Override
  public NullLaw law() {
    return new NullLaw.Binomial(1, share.green(), share.vocabulary());
  }

  @Override
  public long mostTuples() {
    return share.mostTuples();
  }

  /** Returns how many tokens are green. */
  public final GreenShare share() {
    return share;
  }

  /** Returns the permutations, for one thread. */
  public final Randperm lists() {
    return lists.copy();
  }
}
