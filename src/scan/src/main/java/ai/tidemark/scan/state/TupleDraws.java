package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Score;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.TextForm;
import java.util.Arrays;

/** What single tuples draw under one key, where {@link CorpusScores} has sums. */
public final class TupleDraws {
  private static final int RUN = 1 << 13;

  private TupleDraws() {}

  /**
   * Returns how many distinct tuples of a tier and a text form drew a low u under a key.
   *
   * @param coinKey see {@link DrawKey#coinKey}
   * @param low u at or below this, in (0, 1)
   */
  public static long low(
      TupleSource tuples,
      Contexts.Coined contexts,
      DrawKey coinKey,
      DrawKey key,
      Tier tier,
      TextForm form,
      double low) {
    Coin coin = new Coin(contexts, coinKey);
    Draws draws = Draws.bulk(key);
    long cut = (long) (low * 0x1p32); // of the first 32 bits of a word
    long[] count = new long[1];
    TupleRuns runs =
        new TupleRuns(
            tuples.parts(tuples.level()).stream().filter(part -> part.in(form)).toList(),
            RUN,
            (_, hi, lo, n) -> {
              Coin.Routed routed = coin.route(hi, lo, 0, n);
              (tier == Tier.FLEET ? routed.fleet() : routed.tenant())
                  .forEachWord(draws, w -> count[0] += (w >>> 32) < cut ? 1 : 0);
            });
    for (int p = 0; p < tuples.partitions(); p++) {
      tuples.forEach(p, runs);
    }
    runs.end();
    return count[0];
  }

  /**
   * Returns the natural logarithms of the p-values of single tuples under a fleet key, p =
   * e^-score: those of the fleet tier on a slice, of one text form; ascending. Scores are floors,
   * so each p is at most 2^-32 too large.
   */
  public static double[] lnP(
      TupleSlice slice, Contexts.Coined contexts, DrawKey fleet, TextForm form) {
    Coin coin;
    try (DrawKey coinKey = fleet.coinKey()) {
      coin = new Coin(contexts, coinKey);
    }
    Draws draws = Draws.bulk(fleet);
    double[][] found = {new double[RUN]};
    int[] size = new int[1];
    for (TupleSlice.Run run : slice.runs(form)) {
      Coin.Tuples routed = coin.route(run.hi(), run.lo(), 0, run.size()).fleet();
      if (found[0].length < size[0] + routed.size()) {
        found[0] = Arrays.copyOf(found[0], 2 * (size[0] + routed.size()));
      }
      routed.forEachWord(draws, w -> found[0][size[0]++] = -Score.of(w) * Score.UNIT);
    }
    double[] sorted = Arrays.copyOf(found[0], size[0]);
    Arrays.sort(sorted);
    return sorted;
  }
}
