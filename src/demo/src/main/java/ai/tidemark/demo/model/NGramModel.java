package ai.tidemark.demo.model;

import java.util.Arrays;

/**
 * A 3-gram language model over token ids: interpolated Kneser-Ney (Kneser and Ney 1995, in the form
 * of Chen and Goodman 1999, section 2.7), one absolute discount per order. With c the count of a
 * trigram, N1+ the number of different left neighbours and V the number of known tokens:
 *
 * <pre>
 * p(w | u v) = max(c(uvw) - D3, 0) / c(uv.)       + L3(uv) p(w | v)
 * p(w | v)   = max(N1+(.vw) - D2, 0) / N1+(.v.)   + L2(v)  p(w)
 * p(w)       = max(N1+(.w) - D1, 0) / N1+(..)     + L1 / V
 * </pre>
 *
 * L is the mass that the discounts of its order free, so each line sums to 1 over the known tokens,
 * end of text among them; an unseen context takes the line below. Probabilities are stored as
 * floats: sums are 1 to about 1e-6. Immutable, thread-safe.
 */
public final class NGramModel {
  /** Bits of a token in a packed n-gram. */
  static final int BITS = 21;

  /** Ids must be below this: three tokens are packed into one long. */
  static final int ID_LIMIT = 1 << BITS;

  final int[] vocabulary; // known ids, ascending; everywhere below a token is its index here
  final int endOfText; // an index
  final float[] p1; // p(w)
  final int[] order1; // tokens by falling p1
  final int[] start2; // shape [V + 1]: successors of v are start2[v]..start2[v + 1]
  final int[] word2; // in falling order of p2
  final float[] p2; // p(w | v)
  final float[] lambda2; // L2(v); 1 where v never had a successor
  final long[] contexts3; // u << 21 | v, ascending
  final int[] start3; // shape [contexts + 1]
  final int[] word3; // in falling order of p3
  final float[] p3; // p(w | u v)
  final float[] lambda3; // L3(uv)
  final long trainingTokens;

  private final int[] indexOf; // by id; -1 = unknown

  NGramModel(
      int[] vocabulary,
      int endOfText,
      float[] p1,
      Successors second,
      long[] contexts3,
      Successors third,
      long trainingTokens) {
    this.vocabulary = vocabulary;
    this.endOfText = endOfText;
    this.p1 = p1;
    this.start2 = second.start;
    this.word2 = second.word;
    this.p2 = second.p;
    this.lambda2 = second.lambda;
    this.contexts3 = contexts3;
    this.start3 = third.start;
    this.word3 = third.word;
    this.p3 = third.p;
    this.lambda3 = third.lambda;
    this.trainingTokens = trainingTokens;
    this.order1 = Successors.byFallingP(p1);
    this.indexOf = new int[vocabulary[vocabulary.length - 1] + 1];
    Arrays.fill(indexOf, -1);
    for (int i = 0; i < vocabulary.length; i++) {
      indexOf[vocabulary[i]] = i;
    }
  }

  /** Returns how many different tokens the model knows, end of text among them. */
  public int vocabularySize() {
    return vocabulary.length;
  }

  /** Returns how many tokens it was trained on. */
  public long trainingTokens() {
    return trainingTokens;
  }

  /** Returns the id of the end-of-text token. */
  public int endOfTextId() {
    return vocabulary[endOfText];
  }

  /** Returns how many different trigrams it holds. */
  public int trigrams() {
    return word3.length;
  }

  /** Returns whether the model can produce a token. */
  public boolean knows(int id) {
    return index(id) >= 0;
  }

  /** Returns the index of an id, or -1. */
  int index(int id) {
    return id >= 0 && id < indexOf.length ? indexOf[id] : -1;
  }

  /** Returns the row of a context, or -1 if it was never seen. */
  int context(int u, int v) {
    if (u < 0 || v < 0) {
      return -1;
    }
    int at = Arrays.binarySearch(contexts3, (long) u << BITS | v);
    return at < 0 ? -1 : at;
  }

  /**
   * Returns p(w | u v), or 0 for a token the model does not know.
   *
   * @param u id two before
   * @param v id just before
   * @param w id
   */
  public double probability(int u, int v, int w) {
    int token = index(w);
    if (token < 0) {
      return 0;
    }
    int before = index(v);
    int row = context(index(u), before);
    if (row >= 0) {
      int at = find(word3, start3[row], start3[row + 1], token);
      return at >= 0 ? p3[at] : lambda3[row] * bigram(before, token);
    }
    return bigram(before, token);
  }

  /** Returns p(w | v), or 0 for a token the model does not know. Used to compare orders. */
  double bigramProbability(int v, int w) {
    int token = index(w);
    return token < 0 ? 0 : bigram(index(v), token);
  }

  /** Returns p(w), or 0 for a token the model does not know. Used to compare orders. */
  double unigramProbability(int w) {
    int token = index(w);
    return token < 0 ? 0 : p1[token];
  }

  private double bigram(int v, int token) {
    if (v < 0) {
      return p1[token];
    }
    int at = find(word2, start2[v], start2[v + 1], token);
    return at >= 0 ? p2[at] : (double) lambda2[v] * p1[token];
  }

  private static int find(int[] words, int from, int to, int token) {
    for (int i = from; i < to; i++) {
      if (words[i] == token) {
        return i;
      }
    }
    return -1;
  }
}
