package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * TextSeal without its key. A tuple is the 64-bit sum s of {@link TextSealHash}, high word first:
 * all that the key is added to. A tournament pushes one tuple per layer: its layer l at token x is
 * its layer l - 1 at token x + 1, so neighbouring ids share draws, and each draw must count once.
 */
final class TextSealScheme implements ForeignScheme {
  private final Mark mark;
  private final int ngram;
  private final double gamma;
  private final int depth;
  private final Repeats repeats;
  private final int green;

  /**
   * @param mark what the hash is used for
   * @param ngram window, in 1..10
   * @param gamma share of green, such that 1..8190 levels are
   * @param depth layers of a tournament
   * @param repeats what the source's own detector drops
   */
  TextSealScheme(Mark mark, int ngram, double gamma, int depth, Repeats repeats) {
    this.mark = mark;
    this.ngram = ngram;
    this.gamma = gamma;
    this.depth = depth;
    this.repeats = repeats;
    this.green = TextSealHash.greenLevels(gamma);
  }

  Mark mark() {
    return mark;
  }

  int ngram() {
    return ngram;
  }

  double gamma() {
    return gamma;
  }

  int depth() {
    return depth;
  }

  Repeats repeats() {
    return repeats;
  }

  /** Returns how many of the 8191 levels are green. */
  int green() {
    return green;
  }

  @Override
  public String profile() {
    return TextSealV1.ID;
  }

  @Override
  public int width() {
    return 2;
  }

  @Override
  public int forEach(int[] ids, int n, Sink sink) {
    int[] words = new int[2];
    int draws = mark.tournament() ? depth : 1;
    for (int i = ngram + 1; i < n; i++) {
      long state = TextSealHash.state(ids, i - ngram, ngram, ids[i]);
      for (int draw = 0; draw < draws; draw++) {
        words[0] = (int) (state >>> 32);
        words[1] = (int) state;
        sink.tuple(i, words, 0);
        state += TextSealHash.PER_TOKEN;
      }
    }
    return Math.max(0, n - ngram - 1);
  }

  @Override
  public NullLaw law() {
    return switch (mark) {
      case GREEN, TOURNAMENT, WEIGHTED_TOURNAMENT ->
          new NullLaw.Binomial(1, green, TextSealHash.LEVELS);
      case GUMBEL ->
          new NullLaw.QuantisedExponential(TextSealHash.LEVELS, 0, 1, TextSealHash.LEVELS);
    };
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The law has the 8191 levels in it. What is left is 2^64 mod 8191: a bias of 2^-51 per level,
   * a tenth of a standard deviation at 10^28 tuples.
   */
  @Override
  public long mostTuples() {
    return Long.MAX_VALUE;
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    try {
      byte[] key = MessageDigest.getInstance("SHA-256").digest(seed);
      return new TextSealKey(this, ByteBuffer.wrap(key).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
