package ai.tidemark.demo.model;

/**
 * How much each token speaks for each topic: naive Bayes, ln (p(w | topic) / p(w)), with p(w |
 * topic) the topic's token frequencies smoothed by {@link #PSEUDO_COUNTS} tokens of the whole.
 */
final class TopicWeights {
  private static final double PSEUDO_COUNTS = 1_000;

  final int count;
  final float[] weight; // by token, then topic

  TopicWeights(int count, float[] weight) {
    this.count = count;
    this.weight = weight;
  }

  /**
   * Weighs tokens.
   *
   * @param counts how often each token stands in texts of each topic, by token, then topic
   */
  static TopicWeights of(int count, int[] counts) {
    long[] ofTopic = new long[count];
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      ofTopic[i % count] += counts[i];
      all += counts[i];
    }
    float[] weight = new float[counts.length];
    for (int token = 0; token < counts.length / count; token++) {
      double sum = 0;
      for (int topic = 0; topic < count; topic++) {
        sum += counts[token * count + topic];
      }
      double p = sum / all;
      for (int topic = 0; topic < count && p > 0; topic++) {
        double smoothed =
            (counts[token * count + topic] + PSEUDO_COUNTS * p) / (ofTopic[topic] + PSEUDO_COUNTS);
        weight[token * count + topic] = (float) Math.log(smoothed / p);
      }
    }
    return new TopicWeights(count, weight);
  }
}
