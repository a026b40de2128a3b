package ai.tidemark.core.gumbel;

import ai.tidemark.core.scheme.Contexts;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Marks one answer: chooses each token among the engine's candidates, keyed where the scheme says
 * so and plainly elsewhere. Lives as long as the answer, across draft chunks and retries; sees only
 * visible output ids. Not thread-safe.
 *
 * <p>Position i is drawn keyed iff i >= W, no id of its widest context or candidate set is 2^18 or
 * more, and its (domain, context) was not the context of an earlier keyed draw of this answer
 * (docs/formats/tidemark-gumbel-aes-v1.md, "Marking one answer").
 */
public final class Marker {
  private final Contexts.Coined contexts;
  private final Coin coin;
  private final Draws fleet;
  private final Draws tenant;
  private final RandomGenerator plain;
  private final TupleSet used = new TupleSet(256);

  private int[] ids = new int[256];
  private int size;
  private long[] hi = new long[64];
  private long[] lo = new long[64];
  private long[] words = new long[64];

  private boolean keyed;
  private final Tally fleetTally = new Tally();
  private final Tally tenantTally = new Tally();

  /**
   * A marker for one answer.
   *
   * @param fleet the fleet key
   * @param tenant the tenant's key; the fleet key again where there are no tenants
   * @param plain source of unkeyed draws; unpredictable in production
   */
  public Marker(Contexts.Coined contexts, DrawKey fleet, DrawKey tenant, RandomGenerator plain) {
    this.contexts = contexts;
    try (DrawKey coinKey = fleet.coinKey()) {
      this.coin = new Coin(contexts, coinKey);
    }
    this.fleet = Draws.bulk(fleet);
    this.tenant = Draws.bulk(tenant);
    this.plain = plain;
  }

  /**
   * Chooses the next token and appends it to the answer.
   *
   * @param candidates token ids, all different, shape [>= n]
   * @param q sampling distribution after temperature, top-k and top-p, shape [>= n]; q > 0, sum 1
   * @param n how many candidates, at least 1
   * @return index of the chosen candidate, in 0..n-1
   */
  public int choose(int[] candidates, double[] q, int n) {
    Objects.checkFromToIndex(0, n, Math.min(candidates.length, q.length));
    if (n == 0) {
      throw new IllegalArgumentException("n must be at least 1");
    }
    int chosen = -1;
    keyed = false;
    if (slotsFit(candidates, n)) {
      long coinWord = coin.word(coinLo());
      int domain = coin.domain(coinWord);
      if (used.add(contextHi(domain), contextLo(domain))) {
        Tier tier = coin.tier(coinWord);
        chosen = keyedChoice(candidates, q, n, domain, tier == Tier.FLEET ? fleet : tenant);
        keyed = true;
        Tally tally = tally(tier);
        tally.positions++;
        tally.expectedScore += ExpectedScore.of(q, n);
      }
    }
    if (!keyed) {
      chosen = plainChoice(q, n);
    }
    append(candidates[chosen]);
    return chosen;
  }

  /** Returns whether the last choice was keyed. */
  public boolean lastWasKeyed() {
    return keyed;
  }

  /** Returns how many tokens the answer has. */
  public int size() {
    return size;
  }

  /** Returns how many positions were drawn under the tier's key. */
  public int keyedPositions(Tier tier) {
    return tally(tier).positions;
  }

  /**
   * Returns the sum over the tier's keyed positions of the expected score, in nats: 1 each for
   * unmarked text, more by what {@link ExpectedScore} says. It depends on entropy only.
   */
  public double expectedScore(Tier tier) {
    return tally(tier).expectedScore;
  }

  private Tally tally(Tier tier) {
    return tier == Tier.FLEET ? fleetTally : tenantTally;
  }

  private boolean slotsFit(int[] candidates, int n) {
    if (size < contexts.wide()) {
      return false;
    }
    for (int k = 1; k <= contexts.wide(); k++) {
      if (ids[size - k] < 0 || ids[size - k] >= Block.ID_LIMIT) {
        return false;
      }
    }
    for (int j = 0; j < n; j++) {
      if (candidates[j] < 0 || candidates[j] >= Block.ID_LIMIT) {
        return false;
      }
    }
    return true;
  }

  private long coinLo() {
    return (long) ids[size - 1] << 18 | (long) ids[size - 2] << 36;
  }

  private long contextHi(int domain) {
    reserve();
    ids[size] = 0;
    return Block.hi(domain, ids, size, coin.width(domain));
  }

  private long contextLo(int domain) {
    return Block.lo(ids, size, coin.width(domain)); // slot 0 was set to 0 by contextHi
  }

  private int keyedChoice(int[] candidates, double[] q, int n, int domain, Draws draws) {
    if (hi.length < n) {
      hi = new long[n];
      lo = new long[n];
      words = new long[n];
    }
    long contextHi = contextHi(domain);
    long contextLo = contextLo(domain);
    for (int j = 0; j < n; j++) {
      hi[j] = contextHi;
      lo[j] = contextLo | candidates[j];
    }
    draws.words(hi, lo, 0, n, words);
    int best = -1;
    double bestValue = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      double value = lnU(words[j]) / q[j];
      if (best < 0
          || value > bestValue
          || (value == bestValue && candidates[j] < candidates[best])) {
        best = j;
        bestValue = value;
      }
    }
    return best;
  }

  /** Returns ln u with u = (w + 1/2) / 2^64, accurate at both ends. */
  static double lnU(long w) {
    if (w >= 0) { // u < 1/2
      return Math.log((w + 0.5) * 0x1p-64);
    }
    return Math.log1p(-((~w + 0.5) * 0x1p-64)); // 1 - u = (2^64 - w - 1/2) / 2^64
  }

  private int plainChoice(double[] q, int n) {
    double total = 0;
    for (int j = 0; j < n; j++) {
      total += q[j];
    }
    double at = plain.nextDouble() * total;
    for (int j = 0; j < n - 1; j++) {
      at -= q[j];
      if (at < 0) {
        return j;
      }
    }
    return n - 1;
  }

  private void append(int id) {
    reserve();
    ids[size++] = id;
  }

  private void reserve() {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, ids.length * 2);
    }
  }

  /** What a tier's key has drawn so far. */
  private static final class Tally {
    private int positions;
    private double expectedScore;
  }
}
