package ai.tidemark.core.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The score floor(-ln(1 - u) 2^32), u = (w + 1/2) / 2^64, of many words w at once, eight to a
 * vector. What a double cannot decide is left open, for the caller to decide exactly: one word in
 * about 1,400. Not thread-safe.
 *
 * <p><b>How.</b> With h = floor((2^64 - 1 - w) / 2) the double d nearest to h is split into 2^k z,
 * z in [0.6875, 1.375). A table of sixteen gives c near 1/z and ln c, so that r = z c - 1 is small
 * and -ln(1 - u) = (63 - k) ln 2 + ln c - ln(1 + r), the last by the first eight terms of its
 * series. All of it is computed in ticks of 2^-44, of which 2^12 make a unit of the score, and
 * rounded to the nearest tick N.
 *
 * <p><b>Why that is certain.</b> Let h &gt;= 2^51; a smaller one is left open. Errors, in nats:
 *
 * <ul>
 *   <li>1 - u is (h + 1/4) or (h + 3/4) over 2^63, so h is off by 3/4 / h of it at most; d is h
 *       below 2^53, and off by 2^-53 of it above: together below 2^-51;
 *   <li>r, at most {@link #WIDEST} = 0.0304 in absolute value, is rounded once: below 2^-58;
 *   <li>terms of the series from the ninth on: 0.0304^9 / 9 / (1 - 0.0304) &lt; 2^-48.4;
 *   <li>the series in seven fused steps, its coefficients rounded: below 2^-54;
 *   <li>(63 - k) ln 2, at most 13 times a constant rounded by 2^-54: below 2^-50.2;
 *   <li>ln c, at most 0.38, by {@link StrictMath#log}: below 2^-53;
 *   <li>the two sums, below 16, rounded by 2^-50 each.
 * </ul>
 *
 * <p>Their sum is below 2^-47, an eighth of a tick; rounding to N adds a half. So the true value
 * lies between N - 1 and N + 1 ticks, and if N mod 2^12 is neither 0 nor 2^12 - 1, its floor in
 * units is N / 2^12. Otherwise the word is left open.
 */
public final class ScoreLanes {
  /** Words that a call takes at most. */
  public static final int MOST = 1024;

  /** Bound of |z c - 1|. */
  static final double WIDEST = 0.0304;

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final int STEP = 8;
  private static final int TICK_BITS = 12;
  private static final long TICK_MASK = (1L << TICK_BITS) - 1;
  private static final double TICKS = 0x1p44;
  private static final long LEAST = 1L << 51;
  private static final int FRACTION_BITS = 52;
  private static final long EXPONENT = 0xFFFL << FRACTION_BITS;
  private static final int TABLE_BITS = 4;
  private static final int ENTRIES = 1 << TABLE_BITS;

  /** Bits of 0.6875, the least z. */
  static final long FIRST = 0x3fe6_0000_0000_0000L;

  /** Doubles of this size have a last place of 1: adding it rounds to an integer. */
  private static final double ROUND = 0x1.8p52;

  private static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  private static final long[] INVERSE = new long[ENTRIES]; // bits of c
  private static final long[] LN_INVERSE = new long[ENTRIES]; // bits of ln c in ticks

  static {
    for (int i = 0; i < ENTRIES; i++) {
      double c = inverse(i);
      INVERSE[i] = Double.doubleToRawLongBits(c);
      LN_INVERSE[i] = Double.doubleToRawLongBits(StrictMath.log(c) * TICKS);
    }
  }

  private final int[] open = new int[MOST];
  private int opened;

  /** Returns c of a table entry: one over the middle of the z that the entry is for. */
  static double inverse(int entry) {
    return 2 / (least(entry) + least(entry + 1));
  }

  /** Returns the least z of a table entry, or of the one after it. */
  static double least(int entry) {
    return Double.longBitsToDouble(FIRST + ((long) entry << (FRACTION_BITS - TABLE_BITS)));
  }

  /**
   * Gives the scores of words, or -1 for those that are left {@link #open}. One flat loop: with its
   * steps in methods of their own, C2 stops inlining and it takes four times as long.
   *
   * @param words shape [>= from + n]
   * @param scores shape [>= from + n]; may be {@code words}
   * @param n words, in 0..{@link #MOST}
   * @return sum of the scores that are given, below 2^48
   */
  public long floors(long[] words, long[] scores, int from, int n) {
    require(n);
    opened = 0;
    LongVector c0 = LongVector.fromArray(LONGS, INVERSE, 0);
    LongVector c8 = LongVector.fromArray(LONGS, INVERSE, STEP);
    LongVector ln0 = LongVector.fromArray(LONGS, LN_INVERSE, 0);
    LongVector ln8 = LongVector.fromArray(LONGS, LN_INVERSE, STEP);
    LongVector sum = LongVector.zero(LONGS);
    int whole = from + (n & -STEP);
    for (int i = from; i < whole; i += STEP) {
      LongVector h = LongVector.fromArray(LONGS, words, i).not().lanewise(VectorOperators.LSHR, 1);
      LongVector bits = ((DoubleVector) h.convert(VectorOperators.L2D, 0)).reinterpretAsLongs();
      LongVector above = bits.sub(FIRST);
      LongVector entry =
          above.lanewise(VectorOperators.LSHR, FRACTION_BITS - TABLE_BITS).and(ENTRIES - 1);
      DoubleVector c = entry.selectFrom(c0, c8).reinterpretAsDoubles();
      DoubleVector z = bits.sub(above.and(EXPONENT)).reinterpretAsDoubles();
      DoubleVector r = z.fma(c, constant(-1));
      DoubleVector series = r.fma(constant(TICKS / 8), constant(-TICKS / 7));
      series = series.fma(r, constant(TICKS / 6));
      series = series.fma(r, constant(-TICKS / 5));
      series = series.fma(r, constant(TICKS / 4));
      series = series.fma(r, constant(-TICKS / 3));
      series = series.fma(r, constant(TICKS / 2));
      series = series.fma(r, constant(-TICKS));
      LongVector k = above.lanewise(VectorOperators.ASHR, FRACTION_BITS).sub(63);
      DoubleVector lnC = entry.selectFrom(ln0, ln8).reinterpretAsDoubles();
      DoubleVector rest =
          ((DoubleVector) k.convert(VectorOperators.L2D, 0)).fma(constant(-LN2 * TICKS), lnC);
      LongVector ticks = series.fma(r, rest).add(ROUND).reinterpretAsLongs().sub(ROUND_BITS);
      LongVector floor = ticks.lanewise(VectorOperators.LSHR, TICK_BITS);
      VectorMask<Long> isOpen =
          ticks
              .add(1)
              .and(TICK_MASK)
              .compare(VectorOperators.LT, 2)
              .or(h.compare(VectorOperators.LT, LEAST));
      if (isOpen.anyTrue()) {
        for (long lanes = isOpen.toLong(); lanes != 0; lanes &= lanes - 1) {
          open[opened++] = i + Long.numberOfTrailingZeros(lanes);
        }
        sum = sum.add(floor.blend(0, isOpen));
        floor.blend(-1, isOpen).intoArray(scores, i);
      } else {
        sum = sum.add(floor);
        floor.intoArray(scores, i);
      }
    }
    for (int i = whole; i < from + n; i++) {
      open[opened++] = i;
      scores[i] = -1;
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private static DoubleVector constant(double value) {
    return DoubleVector.broadcast(DOUBLES, value);
  }

  /** Returns how many words the last call left open. */
  public int opened() {
    return opened;
  }

  /** Returns where a word stands that the last call left open. */
  public int open(int i) {
    return open[i];
  }

  private static void require(int n) {
    if (n < 0 || n > MOST) {
      throw new IllegalArgumentException("n must be in 0.." + MOST + ", but is " + n);
    }
  }
}
