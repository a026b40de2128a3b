package ai.tidemark.core.lanes;

/**
 * Whether this JVM computes in vectors, and how callers lay out what they hand over: scratch arrays
 * of {@link #CHUNK} elements, of which the first n count. Kernels work in whole vectors, so they
 * read and write scratch up to {@link #CHUNK}, whatever n.
 */
public final class Lanes {
  /** Elements of a scratch array: every vector length divides it, and columns of it stay in L1. */
  public static final int CHUNK = 512;

  /**
   * Whether the vector kernels may be used: the JVM has the module or may load it, see {@link
   * VectorModule}, and its vectors have at least 512 bits. With 256 bits the kernels give the same
   * integers, but x86 has no 64-bit product there, and they took 0.5 to 1.4 of the time of scalar
   * code.
   */
  public static final boolean AVAILABLE = VectorModule.load() && Bits.PREFERRED >= Bits.LEAST;

  private Lanes() {}

  /** Returns the bits of a vector, or 0 where there are none. */
  public static int bits() {
    return AVAILABLE ? Bits.PREFERRED : 0;
  }

  /** Loaded only where the module is there. */
  private static final class Bits {
    private static final int LEAST = 512;
    private static final int PREFERRED =
        jdk.incubator.vector.VectorShape.preferredShape().vectorBitSize();

    private Bits() {}
  }

  /** Requires n to fit scratch arrays. */
  static void require(int n) {
    if (n < 0 || n > CHUNK) {
      throw new IllegalArgumentException("n must be in 0.." + CHUNK + ", but is " + n);
    }
  }
}
