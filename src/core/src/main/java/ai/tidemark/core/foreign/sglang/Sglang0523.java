package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.prf.Murmur3;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the detector of SGLang 0.5.23 computes, in doubles: each distinct context counts once, by
 * its first token, up to a number of contexts. Without a prompt the first window is skipped; with
 * one, contexts reach into it, and are shorter where it is.
 */
final class Sglang0523 {
  static final String VERSION = "0.5.23";

  /** Contexts that SGLang marks and scores in one request. */
  static final int MOST_CONTEXTS = 4096;

  /** Key B and the coin between it and key A. */
  record Second(MurmurDraw draw, Coin coin) {}

  private final @Nullable Second second;
  private final int[] hashes;
  private final long[] positions;
  private final double[] scoresA;
  private final double[] scoresB;
  private final boolean[] keyA;
  private int count;
  private int repeated;
  private int examined;
  private int skipped;
  private boolean limitReached;

  private Sglang0523(@Nullable Second second, int most) {
    this.second = second;
    hashes = new int[most];
    positions = new long[most];
    scoresA = new double[most];
    scoresB = new double[most];
    keyA = new boolean[most];
  }

  /**
   * Runs it.
   *
   * @param prompt ids before the text, possibly none
   * @param ids the text, shape [>= n]
   * @param mostContexts where it stops, at least 1
   */
  static Sglang0523 detect(
      int window,
      MurmurDraw draw,
      @Nullable Second second,
      int[] prompt,
      int[] ids,
      int n,
      int mostContexts) {
    int start = Math.min(prompt.length, window);
    int[] tokens =
        Arrays.copyOf(Arrays.copyOfRange(prompt, prompt.length - start, prompt.length), start + n);
    System.arraycopy(ids, 0, tokens, start, n);
    int first = prompt.length > 0 ? start : Math.min(window, n);
    Sglang0523 found = new Sglang0523(second, Math.min(n, mostContexts));
    found.skipped = first - start;
    found.examined = first - start;
    WordTuples seen = new WordTuples(window + 1);
    int[] context = new int[window + 1];
    for (int i = first; i < tokens.length && found.count < mostContexts; i++) {
      found.examined = i - start + 1;
      int length = Math.min(i, window);
      Arrays.fill(context, 0);
      context[window] = length; // contexts of different lengths differ
      System.arraycopy(tokens, i - length, context, 0, length);
      if (seen.add(context, 0)) {
        found.add(draw, Murmur3.hash(context, 0, length), tokens[i], i - start);
      } else {
        found.repeated++;
      }
    }
    found.limitReached = found.count == mostContexts;
    return found;
  }

  private void add(MurmurDraw draw, int hash, int token, int position) {
    hashes[count] = hash;
    positions[count] = position;
    scoresA[count] = MurmurDraw.nats(draw.word(hash, token));
    if (second != null) {
      scoresB[count] = MurmurDraw.nats(second.draw().word(hash, token));
      keyA[count] = second.coin().isKeyA(hash);
    }
    count++;
  }

  /** Returns what it says of a text without a prompt, or refuses another version. */
  static OriginalFinding finding(
      String version, int window, MurmurDraw draw, @Nullable Second second, int[] ids, int n) {
    if (!version.equals(VERSION)) {
      throw new BadInputException("--as-original", "must be " + VERSION);
    }
    Statistics all = detect(window, draw, second, new int[0], ids, n, MOST_CONTEXTS).combined();
    return new OriginalFinding(
        version, all.n(), all.score(), OptionalDouble.of(all.z()), OptionalDouble.of(all.p()));
  }

  /**
   * Its statistics of some scores.
   *
   * @param n how many
   * @param score their sum, in nats
   * @param z (score - n) / sqrt(n)
   * @param p exp of lnP, 0 where that underflows
   * @param lnP of the Gamma(n, 1) tail
   */
  record Statistics(int n, double score, double z, double p, double lnP) {
    static Statistics of(double[] scores) {
      int n = scores.length;
      if (n == 0) {
        return new Statistics(0, 0, 0, 1, 0);
      }
      double score = sum(scores);
      double lnP = GammaTail.lnQ(n, score);
      return new Statistics(n, score, (score - n) / Math.sqrt(n), StrictMath.exp(lnP), lnP);
    }

    /** Returns the sum, compensated (Neumaier 1974): within an ulp of Python's exact fsum. */
    private static double sum(double[] values) {
      double sum = 0;
      double lost = 0;
      for (double value : values) {
        double next = sum + value;
        lost += sum >= value ? (sum - next) + value : (value - next) + sum;
        sum = next;
      }
      return sum + lost;
    }
  }

  /** Returns the statistics of every position under the key its coin picks. */
  Statistics combined() {
    if (second == null) {
      return keyA();
    }
    double[] picked = new double[count];
    for (int i = 0; i < count; i++) {
      picked[i] = keyA[i] ? scoresA[i] : scoresB[i];
    }
    return Statistics.of(picked);
  }

  /** Returns the statistics of every position under key A. */
  Statistics keyA() {
    return Statistics.of(scoresA());
  }

  /** Returns the statistics of every position under key B. */
  Statistics keyB() {
    return Statistics.of(scoresB());
  }

  /** Returns the statistics of the positions whose coin picks key A, or of the others. */
  Statistics partition(boolean ofKeyA) {
    double[] part = new double[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (keyA[i] == ofKeyA) {
        part[size++] = ofKeyA ? scoresA[i] : scoresB[i];
      }
    }
    return Statistics.of(Arrays.copyOf(part, size));
  }

  /** Returns the context hashes of the scored positions. */
  long[] hashes() {
    long[] unsigned = new long[count];
    for (int i = 0; i < count; i++) {
      unsigned[i] = hashes[i] & 0xFFFF_FFFFL;
    }
    return unsigned;
  }

  /** Returns the scored positions, in order. */
  long[] positions() {
    return Arrays.copyOf(positions, count);
  }

  /** Returns the scores under key A. */
  double[] scoresA() {
    return Arrays.copyOf(scoresA, count);
  }

  /** Returns the scores under key B. */
  double[] scoresB() {
    return Arrays.copyOf(scoresB, count);
  }

  /** Returns a 1 where the coin picks key A, else a 0. */
  String coins() {
    StringBuilder bits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      bits.append(keyA[i] ? '1' : '0');
    }
    return bits.toString();
  }

  /** Returns how many positions had a context seen before. */
  int repeated() {
    return repeated;
  }

  /** Returns how many tokens of the text it looked at. */
  int examined() {
    return examined;
  }

  /** Returns how many tokens at the beginning it skipped for want of a prompt. */
  int skipped() {
    return skipped;
  }

  /** Returns whether it stopped at the number of contexts. */
  boolean limitReached() {
    return limitReached;
  }
}
