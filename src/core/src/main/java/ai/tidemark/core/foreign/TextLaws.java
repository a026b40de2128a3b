package ai.tidemark.core.foreign;

import ai.tidemark.core.law.NullLaw;
import java.util.HashMap;
import java.util.Map;

/**
 * The laws given the tuples of the same texts ({@link ForeignScheme#lawOf}), computed once for all
 * keys of equal schemes: a scheme's tuples do not depend on the key. Make one per text, or per set
 * of texts that are pooled. Not thread-safe.
 */
public final class TextLaws {
  private final Map<ForeignScheme, Known> known = new HashMap<>();

  private record Known(int n, NullLaw law) {}

  /**
   * Returns the law given the tuples, which must be those of this object's texts.
   *
   * @throws IllegalArgumentException if an equal scheme found another number of tuples before
   */
  NullLaw of(ForeignScheme scheme, WordTuples counted) {
    Known found =
        known.computeIfAbsent(scheme, one -> new Known(counted.size(), one.lawOf(counted)));
    if (found.n != counted.size()) {
      throw new IllegalArgumentException(
          "these laws are of other texts: they had "
              + found.n
              + " distinct tuples, but here are "
              + counted.size());
    }
    return found.law;
  }
}
