package ai.tidemark.core.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.select.ContextFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Acceptance 8.4.12: innocent text, of which only tuples are counted whose context the ledger of
 * marked answers holds, has mean z of 0; counting only its (context, token) pairs has not, and
 * cannot be asked for.
 */
final class ContextSelectionTest {
  private static final int VOCABULARY = 50;
  private static final int CANDIDATES = 8;

  /** Chooses tuples of the innocent text. */
  private interface Choice {
    boolean keeps(int[] ids, int from, int to);
  }

  private static long mix(long key, long a, long b, long c) {
    long x = key + a * 0x9E3779B97F4A7C15L + b * 0xC2B2AE3D27D4EB4FL + c * 0x165667B19E3779F9L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** Candidate j after a context; its probability is in proportion to 1 / (j + 1). */
  private static int candidate(int a, int b, int j) {
    return (int) Math.floorMod(mix(0, a, b, 0) + 7L * j, (long) VOCABULARY);
  }

  private static double draw(long key, int a, int b, int token) {
    return ((mix(key, a, b, token) >>> 11) + 0.5) * 0x1p-53;
  }

  /** Marked text draws plainly where its context repeats, as ours does; it would run in circles. */
  private static int[] text(int length, SplittableRandom random, long key, boolean marked) {
    int[] ids = new int[length];
    ids[0] = random.nextInt(VOCABULARY);
    ids[1] = random.nextInt(VOCABULARY);
    Set<Integer> used = new HashSet<>();
    for (int t = 2; t < length; t++) {
      boolean keyed = marked && used.add(ids[t - 2] * VOCABULARY + ids[t - 1]);
      double best = Double.POSITIVE_INFINITY;
      for (int j = 0; j < CANDIDATES; j++) {
        int token = candidate(ids[t - 2], ids[t - 1], j);
        double u = keyed ? draw(key, ids[t - 2], ids[t - 1], token) : 1 - random.nextDouble();
        double arrival = -Math.log(u) * (j + 1);
        if (arrival < best) {
          best = arrival;
          ids[t] = token;
        }
      }
    }
    return ids;
  }

  private static int pack(int[] ids, int from) {
    return (ids[from] * VOCABULARY + ids[from + 1]) * VOCABULARY + ids[from + 2];
  }

  private static double z(int[] ids, long key, Choice choice) {
    Set<Integer> seen = new HashSet<>();
    double sum = 0;
    int n = 0;
    for (int t = 2; t < ids.length; t++) {
      if (choice.keeps(ids, t - 2, t) && seen.add(pack(ids, t - 2))) {
        sum += -Math.log(1 - draw(key, ids[t - 2], ids[t - 1], ids[t]));
        n++;
      }
    }
    return n == 0 ? 0 : (sum - n) / Math.sqrt(n);
  }

  /** The mean z of innocent texts, each with a fresh key and a ledger marked with it. */
  private static double meanZ(int runs, boolean byToken) {
    SplittableRandom random = new SplittableRandom(412);
    double mean = 0;
    for (int run = 0; run < runs; run++) {
      long key = random.nextLong();
      int[] ledger = text(3_000, random, key, true);
      int[] innocent = text(3_000, random, key, false);
      mean += z(innocent, key, byToken ? pairs(ledger) : contexts(ledger)) / runs;
    }
    return mean;
  }

  private static Choice contexts(int[] ledger) {
    List<int[]> listed = new ArrayList<>();
    for (int t = 2; t < ledger.length; t++) {
      listed.add(new int[] {ledger[t - 2], ledger[t - 1]});
    }
    return ContextFilter.ofContexts(new Contexts.Fixed(2), listed)::keeps;
  }

  private static Choice pairs(int[] ledger) {
    Set<Integer> known = new HashSet<>();
    for (int t = 2; t < ledger.length; t++) {
      known.add(pack(ledger, t - 2));
    }
    return (ids, from, _) -> known.contains(pack(ids, from));
  }

  private static Figure figure(int runs, boolean byToken) {
    double limit = 3 / Math.sqrt(runs);
    return Figure.between(
        "8.4.12 mean z of innocent text, selected", meanZ(runs, byToken), -limit, limit);
  }

  /** Catches a filter that is shown the scored token. */
  @Test
  void contextsSelectWithoutBias() {
    figure(400, false).mustHold();
  }

  @Tag("statistics")
  @Test
  void contextsSelectWithoutBiasInFull() {
    figure(5_000, false).mustHold();
  }

  @Test
  void selectingByContextAndTokenIsCaught() {
    figure(100, true).mustFail("selected by (context, token)");
  }

  @Test
  void aListOfTuplesIsRefused() {
    assertThatThrownBy(
            () ->
                ContextFilter.ofContexts(
                    new Contexts.Fixed(2), List.of(new int[] {1, 2}, new int[] {1, 2, 3})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entry 1 has 3 ids")
        .hasMessageContaining("never by context and token");
    System.out.println("acceptance 8.4.12 (context, token) filter: got refused, must be refused");
  }
}
