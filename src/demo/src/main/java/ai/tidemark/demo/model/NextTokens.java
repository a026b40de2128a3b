package ai.tidemark.demo.model;

import java.util.random.RandomGenerator;

/**
 * The most probable next tokens in a context, exactly, and samples from it. Keeps the last answer
 * and scratch memory: not thread-safe.
 */
public final class NextTokens {
  private final NGramModel model;
  private final int[] mark3; // stamp where the token is a successor of (u, v)
  private final int[] mark2; // stamp where the token is a successor of v
  private int stamp;
  private int[] ids = new int[64];
  private double[] p = new double[64];
  private int size;
  private double[] all = new double[0];

  /** A view of a model. */
  public NextTokens(NGramModel model) {
    this.model = model;
    this.mark3 = new int[model.vocabularySize()];
    this.mark2 = new int[model.vocabularySize()];
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

  /** Returns p(w | u v); see {@link NGramModel#probability}. */
  public double probability(int u, int v, int w) {
    return model.probability(u, v, w);
  }

  /**
   * Finds the n most probable tokens after (u, v): three lists, each in falling order, merged.
   * Equally probable ones come in rising order of their ids within a list.
   *
   * @param u id two before
   * @param v id just before
   * @param n how many, at least 1; fewer if the model knows fewer
   */
  public void top(int u, int v, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1, but is " + n);
    }
    reserve(Math.min(n, model.vocabularySize()));
    size = 0;
    stamp++;
    int before = model.index(v);
    int row = model.context(model.index(u), before);
    int i = row < 0 ? 0 : model.start3[row];
    int to3 = row < 0 ? 0 : model.start3[row + 1];
    int j = before < 0 ? 0 : model.start2[before];
    int to2 = before < 0 ? 0 : model.start2[before + 1];
    double scale2 = row < 0 ? 1 : model.lambda3[row];
    double scale1 = before < 0 ? 1 : scale2 * model.lambda2[before];
    mark(mark3, model.word3, i, to3);
    boolean marked2 = false;
    int k = 0;
    while (size < n) {
      while (j < to2 && mark3[model.word2[j]] == stamp) {
        j++;
      }
      double best3 = i < to3 ? model.p3[i] : -1;
      double best2 = j < to2 ? scale2 * model.p2[j] : -1;
      double best1 = k < model.order1.length ? scale1 * model.p1[model.order1[k]] : -1;
      if (best3 >= best2 && best3 >= best1 && best3 >= 0) {
        add(model.word3[i++], best3);
      } else if (best2 >= best1 && best2 >= 0) {
        add(model.word2[j++], best2);
      } else if (best1 < 0) {
        return;
      } else {
        if (!marked2) {
          mark(mark2, model.word2, before < 0 ? 0 : model.start2[before], to2);
          marked2 = true;
        }
        int token = model.order1[k++];
        if (mark3[token] != stamp && mark2[token] != stamp) {
          add(token, best1);
        }
      }
    }
  }

  private void mark(int[] marks, int[] words, int from, int to) {
    for (int i = from; i < to; i++) {
      marks[words[i]] = stamp;
    }
  }

  private void add(int token, double probability) {
    ids[size] = model.vocabulary[token];
    p[size++] = probability;
  }

  private void reserve(int n) {
    if (ids.length < n) {
      ids = new int[n];
      p = new double[n];
    }
  }

  /**
   * Samples from the whole distribution after (u, v), at a temperature. Takes time in proportion to
   * the vocabulary.
   *
   * @param temperature greater than 0
   */
  public int sample(int u, int v, double temperature, RandomGenerator random) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, but is " + temperature);
    }
    fillAll(u, v);
    double total = 0;
    for (int w = 0; w < all.length; w++) {
      if (temperature != 1) {
        all[w] = Math.pow(all[w], 1 / temperature);
      }
      total += all[w];
    }
    double at = random.nextDouble() * total;
    for (int w = 0; w < all.length - 1; w++) {
      at -= all[w];
      if (at < 0) {
        return model.vocabulary[w];
      }
    }
    return model.vocabulary[all.length - 1];
  }

  private void fillAll(int u, int v) {
    if (all.length == 0) {
      all = new double[model.vocabularySize()];
    }
    int before = model.index(v);
    int row = model.context(model.index(u), before);
    double scale2 = row < 0 ? 1 : model.lambda3[row];
    double scale1 = before < 0 ? 1 : scale2 * model.lambda2[before];
    for (int w = 0; w < all.length; w++) {
      all[w] = scale1 * model.p1[w];
    }
    if (before >= 0) {
      for (int j = model.start2[before]; j < model.start2[before + 1]; j++) {
        all[model.word2[j]] = scale2 * model.p2[j];
      }
    }
    if (row >= 0) {
      for (int i = model.start3[row]; i < model.start3[row + 1]; i++) {
        all[model.word3[i]] = model.p3[i];
      }
    }
  }
}
