package ai.tidemark.demo.model;

import ai.tidemark.core.token.TokenBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Counts and smooths; see {@link NGramModel} for the formula. Each text is preceded by two
 * end-of-text tokens and followed by one. Discounts: D = n1 / (n1 + 2 n2), with n1 and n2 the
 * numbers of n-grams whose count is 1 and 2 (Ney, Essen and Kneser 1994).
 */
public final class NGramTrainer {
  private static final int BITS = NGramModel.BITS;
  private static final long MASK = (1L << BITS) - 1;

  private final int endOfTextId;
  private final TokenBuffer stream = new TokenBuffer(1 << 20);
  private final TokenBuffer ends = new TokenBuffer();
  private final TokenBuffer topics = new TokenBuffer();
  private final TokenBuffer words = new TokenBuffer();
  private final TokenBuffer wordTopics = new TokenBuffer();
  private int topicCount = 1;

  /**
   * A trainer.
   *
   * @param endOfTextId id of the token between texts
   */
  public NGramTrainer(int endOfTextId) {
    this.endOfTextId = endOfTextId;
  }

  /**
   * Adds one text.
   *
   * @param topic in 0..63
   */
  public void add(TokenBuffer text, int topic) {
    if (topic < 0 || topic >= NGramModel.TOPICS) {
      throw new IllegalArgumentException("topic must be in 0..63, but is " + topic);
    }
    for (int i = 0; i < text.size(); i++) {
      stream.add(text.get(i));
    }
    ends.add(stream.size());
    topics.add(topic);
    topicCount = Math.max(topicCount, topic + 1);
  }

  /** Adds words that speak for a topic, without a place in any text. */
  public void addWords(TokenBuffer ids, int topic) {
    for (int i = 0; i < ids.size(); i++) {
      words.add(ids.get(i));
      wordTopics.add(topic);
    }
  }

  /**
   * Returns the model of all texts added.
   *
   * @throws IllegalArgumentException if there were none, or they have 2^19 different tokens
   */
  public NGramModel train() {
    if (ends.size() == 0) {
      throw new IllegalArgumentException("there must be at least one text");
    }
    int[] vocabulary = vocabulary();
    if (vocabulary.length > MASK) {
      throw new IllegalArgumentException(
          "there must be fewer than " + MASK + " different tokens, but are " + vocabulary.length);
    }
    int[] tokens = indices(vocabulary);
    int endOfText = Arrays.binarySearch(vocabulary, endOfTextId);
    Counts fourth = Counts.ofRuns(grams(tokens, endOfText));
    Counts third = fourth.withoutFirst(3);
    Counts second = third.withoutFirst(2);
    float[] p1 = unigrams(second.withoutFirst(1), vocabulary.length);
    Level bigrams = level(second, (_, token) -> p1[token]);
    Level trigrams = level(third, below(bigrams, 1));
    Level topical = level(fourth, below(trigrams, 2));
    List<Level> levels = List.of(topical, trigrams, bigrams);
    levels.forEach(Level::sort); // only now: level() looks tokens up in rising order
    return new NGramModel(
        vocabulary,
        endOfText,
        p1,
        levels,
        topicWeights(tokens, vocabulary),
        stream.size() + (long) ends.size());
  }

  private int[] vocabulary() {
    int[] sorted = Arrays.copyOf(stream.array(), stream.size() + 1);
    sorted[stream.size()] = endOfTextId;
    Arrays.sort(sorted);
    int n = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[n++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, n);
  }

  private int[] indices(int[] vocabulary) {
    int[] index = new int[vocabulary[vocabulary.length - 1] + 1];
    for (int i = 0; i < vocabulary.length; i++) {
      index[vocabulary[i]] = i;
    }
    int[] tokens = new int[stream.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = index[stream.get(i)];
    }
    return tokens;
  }

  /** Returns every (topic, u, v, w), packed. */
  private long[] grams(int[] tokens, int endOfText) {
    long[] grams = new long[tokens.length + ends.size()];
    int n = 0;
    int from = 0;
    for (int text = 0; text < ends.size(); text++) {
      long topic = (long) topics.get(text) << (3 * BITS);
      long context = (long) endOfText << BITS | endOfText;
      for (int i = from; i < ends.get(text); i++) {
        long gram = context << BITS | tokens[i];
        grams[n++] = topic | gram;
        context = gram & ((MASK << BITS) | MASK);
      }
      grams[n++] = topic | context << BITS | endOfText;
      from = ends.get(text);
    }
    return grams;
  }

  private static float[] unigrams(Counts first, int vocabulary) {
    double discount = first.discount();
    long total = first.total(0, first.counts.length);
    double free = discount * first.grams.length / total / vocabulary;
    float[] p = new float[vocabulary];
    Arrays.fill(p, (float) free);
    for (int i = 0; i < first.grams.length; i++) {
      p[(int) first.grams[i]] = (float) ((first.counts[i] - discount) / total + free);
    }
    return p;
  }

  /** The probability of a token in the context of a gram, by the next lower order. */
  @FunctionalInterface
  private interface Lower {
    double p(long context, int token);
  }

  /** Returns the order below a level whose contexts have some tokens, words in rising order. */
  private static Lower below(Level level, int tokens) {
    long mask = (1L << (tokens * BITS)) - 1;
    return (context, token) -> {
      int row = level.row(context & mask); // a suffix of a gram is a gram: always found
      int at = Arrays.binarySearch(level.word, level.start[row], level.start[row + 1], token);
      return level.p[at];
    };
  }

  /** Returns one order, its words still in rising order. */
  private static Level level(Counts counts, Lower lower) {
    int n = counts.grams.length;
    long[] contexts = counts.contexts();
    int[] start = new int[contexts.length + 1];
    int[] word = new int[n];
    float[] p = new float[n];
    float[] lambda = new float[contexts.length];
    double discount = counts.discount();
    int i = 0;
    for (int row = 0; row < contexts.length; row++) {
      start[row] = i;
      int to = counts.endOfContext(i, contexts[row]);
      long total = counts.total(i, to);
      double free = discount * (to - i) / total;
      for (int k = i; k < to; k++) {
        word[k] = (int) (counts.grams[k] & MASK);
        double own = (counts.counts[k] - discount) / total;
        p[k] = (float) (own + free * lower.p(contexts[row], word[k]));
      }
      lambda[row] = (float) free;
      i = to;
    }
    start[contexts.length] = n;
    return new Level(contexts, start, word, p, lambda);
  }

  private TopicWeights topicWeights(int[] tokens, int[] vocabulary) {
    int[] counts = new int[vocabulary.length * topicCount];
    int from = 0;
    for (int text = 0; text < ends.size(); text++) {
      for (int i = from; i < ends.get(text); i++) {
        counts[tokens[i] * topicCount + topics.get(text)]++;
      }
      from = ends.get(text);
    }
    for (int i = 0; i < words.size(); i++) {
      int token = Arrays.binarySearch(vocabulary, words.get(i));
      if (token >= 0 && wordTopics.get(i) < topicCount) {
        counts[token * topicCount + wordTopics.get(i)]++;
      }
    }
    return TopicWeights.of(topicCount, counts);
  }
}
