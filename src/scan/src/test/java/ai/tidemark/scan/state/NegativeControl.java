package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.util.List;

/** A corpus whose global dedup is broken, for tests of what finds that out. */
public final class NegativeControl {
  private NegativeControl() {}

  /**
   * Returns the tuples of documents one after the other.
   *
   * @param documents distinct tuples of each
   */
  public static TupleSource of(List<TupleSet> documents) {
    return new Undeduplicated(documents);
  }
}
