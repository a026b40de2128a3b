package ai.tidemark.demo.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The most probable next tokens after a history, exactly, and samples from their law. Keeps the
 * last answer and scratch memory: not thread-safe.
 */
public final class NextTokens {
  private final NGramModel model;
  private final int orders; // levels and the unigrams
  private final int[] rows; // of the context, by level
  private final int[] at; // next successor to look at, by order
  private final int[] to;
  private final double[] scale; // of the order's probabilities

  private final int[] mark; // base + the highest level that holds the token, if above base
  private int base;
  private int marked; // levels marked so far

  private int[] ids = new int[64];
  private double[] p = new double[64];
  private int size;
  private double[] all = new double[0];

  /** A view of a model. */
  public NextTokens(NGramModel model) {
    this.model = model;
    this.orders = model.levels.size() + 1;
    this.rows = new int[orders - 1];
    this.at = new int[orders];
    this.to = new int[orders];
    this.scale = new double[orders];
    this.mark = new int[model.vocabularySize()];
  }

  /** Returns how many candidates {@link #top} found. */
  public int size() {
    return size;
  }

  /** Returns the id of a candidate, 0 being the most probable. */
  public int id(int rank) {
    return ids[rank];
  }

  /** Returns the probability of a candidate under the whole distribution. */
  public double p(int rank) {
    return p[rank];
  }

  /** Returns the probability of any token, or 0 if the model does not know it. */
  public double probability(History history, int id) {
    return model.probability(history, id);
  }

  /**
   * Finds the n most probable tokens: the orders' lists, each in falling order, merged. Equally
   * probable ones come by order, the higher first, then by rising id.
   *
   * @param n how many, at least 1; fewer if the model knows fewer
   */
  public void top(History history, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1, but is " + n);
    }
    seek(history);
    reserve(Math.min(n, model.vocabularySize()));
    size = 0;
    while (size < ids.length && size < n) {
      int best = -1;
      double bestP = -1;
      for (int order = 0; order < orders; order++) {
        double next = at[order] < to[order] ? scale[order] * storedP(order, at[order]) : -1;
        if (next > bestP) {
          best = order;
          bestP = next;
        }
      }
      if (best < 0) {
        return;
      }
      int token = token(best, at[best]++);
      if (isOwn(best, token)) {
        ids[size] = model.vocabulary[token];
        p[size++] = bestP;
      }
    }
  }

  /** Sets every order to the start of its successors of the history. */
  private void seek(History history) {
    model.rows(history.topic(), history.u(), history.v(), rows);
    double weight = 1;
    for (int k = 0; k < rows.length; k++) {
      boolean seen = rows[k] >= 0;
      Level level = model.levels.get(k);
      at[k] = seen ? level.start[rows[k]] : 0;
      to[k] = seen ? level.start[rows[k] + 1] : 0;
      scale[k] = weight;
      weight *= seen ? level.lambda[rows[k]] : 1;
    }
    at[orders - 1] = 0;
    to[orders - 1] = model.order1.length;
    scale[orders - 1] = weight;
    if (base > Integer.MAX_VALUE - 2 * orders) {
      Arrays.fill(mark, 0);
      base = 0;
    }
    base += orders;
    marked = 0;
  }

  private double storedP(int order, int index) {
    return order < rows.length ? model.levels.get(order).p[index] : model.p1[model.order1[index]];
  }

  private int token(int order, int index) {
    return order < rows.length ? model.levels.get(order).word[index] : model.order1[index];
  }

  /** Returns whether no higher order holds the token: else it was counted there. */
  private boolean isOwn(int order, int token) {
    for (; marked < order; marked++) {
      if (rows[marked] >= 0) {
        Level level = model.levels.get(marked);
        for (int i = level.start[rows[marked]]; i < to[marked]; i++) {
          if (mark[level.word[i]] < base) {
            mark[level.word[i]] = base + marked;
          }
        }
      }
    }
    return mark[token] < base || mark[token] >= base + order;
  }

  private void reserve(int n) {
    if (ids.length < n) {
      ids = new int[n];
      p = new double[n];
    }
  }

  /**
   * Samples from the whole distribution at a temperature. Takes time in proportion to the
   * vocabulary.
   *
   * @param temperature greater than 0
   * @return an id
   */
  public int sample(History history, double temperature, RandomGenerator random) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, but is " + temperature);
    }
    fillAll(history);
    double total = 0;
    for (int w = 0; w < all.length; w++) {
      if (temperature != 1) {
        all[w] = Math.pow(all[w], 1 / temperature);
      }
      total += all[w];
    }
    double left = random.nextDouble() * total;
    for (int w = 0; w < all.length - 1; w++) {
      left -= all[w];
      if (left < 0) {
        return model.vocabulary[w];
      }
    }
    return model.vocabulary[all.length - 1];
  }

  private void fillAll(History history) {
    if (all.length == 0) {
      all = new double[model.vocabularySize()];
    }
    seek(history);
    for (int order = orders - 1; order >= 0; order--) { // higher orders replace lower ones
      for (int i = at[order]; i < to[order]; i++) {
        all[token(order, i)] = scale[order] * storedP(order, i);
      }
    }
  }
}
