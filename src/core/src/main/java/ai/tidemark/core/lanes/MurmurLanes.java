package ai.tidemark.core.lanes;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link ai.tidemark.core.prf.Murmur3} on many states. */
public final class MurmurLanes {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private MurmurLanes() {}

  /**
   * Mixes words into states that begin alike.
   *
   * @param state before the words
   * @param words shape [{@link Lanes#CHUNK}]
   * @param out receives the states, shape [{@link Lanes#CHUNK}]
   */
  public static void mix(int state, int[] words, int[] out, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += INTS.length()) {
      mixed(IntVector.broadcast(INTS, state), IntVector.fromArray(INTS, words, i))
          .intoArray(out, i);
    }
  }

  /** Mixes one more word into each state, in place. */
  public static void mix(int[] states, int[] words, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += INTS.length()) {
      mixed(IntVector.fromArray(INTS, states, i), IntVector.fromArray(INTS, words, i))
          .intoArray(states, i);
    }
  }

  private static IntVector mixed(IntVector state, IntVector words) {
    IntVector value = words.mul(0xCC9E2D51).lanewise(VectorOperators.ROL, 15).mul(0x1B873593);
    return state
        .lanewise(VectorOperators.XOR, value)
        .lanewise(VectorOperators.ROL, 13)
        .mul(5)
        .add(0xE6546B64);
  }

  /**
   * Replaces states by their hashes.
   *
   * @param words how many words were mixed
   */
  public static void finish(int[] states, int words, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += INTS.length()) {
      IntVector hash =
          IntVector.fromArray(INTS, states, i).lanewise(VectorOperators.XOR, 4 * words);
      hash = folded(hash, 16).mul(0x85EBCA6B);
      hash = folded(hash, 13).mul(0xC2B2AE35);
      folded(hash, 16).intoArray(states, i);
    }
  }

  private static IntVector folded(IntVector hash, int shift) {
    return hash.lanewise(VectorOperators.XOR, hash.lanewise(VectorOperators.LSHR, shift));
  }
}
