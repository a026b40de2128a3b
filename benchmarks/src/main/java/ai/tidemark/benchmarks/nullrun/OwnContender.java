package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.gumbel.Block;
import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.Score;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import java.util.Arrays;

/**
 * The product's own scheme under a fleet key: the coin of that key decides which of the tuples
 * count. A tuple is its block, as four words.
 */
final class OwnContender implements Contender {
  private static final int CHUNK = 4096;
  private final Contexts.Coined contexts = Contexts.Coined.DEFAULT;

  @Override
  public String profile() {
    return Profile.TIDEMARK_GUMBEL_AES;
  }

  @Override
  public int width() {
    return 4;
  }

  @Override
  public int forEach(int[] ids, int n, ForeignScheme.Sink sink) {
    int[] words = new int[4];
    return Grams.forEach(
        contexts,
        ids,
        n,
        (hi, lo) -> {
          words[0] = (int) (hi >>> 32);
          words[1] = (int) hi;
          words[2] = (int) (lo >>> 32);
          words[3] = (int) lo;
          sink.tuple(0, words, 0);
        });
  }

  @Override
  public NullLaw law() {
    return new NullLaw.ExponentialSum();
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  @Override
  public long mostTuples() {
    return Long.MAX_VALUE;
  }

  @Override
  public Tally tally(byte[] seed, CountedTuples tuples) {
    try (DrawKey fleet = fleetKey(seed);
        DrawKey coinKey = fleet.coinKey()) {
      Weighing weighing = new Weighing(Draws.bulk(fleet));
      Coin coin = new Coin(contexts, coinKey);
      Draws coins = Draws.bulk(coinKey);
      long[] hi = new long[CHUNK];
      long[] lo = new long[CHUNK];
      long[] coinHi = new long[CHUNK];
      long[] word = new long[CHUNK];
      Arrays.fill(coinHi, Block.COIN_HI);
      for (int start = 0; start < tuples.size(); start += CHUNK) {
        int n = Math.min(CHUNK, tuples.size() - start);
        read(tuples.words(), start, n, hi, lo);
        for (int i = 0; i < n; i++) {
          word[i] = Block.coinLo(lo[i]);
        }
        coins.words(coinHi, word, 0, n, word);
        for (int i = 0; i < n; i++) {
          if (coin.tier(word[i]) == Tier.FLEET && coin.domain(word[i]) == Block.domain(hi[i])) {
            weighing.add(hi[i], lo[i], start + i);
          }
        }
        weighing.score(tuples);
      }
      return weighing.tally();
    }
  }

  private static void read(int[] words, int start, int n, long[] hi, long[] lo) {
    for (int i = 0, at = 4 * start; i < n; i++, at += 4) {
      hi[i] = (long) words[at] << 32 | (words[at + 1] & 0xFFFF_FFFFL);
      lo[i] = (long) words[at + 2] << 32 | (words[at + 3] & 0xFFFF_FFFFL);
    }
  }

  /** Scores the tuples of one chunk that the coin let through, and weighs them three ways. */
  private static final class Weighing {
    private final Draws draws;
    private final long[] hi = new long[CHUNK];
    private final long[] lo = new long[CHUNK];
    private final int[] tuple = new int[CHUNK];
    private int held;
    private final Weights weights = new Weights();

    Weighing(Draws draws) {
      this.draws = draws;
    }

    void add(long high, long low, int index) {
      hi[held] = high;
      lo[held] = low;
      tuple[held++] = index;
    }

    void score(CountedTuples tuples) {
      draws.words(hi, lo, 0, held, hi);
      for (int i = 0; i < held; i++) {
        long score = Score.of(hi[i]);
        weights.once(score);
        weights.repeated(score, tuples.texts(tuple[i]), tuples.occurrences(tuple[i]));
      }
      held = 0;
    }

    Tally tally() {
      return weights.tally();
    }
  }

  @Override
  public TextKey textKey(byte[] seed) {
    TupleSet tuples = new TupleSet(4096);
    DrawKey fleet = fleetKey(seed);
    Coin coin = new Coin(contexts, fleet.coinKey());
    Draws draws = Draws.bulk(fleet);
    return (ids, n) -> {
      tuples.clear();
      Grams.forEach(contexts, ids, n, tuples::add);
      Evidence evidence =
          coin.route(tuples.hi(), tuples.lo(), 0, tuples.size()).fleet().evidence(draws);
      return new Count(evidence.n(), evidence.sum().toBigInteger().longValueExact());
    };
  }

  private static DrawKey fleetKey(byte[] seed) {
    return DrawKey.copyOf(Arrays.copyOf(seed, DrawKey.BYTES));
  }
}
