package ai.tidemark.core.prf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class Murmur3Test {
  /**
   * Public test values of MurmurHash3_x86_32 with seed 0: no bytes, four bytes FF, the bytes 21 43
   * 65 87 as one little-endian word, four zero bytes, and "test".
   */
  @Test
  void knownAnswers() {
    assertThat(Murmur3.hash(new int[0], 0, 0)).isZero();
    assertThat(hash(-1)).isEqualTo(0x76293B50);
    assertThat(hash(0x87654321)).isEqualTo(0xF55B516B);
    assertThat(hash(0)).isEqualTo(0x2362F9DE);
    assertThat(hash(0x74736574)).isEqualTo(0xBA6BD213);
  }

  @Test
  void aKeptStateGoesOnWhereItStopped() {
    int[] words = {9, 1, 2, 3, 4, 9};
    int kept = Murmur3.mix(Murmur3.mix(0, 1), 2);
    int whole = Murmur3.finish(Murmur3.mix(Murmur3.mix(kept, 3), 4), 4);
    assertThat(Murmur3.hash(words, 1, 4)).isEqualTo(whole);
    assertThat(whole).isEqualTo(0x4445AD00); // SGLang's hash of the context 1, 2, 3, 4
  }

  private static int hash(int word) {
    return Murmur3.hash(new int[] {word}, 0, 1);
  }
}
