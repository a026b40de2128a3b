package ai.tidemark.core.acceptance;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.segment.Segment;
import ai.tidemark.core.segment.Segments;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 8.4.15: segments are not seen where there are none, and found where there are. */
final class SegmentSearchTest {
  private static final double LN_ALPHA = StrictMath.log(0.01);
  private static final int PLANTED = 300;
  private static final NullLaw.Binomial QUARTER = new NullLaw.Binomial(1, 1, 4);
  private static final NullLaw GUMBEL = new NullLaw.ExponentialSum();

  private static void fill(long[] scores, NullLaw law, int from, int to, SplittableRandom random) {
    for (int i = 0; i < scores.length; i++) {
      boolean marked = i >= from && i < to;
      scores[i] =
          law.equals(GUMBEL)
              ? (long) ((marked ? Draws.marked(random, 0.5) : Draws.plain(random)) * 0x1p32)
              : random.nextInt(4) < (marked ? 2 : 1) ? 1 : 0;
    }
  }

  private static int[] positions(int n) {
    return IntStream.range(4, n + 4).toArray();
  }

  /** The share of null documents with any segment whose ln p, plus a defect, is accepted. */
  private static Figure falseAlarms(NullLaw law, int documents, int n, double lnTooFew) {
    SplittableRandom random = new SplittableRandom(4151);
    int[] positions = positions(n);
    long[] scores = new long[n];
    int alarms = 0;
    for (int d = 0; d < documents; d++) {
      fill(scores, law, 0, 0, random);
      List<Segment> found =
          Segments.find(scores, positions, n, law, Math.min(-1e-9, LN_ALPHA + lnTooFew));
      alarms += found.isEmpty() ? 0 : 1;
    }
    return Figure.atMost(
        "8.4.15 " + name(law) + ", null documents of " + n + " tuples with a segment",
        (double) alarms / documents,
        0.01);
  }

  private static String name(NullLaw law) {
    return law.equals(GUMBEL) ? "Gumbel q = .5" : "green list 1/4 to 1/2";
  }

  private static void planted(NullLaw law, int documents, int n) {
    SplittableRandom random = new SplittableRandom(4152);
    int[] positions = positions(n);
    long[] scores = new long[n];
    int hits = 0;
    double overlap = 0;
    for (int d = 0; d < documents; d++) {
      int from = random.nextInt(n - PLANTED);
      fill(scores, law, from, from + PLANTED, random);
      for (Segment s : Segments.find(scores, positions, n, law, LN_ALPHA)) {
        if (s.from() < from + PLANTED && s.to() > from) {
          hits++;
          overlap += overlap(s, from + 4, from + 4 + PLANTED);
          break;
        }
      }
    }
    String what = "8.4.15 " + name(law) + ", " + PLANTED + " tuples planted in " + n;
    Figure.atLeast(what + ", found", (double) hits / documents, 0.95).mustHold();
    Figure.atLeast(what + ", intersection over union", overlap / hits, 0.75).mustHold();
  }

  private static double overlap(Segment s, int from, int to) {
    double both = Math.min(s.estimatedTo(), to) - (double) Math.max(s.estimatedFrom(), from);
    double any = Math.max(s.estimatedTo(), to) - (double) Math.min(s.estimatedFrom(), from);
    return Math.max(0, both) / any;
  }

  /** Catches windows that are not paid for. */
  @Test
  void nullDocumentsHaveNoSegments() {
    falseAlarms(QUARTER, 400, 20_000, 0).mustHold();
    falseAlarms(GUMBEL, 400, 20_000, 0).mustHold();
  }

  @Tag("statistics")
  @Test
  void nullDocumentsHaveNoSegmentsInFull() {
    falseAlarms(QUARTER, 4_000, 100_000, 0).mustHold();
    falseAlarms(GUMBEL, 4_000, 100_000, 0).mustHold();
  }

  @Test
  void windowsPaidForAtATenthAreCaught() {
    falseAlarms(GUMBEL, 400, 20_000, StrictMath.log(10))
        .mustFail("a tenth of the windows are paid for");
  }

  /** Catches covers without the sizes that fit, and windows that straddle what they should hold. */
  @Test
  void plantedSegmentsAreFound() {
    planted(QUARTER, 60, 100_000);
    planted(GUMBEL, 60, 100_000);
  }

  @Tag("statistics")
  @Test
  void plantedSegmentsAreFoundInFull() {
    planted(QUARTER, 2_000, 100_000);
    planted(GUMBEL, 2_000, 100_000);
  }

  @Test
  void theWholeDocumentAloneIsCaught() {
    SplittableRandom random = new SplittableRandom(4152);
    int n = 100_000;
    long[] scores = new long[n];
    int hits = 0;
    for (int d = 0; d < 60; d++) {
      fill(scores, QUARTER, 500, 500 + PLANTED, random);
      long sum = Arrays.stream(scores).sum();
      hits += QUARTER.lnP(n, BigInteger.valueOf(sum)) <= LN_ALPHA ? 1 : 0;
    }
    Figure.atLeast("8.4.15 green list, found", hits / 60.0, 0.95)
        .mustFail("one window, the whole document");
  }
}
