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
    Weights weights = new Weights();
    score(seed, new Rows(tuples), weights);
    return weights.tally();
  }

  @Override
  public void bulk(byte[] seed, WeighedColumns tuples, Weights into) {
    score(seed, new Columns(tuples), into);
  }

  private void score(byte[] seed, Source source, Weights into) {
    try (DrawKey fleet = fleetKey(seed);
        DrawKey coinKey = fleet.coinKey()) {
      Weighing weighing = new Weighing(Draws.bulk(fleet), into);
      Coin coin = new Coin(contexts, coinKey);
      Draws coins = Draws.bulk(coinKey);
      long[] hi = new long[CHUNK];
      long[] lo = new long[CHUNK];
      long[] coinHi = new long[CHUNK];
      long[] word = new long[CHUNK];
      Arrays.fill(coinHi, Block.COIN_HI);
      for (int start = 0; start < source.size(); start += CHUNK) {
        int n = Math.min(CHUNK, source.size() - start);
        source.read(start, n, hi, lo);
        for (int i = 0; i < n; i++) {
          word[i] = Block.coinLo(lo[i]);
        }
        coins.words(coinHi, word, 0, n, word);
        for (int i = 0; i < n; i++) {
          if (coin.tier(word[i]) == Tier.FLEET && coin.domain(word[i]) == Block.domain(hi[i])) {
            weighing.add(hi[i], lo[i], start + i);
          }
        }
        weighing.score(source);
      }
    }
  }

  @Override
  public Tally oneByOne(byte[] seed, CountedTuples tuples) {
    try (DrawKey fleet = fleetKey(seed);
        DrawKey coinKey = fleet.coinKey()) {
      Draws draws = Draws.scalar(fleet);
      Coin coin = new Coin(contexts, coinKey);
      Weights weights = new Weights();
      int[] words = tuples.words();
      for (int i = 0; i < tuples.size(); i++) {
        long hi = joined(words[4 * i], words[4 * i + 1]);
        long lo = joined(words[4 * i + 2], words[4 * i + 3]);
        long toss = coin.word(lo);
        if (coin.tier(toss) == Tier.FLEET && coin.domain(toss) == Block.domain(hi)) {
          long score = Score.of(draws.word(hi, lo));
          weights.once(score);
          weights.repeated(score, tuples.texts(i), tuples.occurrences(i));
        }
      }
      return weights.tally();
    }
  }

  @Override
  public boolean merges(byte[] seed) {
    return false;
  }

  private static long joined(int high, int low) {
    return (long) high << 32 | (low & 0xFFFF_FFFFL);
  }

  /** Where blocks and their weights come from. */
  private interface Source {
    int size();

    void read(int start, int n, long[] hi, long[] lo);

    int texts(int tuple);

    int occurrences(int tuple);
  }

  private record Rows(CountedTuples tuples) implements Source {
    @Override
    public int size() {
      return tuples.size();
    }

    @Override
    public void read(int start, int n, long[] hi, long[] lo) {
      int[] words = tuples.words();
      for (int i = 0, at = 4 * start; i < n; i++, at += 4) {
        hi[i] = joined(words[at], words[at + 1]);
        lo[i] = joined(words[at + 2], words[at + 3]);
      }
    }

    @Override
    public int texts(int tuple) {
      return tuples.texts(tuple);
    }

    @Override
    public int occurrences(int tuple) {
      return tuples.occurrences(tuple);
    }
  }

  private record Columns(WeighedColumns tuples) implements Source {
    @Override
    public int size() {
      return tuples.size();
    }

    @Override
    public void read(int start, int n, long[] hi, long[] lo) {
      int[][] words = new int[4][];
      Arrays.setAll(words, tuples.words()::column);
      for (int i = 0; i < n; i++) {
        hi[i] = joined(words[0][start + i], words[1][start + i]);
        lo[i] = joined(words[2][start + i], words[3][start + i]);
      }
    }

    @Override
    public int texts(int tuple) {
      return tuples.texts()[tuple];
    }

    @Override
    public int occurrences(int tuple) {
      return tuples.occurrences()[tuple];
    }
  }

  /** Scores the tuples of one chunk that the coin let through, and weighs them three ways. */
  private static final class Weighing {
    private final Draws draws;
    private final long[] hi = new long[CHUNK];
    private final long[] lo = new long[CHUNK];
    private final int[] tuple = new int[CHUNK];
    private final long[] scores = new long[CHUNK];
    private int held;
    private final Weights weights;

    Weighing(Draws draws, Weights weights) {
      this.draws = draws;
      this.weights = weights;
    }

    void add(long high, long low, int index) {
      hi[held] = high;
      lo[held] = low;
      tuple[held++] = index;
    }

    void score(Source source) {
      draws.words(hi, lo, 0, held, hi);
      Score.of(hi, scores, held);
      for (int i = 0; i < held; i++) {
        long score = scores[i];
        weights.once(score);
        weights.repeated(score, source.texts(tuple[i]), source.occurrences(tuple[i]));
      }
      held = 0;
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
