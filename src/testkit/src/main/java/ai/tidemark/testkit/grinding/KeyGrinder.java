package ai.tidemark.testkit.grinding;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import java.util.Comparator;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Tries fleet keys on a text after the fact and keeps the one that shows most. The p-value of the
 * best of N keys is about 1 / N on any text, marked or not: why a key must be fixed before the text
 * is known, and why every key that was fixed is charged for.
 */
public final class KeyGrinder {
  private KeyGrinder() {}

  /**
   * The best key.
   *
   * @param number which one
   * @param evidence fleet tuples under its own coin
   * @param lnP natural logarithm of its p, before anything is charged
   */
  public record Found(long number, Evidence evidence, double lnP) {}

  /**
   * Tries keys 0..count-1, in parallel.
   *
   * @param tuples of the text
   * @param count how many keys
   * @param keys the key of a number; made fresh each time, closed here
   */
  public static Found best(
      Contexts.Coined contexts, TupleSet tuples, long count, LongFunction<DrawKey> keys) {
    return LongStream.range(0, count)
        .parallel()
        .mapToObj(number -> score(contexts, tuples, number, keys))
        .min(Comparator.comparingDouble(Found::lnP).thenComparingLong(Found::number))
        .orElseThrow(() -> new IllegalArgumentException("count must be positive, but is " + count));
  }

  private static Found score(
      Contexts.Coined contexts, TupleSet tuples, long number, LongFunction<DrawKey> keys) {
    try (DrawKey fleet = keys.apply(number);
        DrawKey coin = fleet.coinKey()) {
      Evidence evidence =
          new Coin(contexts, coin)
              .route(tuples.hi(), tuples.lo(), 0, tuples.size())
              .fleet()
              .evidence(Draws.bulk(fleet));
      return new Found(number, evidence, evidence.lnP());
    }
  }
}
