package ai.tidemark.demo.model;

import java.util.Arrays;
import java.util.List;

/**
 * A 3-gram language model over token ids that also knows the topic of the text: interpolated
 * Kneser-Ney (Kneser and Ney 1995, in the form of Chen and Goodman 1999, section 2.7), one absolute
 * discount per order; the topic is the furthest word of the context. With c the count of (topic,
 * trigram), N1+ the number of different left neighbours and V the number of known tokens:
 *
 * <pre>
 * p(w | t u v) = max(c(tuvw) - D4, 0) / c(tuv.)          + L4(tuv) p(w | u v)
 * p(w | u v)   = max(N1+(.uvw) - D3, 0) / N1+(.uv.)      + L3(uv)  p(w | v)
 * p(w | v)     = max(N1+(.vw) - D2, 0) / N1+(.v.)        + L2(v)   p(w)
 * p(w)         = max(N1+(.w) - D1, 0) / N1+(..)          + L1 / V
 * </pre>
 *
 * L is the mass that the discounts of its order free, so each line sums to 1 over the known tokens,
 * end of text among them; an unseen context takes the line below. Probabilities are stored as
 * floats: sums are 1 to about 1e-6. Immutable, thread-safe.
 */
public final class NGramModel {
  /** Bits of a token in a packed n-gram: three tokens and a topic take 63. */
  static final int BITS = 19;

  /** Most topics. */
  static final int TOPICS = 64;

  final int[] vocabulary; // known ids, ascending; everywhere below a token is its index here
  final int endOfText; // an index
  final float[] p1; // p(w)
  final int[] order1; // tokens by falling p1
  final List<Level> levels; // p(w | t u v), p(w | u v), p(w | v)
  final TopicWeights topics;
  final long trainingTokens;

  private final int[] indexOf; // by id; -1 = unknown

  NGramModel(
      int[] vocabulary,
      int endOfText,
      float[] p1,
      List<Level> levels,
      TopicWeights topics,
      long trainingTokens) {
    this.vocabulary = vocabulary;
    this.endOfText = endOfText;
    this.p1 = p1;
    this.levels = List.copyOf(levels);
    this.topics = topics;
    this.trainingTokens = trainingTokens;
    this.order1 = Level.byFallingP(p1);
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

  /** Returns whether the model can produce a token. */
  public boolean knows(int id) {
    return index(id) >= 0;
  }

  /** Returns the index of an id, or -1. */
  int index(int id) {
    return id >= 0 && id < indexOf.length ? indexOf[id] : -1;
  }

  /**
   * Returns the rows of a context in each level, or -1 where it was not seen.
   *
   * @param rows filled, shape [levels]
   */
  void rows(int topic, int u, int v, int[] rows) {
    rows[0] = u < 0 || v < 0 ? -1 : levels.get(0).row(pack(topic, u, v));
    rows[1] = u < 0 || v < 0 ? -1 : levels.get(1).row(pack(0, u, v));
    rows[2] = v < 0 ? -1 : levels.get(2).row(v);
  }

  private static long pack(int topic, int u, int v) {
    return (long) topic << (2 * BITS) | (long) u << BITS | v;
  }

  /**
   * Returns the probability of a token, or 0 if the model does not know it.
   *
   * @param history what stands before
   * @param id the token
   */
  public double probability(History history, int id) {
    int[] rows = new int[levels.size()];
    rows(history.topic(), history.u(), history.v(), rows);
    return probability(rows, 0, id);
  }

  /** Returns the probability from a level down, or 0. */
  double probability(int[] rows, int from, int id) {
    int token = index(id);
    if (token < 0) {
      return 0;
    }
    double scale = 1;
    for (int k = from; k < rows.length; k++) {
      if (rows[k] >= 0) {
        Level level = levels.get(k);
        int at = level.find(rows[k], token);
        if (at >= 0) {
          return scale * level.p[at];
        }
        scale *= level.lambda[rows[k]];
      }
    }
    return scale * p1[token];
  }
}
