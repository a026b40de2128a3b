package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme.Sink;
import ai.tidemark.core.json.StrictJson;
import java.util.Arrays;

/** Contexts of vLLM: the last c tokens of the output, -1 standing for each that is missing. */
final class PaddedContexts {
  /** vLLM itself sets no upper limit, and warns above 16. */
  static final int MOST = 256;

  private static final int USUAL = 4;

  private PaddedContexts() {}

  /** Returns the ids with c times -1 before them: the tuple of position i starts at i. */
  static int[] padded(int width, int[] ids, int n) {
    int[] padded = new int[width + n];
    Arrays.fill(padded, 0, width, -1);
    System.arraycopy(ids, 0, padded, width, n);
    return padded;
  }

  /** Pushes the tuple of every position, context then token. */
  static int forEach(int width, int[] ids, int n, Sink sink) {
    int[] padded = padded(width, ids, n);
    for (int i = 0; i < n; i++) {
      sink.tuple(i, padded, i);
    }
    return n;
  }

  /**
   * Reads the parameters that both schemes share, named as in vLLM's {@code --watermark-config}.
   *
   * @param algorithm the only value that {@code algorithm} may have
   * @return context_width
   */
  static int read(StrictJson parameters, String algorithm) {
    if (parameters.has("algorithm")) {
      parameters.requireText("algorithm", algorithm);
    }
    if (parameters.has("prf")) {
      parameters.requireText("prf", "philox");
    }
    parameters.ignore("deduplicate_contexts");
    parameters.ignore("deduplicate_contexts_max_history");
    parameters.ignore("allow_target_only_watermarking");
    boolean absent = !parameters.has("context_width") || parameters.isNull("context_width");
    return absent ? USUAL : width(parameters);
  }

  /** Returns the field {@code context_width}. */
  static int width(StrictJson from) {
    return (int) from.integer("context_width", 1, MOST);
  }

  /** Returns the field {@code alpha}, in [0, 1]. */
  static double alpha(StrictJson from) {
    double alpha = from.number("alpha");
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new BadInputException(from.where() + "/alpha", "must be in 0..1, but is " + alpha);
    }
    return alpha;
  }
}
