package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;

/**
 * SynthID of DeepMind's repository since June 2025. The hash is linear, so the hash of an n-gram
 * from a keyed start is its hash from zero plus A^ngram_len times that start: those 64 bits are the
 * tuple, high word first.
 */
final class Dm2025Scheme implements ForeignScheme {
  /**
   * Twelve rounds that keep 59 bits each leave a g-value's bias near 2^-30, as of a random function
   * on 2^59 values; 2^46 tuples of 30 layers keep the shift of their sum below a tenth of a
   * standard deviation.
   */
  private static final long MOST = 1L << 46;

  private final Parameters parameters;

  Dm2025Scheme(Parameters parameters) {
    this.parameters = parameters;
  }

  Parameters parameters() {
    return parameters;
  }

  @Override
  public String profile() {
    return SynthIdDm2025.ID;
  }

  @Override
  public int width() {
    return 2;
  }

  @Override
  public int forEach(int[] ids, int n, Sink sink) {
    int[] words = new int[2];
    int first = parameters.ngramLen() - 1;
    int end = parameters.end(ids, n);
    for (int i = first; i < end; i++) {
      long state = LcgHash.of(0, ids, i - first, i + 1);
      words[0] = (int) (state >>> 32);
      words[1] = (int) state;
      sink.tuple(i, words, 0);
    }
    return Math.max(0, end - first);
  }

  @Override
  public NullLaw law() {
    int depth = parameters.depth();
    return switch (parameters.statistic()) {
      case MEAN -> new NullLaw.Binomial(depth, 1, 2);
      case WEIGHTED -> new NullLaw.WeightedBits(Statistic.WEIGHTED.weights(depth), 1, 2);
    };
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  @Override
  public long mostTuples() {
    return MOST;
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    return new Dm2025Key(this, parameters.seededKeys(seed));
  }
}
