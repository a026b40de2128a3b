package ai.tidemark.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.NullLaw;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Covers are counted right, claims are paid for, boundaries lie where the scores change. */
final class SegmentsTest {
  private static final NullLaw.Binomial HALF = new NullLaw.Binomial(1, 1, 2);

  private static List<Segment> find(long[] scores, int overlap, double alpha) {
    int[] positions = IntStream.range(0, scores.length).map(i -> 10 + 3 * i).toArray();
    return Segments.find(scores, positions, scores.length, HALF, StrictMath.log(alpha), overlap);
  }

  /** Every other score 1: no window has more than half and one. */
  private static long[] alternating(int n) {
    return IntStream.range(0, n).mapToLong(i -> i % 2).toArray();
  }

  @Test
  void theCoverCountsItsWindows() {
    assertThat(new Cover(1).windows(1)).isEqualTo(1);
    assertThat(new Cover(1).windows(8)).isEqualTo(8 + 4 + 2 + 1);
    assertThat(new Cover(1).windows(13)).isEqualTo(13 + 6 + 3 + 1 + 1);
    for (int n : new int[] {2, 3, 64, 1000, 99_999, 100_000}) {
      assertThat(new Cover(1).windows(n)).isLessThanOrEqualTo(2L * n);
      assertThat(new Cover(4).windows(n)).isLessThan(5L * n);
    }
    // n = 8, two over each tuple: 8 of 1, 7 of 2, 3 of 4 and the whole
    assertThat(new Cover(2).windows(8)).isEqualTo(8 + 7 + 3 + 1);
    assertThat(new Cover(1).windows(Integer.MAX_VALUE)).isLessThan(2L * Integer.MAX_VALUE);
  }

  @Test
  void theClaimIsTheWindowsTailTimesAllWindows() {
    long[] scores = alternating(256);
    Arrays.fill(scores, 64, 128, 1);
    List<Segment> found = find(scores, 1, 1e-6);
    assertThat(found).hasSize(1);
    Segment segment = found.getFirst();
    assertThat(segment.from()).isEqualTo(64);
    assertThat(segment.to()).isEqualTo(128);
    assertThat(segment.fromPosition()).isEqualTo(10 + 3 * 64);
    assertThat(segment.toPosition()).isEqualTo(10 + 3 * 127 + 1);
    double expected = BinomialTail.lnUpper(64, 64, 1, 2) + StrictMath.log(511);
    assertThat(segment.lnP()).isCloseTo(expected, within(1e-9));
    // the ratio of all ones allows nothing else, so the boundaries are exact but for the 1 beside
    assertThat(segment.estimatedFrom()).isEqualTo(10 + 3 * 63);
    assertThat(segment.estimatedTo()).isEqualTo(10 + 3 * 127 + 1);
  }

  @Test
  void boundariesAreEstimatedBeyondTheWindow() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 2000;
    long[] scores = new long[n];
    for (int i = 0; i < n; i++) {
      boolean marked = i >= 700 && i < 1300;
      scores[i] = random.nextDouble() < (marked ? 0.95 : 0.5) ? 1 : 0;
    }
    List<Segment> found = find(scores, 4, 1e-6);
    assertThat(found).hasSize(1);
    assertThat((found.getFirst().estimatedFrom() - 10) / 3).isBetween(680, 715);
    assertThat((found.getFirst().estimatedTo() - 10) / 3).isBetween(1285, 1320);
  }

  @Test
  void severalSegmentsAreDisjointAndInOrder() {
    long[] scores = alternating(4000);
    for (int from : new int[] {500, 1800, 3200}) {
      Arrays.fill(scores, from, from + 100, 1);
    }
    for (int overlap : new int[] {1, 2, 4, 8}) {
      List<Segment> found = find(scores, overlap, 0.01);
      assertThat(found).hasSize(3);
      for (int i = 1; i < 3; i++) {
        assertThat(found.get(i).from()).isGreaterThanOrEqualTo(found.get(i - 1).to());
        assertThat(found.get(i).estimatedFrom())
            .isGreaterThanOrEqualTo(found.get(i - 1).estimatedTo());
      }
      assertThat(found.get(1).from()).isBetween(1700, 1900);
    }
  }

  @Test
  void theWholeDocumentIsAWindow() {
    SplittableRandom random = new SplittableRandom(8);
    long[] scores = new long[5000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextDouble() < 0.55 ? 1 : 0; // weak everywhere
    }
    List<Segment> found = find(scores, 1, 1e-6);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().from()).isZero();
    assertThat(found.getFirst().to()).isEqualTo(5000);
  }

  @Test
  void nothingIsFoundInNothing() {
    assertThat(Segments.find(new long[0], new int[0], 0, HALF, -1)).isEmpty();
    assertThat(find(alternating(1), 4, 0.01)).isEmpty();
    assertThat(find(alternating(1000), 4, 0.01)).isEmpty();
    assertThat(find(new long[1000], 4, 0.01)).isEmpty();
  }

  @Test
  void callersMistakesAreNamed() {
    long[] two = {1, 1};
    assertThatThrownBy(() -> Segments.find(two, new int[] {6, 5}, 2, HALF, -1))
        .hasMessageContaining("do not fall");
    assertThatThrownBy(() -> Segments.find(two, new int[] {5, 6}, 3, HALF, -1))
        .hasMessageContaining("0..2");
    assertThatThrownBy(() -> Segments.find(two, new int[] {5, 6}, 2, HALF, 1))
        .hasMessageContaining("lnAlpha");
    assertThatThrownBy(() -> find(two, 3, 0.1)).hasMessageContaining("overlap");
  }
}
