package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the layers are weighed. */
enum Statistic {
  /** Every layer alike. */
  MEAN,
  /** From 10 in the first layer down to 1 in the last, evenly. */
  WEIGHTED;

  /** Reads the word of a key file. */
  static Statistic of(String where, String word) {
    for (Statistic statistic : values()) {
      if (statistic.word().equals(word)) {
        return statistic;
      }
    }
    throw new BadInputException(where, "must be \"mean\" or \"weighted\"");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the weights of the layers as the smallest integers in their ratio: linspace(10, 1,
   * depth) is (10 (depth - 1) - 9 l) / (depth - 1) (synthid-text 0.2.1, detector_mean.py); 290 - 9
   * l for 30 layers.
   */
  List<Long> weights(int depth) {
    List<Long> weights = new ArrayList<>(depth);
    if (this == MEAN || depth == 1) {
      for (int layer = 0; layer < depth; layer++) {
        weights.add(1L);
      }
      return weights;
    }
    long first = 10L * (depth - 1);
    long divisor = first % 9 == 0 ? 9 : first % 3 == 0 ? 3 : 1; // gcd(10 (depth - 1), 9)
    for (int layer = 0; layer < depth; layer++) {
      weights.add((first - 9L * layer) / divisor);
    }
    return weights;
  }
}
