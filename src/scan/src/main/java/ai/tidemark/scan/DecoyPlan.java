package ai.tidemark.scan;

import ai.tidemark.scan.inference.NamedKey;
import java.util.List;

/**
 * Which keys that never marked anything are scored beside the real ones.
 *
 * @param count decoy keys under the true coin, in 99..100,000
 * @param seed public; the decoys are derived from it, never from a real key, so that anyone can
 *     recompute the panel
 * @param wrongKeys further fleet keys with their own coins, each scored over the whole corpus and
 *     reported under its name
 */
public record DecoyPlan(int count, String seed, List<NamedKey> wrongKeys) {
  /** 99 decoys. */
  public static final DecoyPlan DEFAULT = new DecoyPlan(99, "tidemark", List.of());

  /** Validates. */
  public DecoyPlan {
    if (count < 99 || count > 100_000) {
      throw new IllegalArgumentException("count must be in 99..100,000, but is " + count);
    }
    wrongKeys = List.copyOf(wrongKeys);
  }
}
