package ai.tidemark.core.segment;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.law.ScoreCumulants;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the stretches of one document that depend on a key: a dyadic cover of its counted tuples in
 * the order of the text, each window's exact p-value multiplied by the number of windows
 * (Bonferroni), the strongest window first, and after it only windows disjoint from what was found.
 *
 * <p>The probability that any window without a marked tuple is accepted is at most alpha, whatever
 * the rest of the document holds. A batch of documents is charged by giving the adjusted p-values
 * to {@link ai.tidemark.core.multiplicity.BenjaminiHochberg}.
 *
 * <p>The boundaries are where the log-likelihood ratio of the window's own mean score against the
 * null sums to most (CUSUM; Page 1954), searched as far beyond the window as it is long: estimates
 * without guarantee.
 */
public final class Segments {
  /**
   * Windows of one size over each tuple unless told otherwise. Of 200 stretches of 300 tuples
   * planted in 100,000 (Gumbel, q = .5, alpha .01) the plain dyadic cover, 1, found 169 and this
   * one 195; of green lists 1/4 to 1/2 both found 199.
   */
  public static final int DEFAULT_OVERLAP = 4;

  private record Window(int from, int to, double lnP) {}

  private final long[] sums; // sums[i] = of scores [0, i)
  private final int[] positions;
  private final int n;
  private final NullLaw law;
  private final ScoreCumulants cumulants;
  private final Cover cover;

  private Segments(long[] scores, int[] positions, int n, NullLaw law, int overlap) {
    this.positions = positions;
    this.n = n;
    this.law = law;
    this.cumulants = ScoreCumulants.of(law);
    this.cover = new Cover(overlap);
    this.sums = new long[n + 1];
    for (int i = 0; i < n; i++) {
      if (scores[i] < 0 || (i > 0 && positions[i] < positions[i - 1])) {
        throw new IllegalArgumentException(
            "need scores >= 0 and positions that do not fall, but entry "
                + i
                + " has "
                + scores[i]
                + " at "
                + positions[i]);
      }
      sums[i + 1] = Math.addExact(sums[i], scores[i]);
    }
  }

  /**
   * Returns the segments, in the order of the text, disjoint.
   *
   * @param scores of the distinct tuples of one document, each at its first occurrence, in the
   *     law's unit, shape [>= n], not modified
   * @param positions their token positions, never falling (a token may have several draws), shape
   *     [>= n], not modified
   * @param n how many
   * @param law null law of the scores
   * @param lnAlpha natural logarithm of the level for the document, negative
   */
  public static List<Segment> find(
      long[] scores, int[] positions, int n, NullLaw law, double lnAlpha) {
    return find(scores, positions, n, law, lnAlpha, DEFAULT_OVERLAP);
  }

  /**
   * Returns the segments found with another cover: the more the windows overlap the better one of
   * them fits, and the more of them are paid for.
   *
   * @param overlap windows of one size over each tuple: 1, 2, 4 or 8
   */
  public static List<Segment> find(
      long[] scores, int[] positions, int n, NullLaw law, double lnAlpha, int overlap) {
    if (n < 0 || n > scores.length || n > positions.length) {
      throw new IllegalArgumentException(
          "n must be in 0.." + Math.min(scores.length, positions.length) + ", but is " + n);
    }
    if (!(lnAlpha < 0)) {
      throw new IllegalArgumentException("lnAlpha must be negative, but is " + lnAlpha);
    }
    return n == 0 ? List.of() : new Segments(scores, positions, n, law, overlap).disjoint(lnAlpha);
  }

  private List<Segment> disjoint(double lnAlpha) {
    double charge = StrictMath.log((double) cover.windows(n));
    List<Window> windows = windows(lnAlpha - charge);
    windows.sort(Comparator.comparingDouble(Window::lnP).thenComparingInt(Window::from));
    List<Segment> found = new ArrayList<>();
    List<Window> taken = new ArrayList<>();
    for (Window window : windows) {
      if (taken.stream().anyMatch(t -> window.from < t.to && t.from < window.to)) {
        continue;
      }
      Window extent = extent(window);
      taken.add(
          new Window(
              Math.min(window.from, extent.from), Math.max(window.to, extent.to), window.lnP));
      found.add(
          new Segment(
              window.from,
              window.to,
              positions[window.from],
              positions[window.to - 1] + 1,
              Math.min(0, window.lnP + charge),
              positions[extent.from],
              positions[extent.to - 1] + 1));
    }
    found.sort(Comparator.comparingInt(Segment::from));
    return Collections.unmodifiableList(found);
  }

  /** Returns every window with ln p of at most the limit. */
  private List<Window> windows(double limit) {
    List<Window> windows = new ArrayList<>();
    for (int length = 1; length > 0 && length < n; length *= 2) {
      long critical = critical(length, limit);
      for (int from = 0; from + length <= n; from += cover.step(length)) {
        if (sums[from + length] - sums[from] >= critical) {
          windows.add(window(from, from + length));
        }
      }
    }
    Window whole = window(0, n);
    if (whole.lnP <= limit) {
      windows.add(whole);
    }
    return windows;
  }

  private Window window(int from, int to) {
    return new Window(from, to, law.lnP(to - from, BigInteger.valueOf(sums[to] - sums[from])));
  }

  /**
   * Returns the smallest sum of the windows of this length whose ln p is at most the limit, by
   * bisection: ln p falls with the sum. One more than the largest sum in the document if none is.
   */
  private long critical(int length, double limit) {
    long enough = 0;
    for (int from = 0; from + length <= n; from += cover.step(length)) {
      enough = Math.max(enough, sums[from + length] - sums[from]);
    }
    if (law.lnP(length, BigInteger.valueOf(enough)) > limit) {
      return enough + 1;
    }
    long tooFew = -1;
    while (enough - tooFew > 1) {
      long middle = (tooFew + enough) >> 1;
      if (law.lnP(length, BigInteger.valueOf(middle)) > limit) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  /** Returns the stretch around the middle of a window with the largest likelihood ratio. */
  private Window extent(Window window) {
    int length = window.to - window.from;
    double above =
        cumulants.aboveMean(length, BigInteger.valueOf(sums[window.to] - sums[window.from]));
    double tilt = cumulants.tiltFor(above / length);
    double cost = cumulants.centred(tilt) + tilt * cumulants.mean(); // K(tilt)
    int middle = (window.from + window.to) >>> 1;
    int from = middle;
    double most = 0;
    double ratio = 0;
    for (int i = middle - 1; i >= Math.max(0, window.from - length); i--) {
      ratio += tilt * cumulants.inUnits(sums[i + 1] - sums[i]) - cost;
      if (ratio > most) {
        most = ratio;
        from = i;
      }
    }
    int to = middle + 1;
    most = Double.NEGATIVE_INFINITY;
    ratio = 0;
    for (int i = middle; i < Math.min(n, window.to + (long) length); i++) {
      ratio += tilt * cumulants.inUnits(sums[i + 1] - sums[i]) - cost;
      if (ratio > most) {
        most = ratio;
        to = i + 1;
      }
    }
    return new Window(from, to, window.lnP);
  }
}
