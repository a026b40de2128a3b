package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.GammaTail;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What the detector of vLLM 0.30 to 0.33 computes, in doubles and in its order: the first token of
 * each context is scored, later ones are skipped.
 */
final class Vllm033 {
  static final String VERSION = "0.33";

  private final long[] positions;
  private final double[] scores;
  private final double score;
  private final double p;

  private Vllm033(long[] positions, double[] scores, double score, double p) {
    this.positions = positions;
    this.scores = scores;
    this.score = score;
    this.p = p;
  }

  /** The score of one tuple, in nats. */
  @FunctionalInterface
  interface Nats {
    double of(int[] words, int at);
  }

  /**
   * Runs it.
   *
   * @param alpha weight of key B; 0 for a single key
   * @param dedup its {@code deduplicate_contexts}, true unless told
   */
  static Vllm033 detect(int width, double alpha, boolean dedup, Nats nats, int[] ids, int n) {
    int[] padded = PaddedContexts.padded(width, ids, n);
    WordTuples contexts = new WordTuples(width);
    long[] positions = new long[n];
    double[] scores = new double[n];
    int count = 0;
    double sum = 0;
    double lost = 0; // Kahan; torch adds pairwise, both are within an ulp or two of the sum
    for (int i = 0; i < n; i++) {
      if (dedup && !contexts.add(padded, i)) {
        continue;
      }
      positions[count] = i;
      scores[count] = nats.of(padded, i);
      double add = scores[count++] - lost;
      double next = sum + add;
      lost = (next - sum) - add;
      sum = next;
    }
    return new Vllm033(
        Arrays.copyOf(positions, count),
        Arrays.copyOf(scores, count),
        sum,
        pValue(alpha, sum, count));
  }

  /** Returns the scored positions, in order. */
  long[] positions() {
    return positions;
  }

  /** Returns the scores of those, in nats. */
  double[] scores() {
    return scores;
  }

  /** Returns their sum. */
  double score() {
    return score;
  }

  /** Returns the p-value; by its moment match where two keys are mixed. */
  double p() {
    return p;
  }

  /** Returns the finding, or refuses another version. */
  OriginalFinding finding(String version) {
    if (!version.equals(VERSION)) {
      throw new BadInputException("--as-original", "must be " + VERSION);
    }
    return new OriginalFinding(
        version, positions.length, score, OptionalDouble.empty(), OptionalDouble.of(p));
  }

  /**
   * Returns its p-value: Gamma(n / v, 1) beyond S / v with v = (1 - alpha)^2 + alpha^2, which is
   * exact for alpha 0 and 1, exact for 1/2, and too small far out for the others.
   */
  static double pValue(double alpha, double score, int n) {
    if (n == 0) {
      return 1;
    }
    double variance = (1 - alpha) * (1 - alpha) + alpha * alpha;
    if (alpha == 0 || alpha == 0.5 || alpha == 1) {
      return survival(score / variance, (int) StrictMath.rint(n / variance));
    }
    return torchSurvival(n / variance, score / variance);
  }

  /**
   * Returns torch's gammaincc(a, x). Near the mean torch takes Temme's expansion (DLMF 8.12.4), Q =
   * erfc(eta sqrt(a/2)) / 2 + R, and divides in R by sqrt(2 pi a) with pi rounded to float32, which
   * makes R smaller by 1.4e-8 of itself. R is c0(eta) e^(-a eta^2 / 2) / sqrt(2 pi a) up to the
   * order 1/a, c0 = 1/mu - 1/eta, mu = x/a - 1, eta^2 / 2 = mu - ln(1 + mu).
   */
  private static double torchSurvival(double a, double x) {
    double q = StrictMath.exp(GammaTail.lnUpper(a, x));
    double mu = (x - a) / a;
    double nearMean = a < 200 ? 0.3 : 4.5 / Math.sqrt(a);
    if (!(a > 20 && a != 200 && Math.abs(mu) < nearMean)) {
      return q;
    }
    double eta = Math.copySign(Math.sqrt(2 * (mu - StrictMath.log1p(mu))), mu);
    double c0 = Math.abs(mu) < 1e-3 ? eta / 12 - 1.0 / 3 : 1 / mu - 1 / eta;
    double remainder = c0 * StrictMath.exp(-0.5 * a * eta * eta) / Math.sqrt(2 * Math.PI * a);
    return q + remainder * (Math.sqrt(Math.PI / (float) Math.PI) - 1);
  }

  /**
   * Returns its survival function of Gamma(shape, 1): the Poisson sum of score^k / k! for k below
   * the shape, times e^-score, scaled by its largest term. The running logarithm is repeated as it
   * is, since its rounding errors are part of the answer.
   */
  static double survival(double score, int shape) {
    if (shape <= 0 || score <= 0) {
      return 1;
    }
    double logScore = StrictMath.log(score);
    double[] terms = new double[shape];
    double largest = 0;
    for (int k = 1; k < shape; k++) {
      terms[k] = terms[k - 1] + (logScore - StrictMath.log(k));
      largest = Math.max(largest, terms[k]);
    }
    double sum = 0;
    for (double term : terms) {
      sum += StrictMath.exp(term - largest);
    }
    double logSum = largest + StrictMath.log(sum);
    return Math.min(1, StrictMath.exp(Math.min(0, -score + logSum)));
  }
}
