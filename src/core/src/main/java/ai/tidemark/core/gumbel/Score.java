package ai.tidemark.core.gumbel;

import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.ScoreLanes;
import java.math.BigInteger;
import java.util.Objects;

/**
 * The score of a draw: s = floor(-ln(1 - u) * 2^32) with u = (w + 1/2) / 2^64, the mathematical
 * floor, whatever arithmetic reaches it. Range 0..193,507,890,668 (w = 2^64 - 1).
 *
 * <p><b>Fast path.</b> With v = (2^64 - w - 1/2) / 2^64 rounded once to a double (relative error at
 * most 2^-53), ln v is off by at most 2^-53 (1 + 2^-52); {@link Math#log} adds at most one ulp of a
 * value below 64, that is 2^-47. Scaling by 2^32 is exact, so the double differs from the true
 * value by less than 2^-15 + 2^-20 &lt; {@link #DOUBT} = 2^-14. Unless the double lies within DOUBT
 * of an integer, its floor is the true floor.
 *
 * <p><b>Inside the doubt</b> (about one draw in 8,192) the floor is decided by integers of 64 bits
 * ({@link LongLog}), and the few that are left by integers with more and more bits. It always ends:
 * v is rational and not 1, so ln v is irrational.
 */
public final class Score {
  /** Scores are in units of 2^-32: multiply by this to get nats. */
  public static final double UNIT = 0x1p-32;

  /** Proven bound on the error of the fast path, in units of the score. */
  static final double DOUBT = 0x1p-14;

  private static final int FIRST_BITS = 128;

  private Score() {}

  /**
   * Returns the score of a word.
   *
   * @param w unsigned 64-bit word
   */
  public static long of(long w) {
    double scaled = scaled(w);
    double floor = Math.floor(scaled);
    double above = scaled - floor;
    if (above >= DOUBT && above <= 1 - DOUBT) {
      return (long) floor;
    }
    long near = LongLog.score(w);
    return near >= 0 ? near : exact(w);
  }

  /**
   * Gives the scores of many words, in vectors where this JVM has them: the same integers, see
   * {@link ScoreLanes}.
   *
   * @param words shape [>= n]
   * @param scores shape [>= n]; may not be {@code words}
   */
  public static void of(long[] words, long[] scores, int n) {
    Objects.checkFromToIndex(0, n, Math.min(words.length, scores.length));
    if (!Lanes.AVAILABLE) {
      for (int i = 0; i < n; i++) {
        scores[i] = of(words[i]);
      }
      return;
    }
    ScoreLanes lanes = new ScoreLanes();
    for (int from = 0; from < n; from += ScoreLanes.MOST) {
      int count = Math.min(ScoreLanes.MOST, n - from);
      lanes.floors(words, scores, from, count);
      for (int i = 0; i < lanes.opened(); i++) {
        int at = lanes.open(i);
        scores[at] = of(words[at]);
      }
    }
  }

  /** Returns whether the fast path alone decides the score of {@code w}. */
  static boolean fastDecides(long w) {
    double scaled = scaled(w);
    double above = scaled - Math.floor(scaled);
    return above >= DOUBT && above <= 1 - DOUBT;
  }

  /** Returns -ln(v) * 2^32 in doubles, within {@link #DOUBT} of the true value. */
  private static double scaled(long w) {
    long rest = ~w; // 2^64 - 1 - w; with the half that is missing: rest + 1/2
    double v = ((rest >>> 32) * 0x1p32 + ((rest & 0xFFFF_FFFFL) + 0.5)) * 0x1p-64;
    return -Math.log(v) * 0x1p32;
  }

  /**
   * Returns the score by integers alone: with r = 2^65 - 2w - 1, -ln(1 - u) = 65 ln 2 - ln r.
   *
   * @param w unsigned 64-bit word
   */
  static long exact(long w) {
    BigInteger r = unsigned(~w).shiftLeft(1).add(BigInteger.ONE);
    for (int bits = FIRST_BITS; ; bits *= 2) {
      // value = -ln(r / 2^65) * 2^bits, within FixedPointLog.ERROR of the true value on either side
      BigInteger value = FixedPointLog.minusLn(r, 65, bits);
      int drop = bits - 32;
      BigInteger least = value.subtract(FixedPointLog.ERROR).shiftRight(drop);
      BigInteger most = value.add(FixedPointLog.ERROR).shiftRight(drop);
      if (least.equals(most)) {
        return least.longValueExact();
      }
    }
  }

  private static BigInteger unsigned(long w) {
    BigInteger value = BigInteger.valueOf(w & Long.MAX_VALUE);
    return w < 0 ? value.setBit(63) : value;
  }
}
