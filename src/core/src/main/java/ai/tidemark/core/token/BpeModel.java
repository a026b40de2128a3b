package ai.tidemark.core.token;

import java.util.BitSet;

/**
 * What a piece becomes.
 *
 * @param tokens bytes of all tokens of the model, by id
 * @param whole finds tokens that a piece as a whole becomes although merges do not lead there (in
 *     tiktoken, and in a tokenizer.json with {@code ignore_merges}); empty where only merges count
 * @param itself tokens that a piece of their bytes becomes
 */
record BpeModel(ByteTable tokens, BytePairs pairs, TokenIndex whole, BitSet itself) {

  /**
   * Writes the ids of a piece text[from, to), at least one byte.
   *
   * @param out has room for one id a byte, from {@code at} on
   * @return the index after the last id
   */
  int encode(BytePairMerges merges, byte[] text, int from, int to, int[] out, int at) {
    int id = whole.find(text, from, to);
    if (id >= 0) {
      out[at] = id;
      return at + 1;
    }
    return merges.run(text, from, to, out, at);
  }
}
