package ai.tidemark.scan;

import ai.tidemark.scan.inference.NamedKey;
import java.util.List;

/**
 * Which keys that never marked anything are scored beside the real ones.
 *
 * @param count decoy keys under the true coin, in 99..100,000
 * @param full decoy fleet keys, each with its own coin, in 99..10,000, or 0 for none
 * @param seed public; the decoys are derived from it, never from a real key, so that anyone can
 *     recompute the panel
 * @param wrongKeys further fleet keys with their own coins, each scored over the whole corpus and
 *     reported under its name
 */
public record DecoyPlan(int count, int full, String seed, List<NamedKey> wrongKeys) {
  /** 999 decoys, so that a rank can be as small as one in a thousand, and 99 full ones. */
  public static final DecoyPlan DEFAULT = new DecoyPlan(999, 99, "tidemark", List.of());

  /** Validates. */
  public DecoyPlan {
    if (count < 99 || count > 100_000) {
      throw new IllegalArgumentException("count must be in 99..100,000, but is " + count);
    }
    if (full != 0 && (full < 99 || full > 10_000)) {
      throw new IllegalArgumentException("full must be 0 or in 99..10,000, but is " + full);
    }
    wrongKeys = List.copyOf(wrongKeys);
  }
}
