package ai.tidemark.core.prf;

/**
 * MurmurHash3 x86_32 with seed 0 over whole 32-bit words, little end first (Appleby 2011). Not a
 * cryptographic function: whoever sees outputs can look for keys. A hash of a common beginning and
 * many ends keeps the state of the beginning: {@link #mix} word by word, then {@link #finish}.
 */
public final class Murmur3 {
  private Murmur3() {}

  /** Returns the state after one more word; the state before the first word is 0. */
  public static int mix(int state, int word) {
    int value = Integer.rotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;
    return Integer.rotateLeft(state ^ value, 13) * 5 + 0xE6546B64;
  }

  /**
   * Returns the hash.
   *
   * @param state after the last word
   * @param words how many words were mixed
   */
  public static int finish(int state, int words) {
    int hash = state ^ (4 * words);
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return hash ^ (hash >>> 16);
  }

  /**
   * Returns the hash of words.
   *
   * @param words holds them at [at, at + n)
   */
  public static int hash(int[] words, int at, int n) {
    int state = 0;
    for (int i = at; i < at + n; i++) {
      state = mix(state, words[i]);
    }
    return finish(state, n);
  }
}
