package ai.tidemark.scan.inference;

import ai.tidemark.core.patchy.Criterion;
import ai.tidemark.core.patchy.NullTable;
import java.util.stream.IntStream;

/**
 * Higher criticism on the p-values of distinct tuples, independent and uniform under the null, so
 * that the null law of the statistic depends on n alone and can be simulated. At the levels of an
 * alert it sees more than Tr-GoF, whose null has a tail as heavy as 1 / (2x).
 *
 * <p>Sequential Monte Carlo (Besag and Clifford 1991): replicates are drawn until {@link #ENOUGH}
 * of them reach the statistic; if that was at replicate l, p = ENOUGH / l, else (1 + reached) / (B
 * + 1). Replicates come in blocks, and l is taken as the first of its block: larger p, still valid.
 * So an innocent corpus costs a few dozen replicates and a marked one {@link #MOST}.
 */
public final class SparseTest {
  /** Replicates at most: no p-value below 1 / 10,000. */
  public static final int MOST = 9_999;

  private static final int ENOUGH = 10;
  private static final int BLOCK = 33; // 303 blocks are 9,999
  private static final int AT_ONCE = 16; // blocks looked at together; changes no result
  private static final long SEED = 0x7469_6465_6d61_726bL; // public; replicates see no key

  private SparseTest() {}

  /**
   * Returns ln p.
   *
   * @param sortedLnP natural logarithms of the tuples' p-values, ascending, shape [n], not modified
   */
  public static double lnP(double[] sortedLnP) {
    if (sortedLnP.length == 0) {
      return 0;
    }
    int drawn = 0;
    long reached = 0;
    while (drawn < MOST) {
      int blocks = drawn == 0 ? 1 : Math.min(AT_ONCE, (MOST - drawn) / BLOCK);
      for (long more : reached(sortedLnP, drawn / BLOCK, blocks)) {
        reached += more;
        if (reached >= ENOUGH) {
          return Math.min(0, StrictMath.log((double) ENOUGH / (drawn + 1)));
        }
        drawn += BLOCK;
      }
    }
    return StrictMath.log((1.0 + reached) / (drawn + 1.0));
  }

  /** Returns how many replicates of each block reach the statistic; blocks in parallel. */
  private static long[] reached(double[] sortedLnP, int first, int blocks) {
    return IntStream.range(first, first + blocks)
        .parallel()
        .mapToLong(
            b -> {
              NullTable table =
                  NullTable.of(Criterion.HIGHER_CRITICISM, sortedLnP.length, BLOCK, SEED + b);
              return Math.round(StrictMath.exp(table.lnP(sortedLnP)) * (BLOCK + 1)) - 1;
            })
        .toArray();
  }

  /** Returns the smallest ln p there is. */
  public static double lnLeast() {
    return -StrictMath.log(MOST + 1.0);
  }
}
