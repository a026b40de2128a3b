package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.nio.ByteBuffer;

/**
 * sbw's watermark with its parameters.
 *
 * @param seeding how a window becomes a seed
 * @param gamma share of green tokens, as given
 * @param green words of 2^31 that are green by the detector's rule
 */
record GreenScheme(Seeding seeding, double gamma, long green) implements ForeignScheme {

  /**
   * Returns a scheme.
   *
   * @param where names the field gamma in messages
   */
  static GreenScheme of(String where, Seeding seeding, double gamma) {
    long green = gamma > 0 && gamma < 1 ? GreenRule.detector(gamma) : 0;
    if (green < 1 || green >= GreenRule.WORDS) {
      throw new BadInputException(
          where, "must be a share of green tokens strictly between 0 and 1, but is " + gamma);
    }
    return new GreenScheme(seeding, gamma, green);
  }

  @Override
  public String profile() {
    return Sbw.ID;
  }

  @Override
  public int width() {
    return seeding.words() + 1;
  }

  @Override
  public int forEach(int[] ids, int n, Sink sink) {
    int[] tuple = new int[seeding.span()]; // at least as long as a reduced one
    int before = seeding.before();
    for (int i = before; i < n; i++) {
      seeding.reduce(ids, i - before, tuple);
      sink.tuple(i, tuple, 0);
    }
    return Math.max(0, n - before);
  }

  @Override
  public NullLaw law() {
    return new NullLaw.Binomial(1, green, GreenRule.WORDS);
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  /** Returns no limit: the law is exact for every n, and equal PRF inputs count once. */
  @Override
  public long mostTuples() {
    return Long.MAX_VALUE;
  }

  /** Returns an odd key below 2^63, so that sums of tokens stay apart. */
  @Override
  public KeyedScheme seeded(byte[] seed) {
    return new GreenKey(this, (ByteBuffer.wrap(seed).getLong() >>> 1) | 1);
  }
}
