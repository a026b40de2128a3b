package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme.Sink;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.Murmur3;

/** Contexts of SGLang: the murmur hash of the last tokens, 32 bits that no key touches. */
final class HashedContexts {
  /** Words of a tuple: context hash, token. */
  static final int WIDTH = 2;

  /**
   * Mean of the whole-unit score over all 2^32 values of u, less one nat: -ln 2 / 2^33 from the
   * midpoints (their sum is a ratio of Gamma functions), and half a unit lost by rounding down.
   */
  static final double BIAS = -(0.6931471805599453 + 1) * 0x1p-33;

  /** Where n |bias| reaches a tenth of the standard deviation sqrt(n): (0.1 / bias)^2. */
  static final long MOST = (long) (0.01 / (BIAS * BIAS));

  private static final int MOST_WINDOW = 64;
  private static final int USUAL_WINDOW = 4;
  private static final String KEY = "(0[xX])?[0-9a-fA-F]{1,16}";

  private HashedContexts() {}

  /** Pushes a tuple for every position that has {@code window} tokens before it. */
  static int forEach(int window, int[] ids, int n, Sink sink) {
    int[] tuple = new int[WIDTH];
    for (int i = window; i < n; i++) {
      tuple[0] = Murmur3.hash(ids, i - window, window);
      tuple[1] = ids[i];
      sink.tuple(i, tuple, 0);
    }
    return Math.max(0, n - window);
  }

  /**
   * Reads the parameters that both schemes share, named as in SGLang's {@code --watermark-config}.
   *
   * @return context_window
   */
  static int read(StrictJson parameters) {
    parameters.ignore("max_probability");
    parameters.ignore("default_enabled");
    parameters.ignore("enforce_all");
    parameters.ignore("enabled");
    boolean absent = !parameters.has("context_window") || parameters.isNull("context_window");
    return absent ? USUAL_WINDOW : window(parameters);
  }

  /** Returns the field {@code context_window}. */
  static int window(StrictJson from) {
    return (int) from.integer("context_window", 1, MOST_WINDOW);
  }

  /** Returns the field {@code mixing_probability}, strictly between 0 and 1. */
  static double mixingProbability(StrictJson from) {
    double probability = from.number("mixing_probability");
    if (!(probability > 0 && probability < 1)) {
      throw new BadInputException(
          from.where() + "/mixing_probability",
          "must be strictly between 0 and 1, but is " + probability);
    }
    return probability;
  }

  /** Returns a field that is a key: 1 to 16 hex digits, 0x before them or not. */
  static long key(StrictJson from, String name) {
    return key(from.text(name, KEY));
  }

  /** Returns the field {@code key} that holds keys A and B. */
  static long[] keys(StrictJson root) {
    var keys = root.texts("key", KEY);
    if (keys.size() != 2) {
      throw new BadInputException(
          root.where() + "/key", "must hold two keys, A and B, but holds " + keys.size());
    }
    return new long[] {key(keys.get(0)), key(keys.get(1))};
  }

  private static long key(String text) {
    boolean prefixed = text.length() > 2 && (text.charAt(1) | 32) == 'x';
    return Long.parseUnsignedLong(prefixed ? text.substring(2) : text, 16);
  }
}
