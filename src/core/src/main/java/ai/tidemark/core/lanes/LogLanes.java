package ai.tidemark.core.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * -ln x on many doubles, each the same double as {@code -StrictMath.log(x)}: the operations of
 * fdlibm's {@code __ieee754_log} (Sun Microsystems 1993, which {@link StrictMath} is specified to
 * give) one by one in their order, every branch taken by all lanes and one result kept. IEEE 754
 * leaves no freedom in them, and Java none since 17.
 *
 * <p>Where the source has a branch for k = 0, its other branch with a zero for k ln 2 gives the
 * same double, so there is none here.
 */
public final class LogLanes {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorShape HALF = VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2);
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED.withShape(HALF);
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.withShape(HALF);

  private static final double LN2_HIGH = 0x1.62e42feep-1;
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
  private static final double LG1 = 0x1.5555555555593p-1;
  private static final double LG2 = 0x1.999999997fa04p-2;
  private static final double LG3 = 0x1.2492494229359p-2;
  private static final double LG4 = 0x1.c71c51d8e78afp-3;
  private static final double LG5 = 0x1.7466496cb03dep-3;
  private static final double LG6 = 0x1.39a09d078c69fp-3;
  private static final double LG7 = 0x1.2f112df3e5244p-3;
  private static final long FRACTION = 0xFFFFF;
  private static final long LOW = 0xFFFF_FFFFL;
  private static final double LEVELS_AND_ONE = (1 << 24) + 1;

  private LogLanes() {}

  /**
   * Gives -ln(1 - u) for u = float32((floor(w / 2^8) + 1) / (2^24 + 1)).
   *
   * @param words w in the low half of each; all arrays have shape [{@link Lanes#CHUNK}]
   */
  public static void nats24(long[] words, double[] nats, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += DOUBLES.length()) {
      LongVector word = LongVector.fromArray(LONGS, words, i).and(LOW);
      LongVector level = word.lanewise(VectorOperators.LSHR, 8).add(1);
      DoubleVector exact = (DoubleVector) level.convert(VectorOperators.L2D, 0);
      FloatVector u =
          (FloatVector) exact.div(LEVELS_AND_ONE).convertShape(VectorOperators.D2F, FLOATS, 0);
      DoubleVector wide = (DoubleVector) u.convertShape(VectorOperators.F2D, DOUBLES, 0);
      minusLn(wide.neg().add(1.0)).intoArray(nats, i);
    }
  }

  /** Gives -ln(1 - u) for u = (w + 1/2) / 2^32, w unsigned. */
  public static void nats32(int[] words, double[] nats, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += DOUBLES.length()) {
      LongVector word =
          (LongVector)
              IntVector.fromArray(INTS, words, i)
                  .convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 0);
      DoubleVector exact = (DoubleVector) word.convert(VectorOperators.L2D, 0);
      minusLn(exact.add(0.5).mul(-0x1p-32).add(1.0)).intoArray(nats, i);
    }
  }

  /** Gives floor(2^32 x) for x in 0..2^30. */
  public static void floors(double[] nats, long[] scores, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += DOUBLES.length()) {
      DoubleVector scaled = DoubleVector.fromArray(DOUBLES, nats, i).mul(0x1p32);
      ((LongVector) scaled.convert(VectorOperators.D2L, 0)).intoArray(scores, i);
    }
  }

  /**
   * Replaces x by -ln x.
   *
   * @param values in [2^-1022, 1]
   */
  public static void minusLn(double[] values, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += DOUBLES.length()) {
      minusLn(DoubleVector.fromArray(DOUBLES, values, i)).intoArray(values, i);
    }
  }

  private static DoubleVector minusLn(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector top = bits.lanewise(VectorOperators.LSHR, 32);
    LongVector hx = top.and(FRACTION);
    LongVector i = hx.add(0x95f64).and(0x100000);
    LongVector high = hx.lanewise(VectorOperators.OR, i.lanewise(VectorOperators.XOR, 0x3ff00000));
    DoubleVector f =
        bits.and(LOW)
            .lanewise(VectorOperators.OR, high.lanewise(VectorOperators.LSHL, 32))
            .reinterpretAsDoubles()
            .sub(1.0);
    LongVector k =
        top.lanewise(VectorOperators.LSHR, 20).sub(1023).add(i.lanewise(VectorOperators.LSHR, 20));
    DoubleVector dk = (DoubleVector) k.convert(VectorOperators.L2D, 0);
    DoubleVector low = dk.mul(LN2_LOW);

    DoubleVector s = f.div(f.add(2.0));
    DoubleVector z = s.mul(s);
    DoubleVector w = z.mul(z);
    DoubleVector even = w.mul(w.mul(w.mul(LG6).add(LG4)).add(LG2));
    DoubleVector odd = z.mul(w.mul(w.mul(w.mul(LG7).add(LG5)).add(LG3)).add(LG1));
    DoubleVector r = even.add(odd);

    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector central = half.sub(s.mul(half.add(r)).add(low));
    DoubleVector outer = s.mul(f.sub(r)).sub(low);
    VectorMask<Long> isCentral =
        hx.sub(0x6147a)
            .lanewise(VectorOperators.OR, hx.neg().add(0x6b851))
            .compare(VectorOperators.GT, 0);
    DoubleVector rest = outer.blend(central, isCentral.cast(DOUBLES));

    VectorMask<Long> isSmall = hx.add(2).and(FRACTION).compare(VectorOperators.LT, 3);
    if (isSmall.anyTrue()) { // |f| < 2^-20
      DoubleVector third = f.mul(-0.3333333333333333).add(0.5);
      rest = rest.blend(f.mul(f).mul(third).sub(low), isSmall.cast(DOUBLES));
    }
    return rest.sub(f).sub(dk.mul(LN2_HIGH));
  }
}
