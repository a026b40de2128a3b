package ai.tidemark.demo.model;

/**
 * What stands before the next token: the last two tokens, and the topic that the tokens so far
 * speak for most, the earlier the more: the i-th, from 0, with weight {@code 4 / (4 + i)}. A text
 * starts after an end of text; its topic is still that of everything before. Not thread-safe.
 */
public final class History {
  private static final double EARLY = 4;

  private final NGramModel model;
  private final double[] score; // by topic
  private int length;
  private int topic;
  private int u;
  private int v;

  /** Nothing yet: the start of a text. */
  public History(NGramModel model) {
    this.model = model;
    this.score = new double[model.topics.count];
    this.u = model.endOfText;
    this.v = model.endOfText;
  }

  /** Appends a token, known or not. */
  public void add(int id) {
    int token = model.index(id);
    u = token == model.endOfText ? token : v;
    v = token;
    if (token < 0) {
      return;
    }
    double say = EARLY / (EARLY + length++);
    int at = token * score.length;
    for (int t = 0; t < score.length; t++) {
      score[t] += say * model.topics.weight[at + t];
    }
    for (int t = 0; t < score.length; t++) {
      if (score[t] > score[topic]) {
        topic = t;
      }
    }
  }

  /** Returns the topic; the first of several equal ones that led first. */
  public int topic() {
    return topic;
  }

  int u() {
    return u;
  }

  int v() {
    return v;
  }
}
