package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.TextKey;

/**
 * What a scheme costs here, measured on a small sample with keys that are used for nothing else.
 *
 * @param keyNanos to set a key up
 * @param tupleNanos to score a distinct tuple
 * @param positionNanos to score a position of a single text
 */
record Pace(double keyNanos, double tupleNanos, double positionNanos) {
  private static final long ENOUGH_NANOS = 800_000_000;
  private static final int LEAST_ROUNDS = 3;

  /** Measures. */
  static Pace of(Contender contender, CountedTuples pilot, Texts texts) {
    String profile = contender.profile();
    long counter = Keys.PACE;
    CountedTuples few = new CountedTuples(pilot.width(), 1);
    if (pilot.size() > 0) {
      few.copy(pilot, 0);
    }
    double key = Double.MAX_VALUE;
    double tuple = Double.MAX_VALUE;
    long begin = System.nanoTime();
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() - begin < ENOUGH_NANOS; round++) {
      byte[] seed = Keys.seed(profile, counter++);
      long start = System.nanoTime();
      var _ = contender.tally(seed, few);
      key = Math.min(key, (double) (System.nanoTime() - start));
      start = System.nanoTime();
      var _ = contender.tally(seed, pilot);
      tuple = Math.min(tuple, (double) (System.nanoTime() - start) / Math.max(1, pilot.size()));
    }
    tuple = Math.max(0.1, tuple - key / Math.max(1, pilot.size()));
    return new Pace(key, tuple, position(contender, texts, counter));
  }

  private static double position(Contender contender, Texts texts, long counter) {
    int[] ids = new int[texts.mostIds()];
    double best = Double.MAX_VALUE;
    long begin = System.nanoTime();
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() - begin < ENOUGH_NANOS; round++) {
      TextKey key = contender.textKey(Keys.seed(contender.profile(), counter++));
      long positions = 0;
      long start = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        int text = Math.floorMod((round * 4 + i) * 7919, texts.count());
        int n = Math.min(256, texts.read(text, ids));
        positions += n;
        var _ = key.count(ids, n);
      }
      best = Math.min(best, (double) (System.nanoTime() - start) / Math.max(1, positions));
    }
    return best;
  }
}
