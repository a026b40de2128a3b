package ai.tidemark.core.prf;

/**
 * Jenkins' integer hash in the signed form that green lists use: as his 32-bit mix of 2006, but
 * with right shifts that copy the sign. Such a shift folds two inputs into one, and the last one
 * clears the sign bit, so there are at most 2^31 values, all of them from 0 up.
 */
public final class JenkinsHash {
  private JenkinsHash() {}

  /** Returns the hash of a value, at least 0. */
  public static int of(int value) {
    int i = value;
    i -= i << 6;
    i ^= i >> 17;
    i -= i << 9;
    i ^= i << 4;
    i -= i << 3;
    i ^= i << 10;
    i ^= i >> 15;
    return i;
  }
}
