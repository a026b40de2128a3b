package ai.tidemark.core.prf;

/**
 * Philox4x32 with ten rounds: 128 bits of counter and 64 bits of key to four 32-bit words (Salmon,
 * Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"; constants of Random123).
 * The key is bumped between the rounds, nine times. Not thread-safe: the words of the last block
 * stay in the object, so that nothing is allocated.
 */
public final class Philox4x32 {
  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xFFFF_FFFFL;

  private int x0;
  private int x1;
  private int x2;
  private int x3;

  /** A function whose words are all zero until the first block. */
  public Philox4x32() {}

  /**
   * Computes one block.
   *
   * @param c0 counter word 0, unsigned like all of them
   * @param c1 counter word 1
   * @param c2 counter word 2
   * @param c3 counter word 3
   * @param k0 key word 0
   * @param k1 key word 1
   */
  public void block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int a = c0;
    int b = c1;
    int c = c2;
    int d = c3;
    int low = k0;
    int high = k1;
    for (int round = 0; round < ROUNDS; round++) {
      long first = M0 * (a & LOW);
      long second = M1 * (c & LOW);
      a = (int) (second >>> 32) ^ b ^ low;
      b = (int) second;
      c = (int) (first >>> 32) ^ d ^ high;
      d = (int) first;
      low += W0;
      high += W1;
    }
    x0 = a;
    x1 = b;
    x2 = c;
    x3 = d;
  }

  /**
   * Returns a word of the last block.
   *
   * @param lane in 0..3; only its two lowest bits count
   */
  public int word(int lane) {
    return switch (lane & 3) {
      case 0 -> x0;
      case 1 -> x1;
      case 2 -> x2;
      default -> x3;
    };
  }
}
