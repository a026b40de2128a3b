package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.NormalTail;
import java.util.OptionalDouble;

/**
 * What the detector of sbw 1.0.0 computes: green tokens among distinct n-grams, or among all
 * positions, and the normal approximation.
 *
 * @param scored n-grams counted
 * @param green of those
 * @param z (green - gamma scored) / sqrt(scored gamma (1 - gamma))
 * @param p normal upper tail of z
 * @param flags a 1 for every green position from the first scored one on, before making distinct
 */
record Sbw100(long scored, long green, double z, double p, String flags) {
  static final String VERSION = "1.0.0";

  /**
   * Runs it.
   *
   * @param distinct its {@code ignore_repeated_ngrams}, true unless told
   * @throws BadInputException where sbw fails: no n-gram to score
   */
  static Sbw100 detect(GreenKey key, GreenScheme scheme, boolean distinct, int[] ids, int n) {
    int span = scheme.seeding().span();
    if (n < span) {
      throw new BadInputException(
          "--as-original " + VERSION, "fails on a text of fewer than " + span + " tokens");
    }
    WordTuples grams = new WordTuples(span);
    StringBuilder flags = new StringBuilder(n);
    long[] counts = new long[2]; // scored, green
    scheme.forEach(
        ids,
        n,
        (position, words, at) -> {
          long green = key.score(words, at);
          flags.append(green);
          if (!distinct || grams.add(ids, position + 1 - span)) {
            counts[0]++;
            counts[1] += green;
          }
        });
    double gamma = scheme.gamma();
    double z = (counts[1] - gamma * counts[0]) / StrictMath.sqrt(counts[0] * gamma * (1 - gamma));
    return new Sbw100(counts[0], counts[1], z, NormalTail.upper(z), flags.toString());
  }

  /** Returns the finding, or refuses another version. */
  OriginalFinding finding(String version) {
    if (!version.equals(VERSION)) {
      throw new BadInputException("--as-original", "must be " + VERSION);
    }
    return new OriginalFinding(version, scored, green, OptionalDouble.of(z), OptionalDouble.of(p));
  }
}
