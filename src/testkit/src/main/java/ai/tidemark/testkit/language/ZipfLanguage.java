package ai.tidemark.testkit.language;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A language whose probabilities are known: after each token 40 others can come, the j-th with
 * probability proportional to 1 / (j + 1); 2.9 nats a token. Deterministic in its seed. Not
 * thread-safe.
 */
public final class ZipfLanguage {
  private static final int CANDIDATES = 40;
  private static final int VOCABULARY = 49_999; // prime, so that every step visits every id

  private final long seed;
  private final int[] candidates = new int[CANDIDATES];
  private final double[] q = new double[CANDIDATES];

  /** The language of a seed. */
  public ZipfLanguage(long seed) {
    this.seed = seed;
    double total = 0;
    for (int j = 0; j < CANDIDATES; j++) {
      total += 1.0 / (j + 1);
    }
    for (int j = 0; j < CANDIDATES; j++) {
      q[j] = 1 / ((j + 1) * total);
    }
  }

  private void after(int token) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + token);
    int id = random.nextInt(VOCABULARY);
    int step = 1 + random.nextInt(VOCABULARY - 1);
    for (int j = 0; j < CANDIDATES; j++) {
      candidates[j] = id;
      id = (id + step) % VOCABULARY;
    }
  }

  /** Returns a text that nobody marked. */
  public int[] plain(int tokens, RandomGenerator random) {
    int[] ids = new int[tokens];
    int last = random.nextInt(VOCABULARY);
    for (int i = 0; i < tokens; i++) {
      after(last);
      double at = random.nextDouble();
      int j = 0;
      while (j < CANDIDATES - 1 && at >= q[j]) {
        at -= q[j++];
      }
      last = candidates[j];
      ids[i] = last;
    }
    return ids;
  }

  /** What a marked text must look like from outside. */
  public static final class Marked {
    private final int[] ids;
    private final double fleetExcess;
    private final int fleetPositions;

    private Marked(int[] ids, double fleetExcess, int fleetPositions) {
      this.ids = ids;
      this.fleetExcess = fleetExcess;
      this.fleetPositions = fleetPositions;
    }

    /** Returns its token ids. */
    public int[] ids() {
      return ids;
    }

    /**
     * Returns the expected score above 1, in nats, summed over the positions drawn under the fleet
     * key.
     */
    public double fleetExcess() {
      return fleetExcess;
    }

    /** Returns how many positions were drawn under the fleet key. */
    public int fleetPositions() {
      return fleetPositions;
    }
  }

  /** Returns a text marked under the keys. */
  public Marked marked(
      int tokens, Contexts.Coined contexts, DrawKey fleet, DrawKey tenant, RandomGenerator random) {
    Marker marker = new Marker(contexts, fleet, tenant, random);
    int[] ids = new int[tokens];
    int last = random.nextInt(VOCABULARY);
    for (int i = 0; i < tokens; i++) {
      after(last);
      last = candidates[marker.choose(candidates, q, CANDIDATES)];
      ids[i] = last;
    }
    int positions = marker.keyedPositions(Tier.FLEET);
    return new Marked(ids, marker.expectedScore(Tier.FLEET) - positions, positions);
  }
}
