package ai.tidemark.core.prf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeds against big integers; NumPy's generator against NumPy 2.4.6. */
final class SeedsTest {
  private static final BigInteger MODULUS = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  @Test
  void reducedAsPythonReduces() {
    for (long x :
        new long[] {0, 1, -1, 42, Long.MIN_VALUE, Long.MAX_VALUE, -8133414544969490884L}) {
      BigInteger expected = BigInteger.valueOf(x).mod(MODULUS);
      assertThat(TorchSeeds.reduce(x)).isEqualTo(expected.longValue());
    }
  }

  @Test
  void multipliedAndAddedAsPythonDoes() {
    Random random = new Random(21);
    long[] edges = {0, 1, 2, -1, -2, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32};
    for (int i = 0; i < 4000; i++) {
      long a = i < 64 ? edges[i / 8] : random.nextLong();
      long b = i < 64 ? edges[i % 8] : random.nextLong() >>> (i % 64);
      long c = i % 5 == 0 ? edges[i % 8] : random.nextInt(1 << 24);
      BigInteger expected = unsigned(a).multiply(unsigned(b)).add(unsigned(c)).mod(MODULUS);
      assertThat(TorchSeeds.multiplyAdd(a, b, c)).isEqualTo(expected.longValue());
    }
  }

  private static BigInteger unsigned(long x) {
    return new BigInteger(Long.toUnsignedString(x));
  }

  @Test
  void numpyDrawsTheSameWords() {
    Pcg64 random = new Pcg64((int) 3315749767L); // default_rng(3315749767).bit_generator.random_raw
    assertThat(random.next64()).isEqualTo(0x81859568720e5f87L);
    assertThat(random.next64()).isEqualTo(0x554595d5b0c492d4L);
    assertThat(random.next64()).isEqualTo(0xda785e450aed83a2L);
    Pcg64 halves = new Pcg64((int) 3315749767L);
    assertThat(halves.next32()).isEqualTo(0x720e5f87);
    assertThat(halves.next32()).isEqualTo(0x81859568);
    assertThat(halves.next32()).isEqualTo(0xb0c492d4);
  }
}
