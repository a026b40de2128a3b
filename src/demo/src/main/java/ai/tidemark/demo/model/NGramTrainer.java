package ai.tidemark.demo.model;

import ai.tidemark.core.token.TokenBuffer;
import java.util.Arrays;

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

  /**
   * A trainer.
   *
   * @param endOfTextId id of the token between texts
   */
  public NGramTrainer(int endOfTextId) {
    this.endOfTextId = checked(endOfTextId);
  }

  private static int checked(int id) {
    if (id < 0 || id >= NGramModel.ID_LIMIT) {
      throw new IllegalArgumentException(
          "id must be in 0.." + (NGramModel.ID_LIMIT - 1) + ", but is " + id);
    }
    return id;
  }

  /** Adds one text. */
  public void add(TokenBuffer text) {
    for (int i = 0; i < text.size(); i++) {
      stream.add(checked(text.get(i)));
    }
    ends.add(stream.size());
  }

  /**
   * Returns the model of all texts added.
   *
   * @throws IllegalArgumentException if there were none
   */
  public NGramModel train() {
    if (ends.size() == 0) {
      throw new IllegalArgumentException("there must be at least one text");
    }
    int[] vocabulary = vocabulary();
    Counts third = Counts.ofRuns(trigrams(vocabulary));
    Counts second = Counts.ofRuns(masked(third.grams, 2));
    Counts first = Counts.ofRuns(masked(second.grams, 1));
    float[] p1 = unigrams(first, vocabulary.length);
    Successors bigrams = bigrams(second, vocabulary.length, p1);
    long[] contexts = contexts(third);
    Successors trigrams = trigrams(third, contexts, bigrams);
    bigrams.sort(); // only now: trigrams() looks tokens up in rising order
    trigrams.sort();
    return new NGramModel(
        vocabulary,
        Arrays.binarySearch(vocabulary, endOfTextId),
        p1,
        bigrams,
        contexts,
        trigrams,
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

  private long[] trigrams(int[] vocabulary) {
    int[] index = new int[vocabulary[vocabulary.length - 1] + 1];
    for (int i = 0; i < vocabulary.length; i++) {
      index[vocabulary[i]] = i;
    }
    long end = index[endOfTextId];
    long[] grams = new long[stream.size() + ends.size()];
    int n = 0;
    int from = 0;
    for (int text = 0; text < ends.size(); text++) {
      long context = end << BITS | end;
      for (int i = from; i < ends.get(text); i++) {
        long gram = context << BITS | index[stream.get(i)];
        grams[n++] = gram;
        context = gram & ((MASK << BITS) | MASK);
      }
      grams[n++] = context << BITS | end;
      from = ends.get(text);
    }
    return grams;
  }

  private static long[] masked(long[] grams, int tokens) {
    long mask = (1L << (tokens * BITS)) - 1;
    long[] masked = new long[grams.length];
    for (int i = 0; i < grams.length; i++) {
      masked[i] = grams[i] & mask;
    }
    return masked;
  }

  private static float[] unigrams(Counts first, int vocabulary) {
    double discount = first.discount();
    long total = first.total();
    double free = discount * first.grams.length / total / vocabulary;
    float[] p = new float[vocabulary];
    Arrays.fill(p, (float) free);
    for (int i = 0; i < first.grams.length; i++) {
      p[(int) first.grams[i]] = (float) ((first.counts[i] - discount) / total + free);
    }
    return p;
  }

  private static Successors bigrams(Counts second, int vocabulary, float[] p1) {
    int n = second.grams.length;
    double discount = second.discount();
    Successors out =
        new Successors(new int[vocabulary + 1], new int[n], new float[n], new float[vocabulary]);
    Arrays.fill(out.lambda, 1);
    int i = 0;
    for (int v = 0; v < vocabulary; v++) {
      out.start[v] = i;
      int to = second.endOfContext(i, v);
      long total = second.total(i, to);
      double lambda = discount * (to - i) / total;
      for (int k = i; k < to; k++) {
        int w = (int) (second.grams[k] & MASK);
        out.word[k] = w;
        out.p[k] = (float) ((second.counts[k] - discount) / total + lambda * p1[w]);
      }
      if (to > i) {
        out.lambda[v] = (float) lambda;
      }
      i = to;
    }
    out.start[vocabulary] = n;
    return out;
  }

  private static long[] contexts(Counts third) {
    long[] contexts = new long[third.grams.length];
    int n = 0;
    for (long gram : third.grams) {
      if (n == 0 || contexts[n - 1] != gram >>> BITS) {
        contexts[n++] = gram >>> BITS;
      }
    }
    return Arrays.copyOf(contexts, n);
  }

  private static Successors trigrams(Counts third, long[] contexts, Successors bigrams) {
    int n = third.grams.length;
    double discount = third.discount();
    Successors out =
        new Successors(
            new int[contexts.length + 1], new int[n], new float[n], new float[contexts.length]);
    int i = 0;
    for (int row = 0; row < contexts.length; row++) {
      out.start[row] = i;
      int to = third.endOfContext(i, contexts[row]);
      long total = third.total(i, to);
      double lambda = discount * (to - i) / total;
      int v = (int) (contexts[row] & MASK);
      for (int k = i; k < to; k++) {
        int w = (int) (third.grams[k] & MASK);
        int at = Arrays.binarySearch(bigrams.word, bigrams.start[v], bigrams.start[v + 1], w);
        out.word[k] = w; // a trigram's last two tokens are always a known bigram: at >= 0
        out.p[k] = (float) ((third.counts[k] - discount) / total + lambda * bigrams.p[at]);
      }
      out.lambda[row] = (float) lambda;
      i = to;
    }
    out.start[contexts.length] = n;
    return out;
  }
}
