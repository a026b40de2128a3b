package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Exact sums, exact sets, and which grams enter them. */
final class SumsAndSetsTest {
  private record Tuple(long hi, long lo) {}

  @Test
  void sumsCarryIntoTheHighHalf() {
    ScoreSum almost = new ScoreSum(0, -1);
    assertThat(almost.plus(1)).isEqualTo(new ScoreSum(1, 0));
    assertThat(almost.plus(almost)).isEqualTo(new ScoreSum(1, -2));
    assertThat(almost.toString()).isEqualTo("18446744073709551615");
    assertThat(new ScoreSum(1, 0).toString()).isEqualTo("18446744073709551616");
    assertThatThrownBy(() -> new ScoreSum(Long.MAX_VALUE, -1).plus(1))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> ScoreSum.of(BigInteger.ONE.negate())).hasMessageContaining("-1");
    assertThatThrownBy(() -> new ScoreSum(-1, 0)).hasMessageContaining("-1");
  }

  @Test
  void sumsEqualBigIntegersInAnyOrder() {
    SplittableRandom random = new SplittableRandom(4);
    ScoreSum forwards = ScoreSum.ZERO;
    ScoreSum backwards = ScoreSum.ZERO;
    BigInteger exact = BigInteger.ZERO;
    List<ScoreSum> parts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      ScoreSum part = new ScoreSum(random.nextLong(1L << 50), random.nextLong());
      parts.add(part);
      forwards = forwards.plus(part);
      exact = exact.add(part.toBigInteger());
      assertThat(ScoreSum.of(part.toBigInteger())).isEqualTo(part);
    }
    for (ScoreSum part : parts.reversed()) {
      backwards = part.plus(backwards);
    }
    assertThat(forwards.toBigInteger()).isEqualTo(exact);
    assertThat(backwards).isEqualTo(forwards);
  }

  @Test
  void evidenceAddsAndRefusesNegativeCounts() {
    Evidence one = new Evidence(3, new ScoreSum(0, -5));
    assertThat(one.plus(Evidence.NONE)).isEqualTo(one);
    assertThat(one.plus(one)).isEqualTo(new Evidence(6, new ScoreSum(1, -10)));
    assertThat(Evidence.NONE.lnP()).isEqualTo(0.0);
    assertThat(Evidence.NONE.lnBound()).isEqualTo(0.0);
    assertThatThrownBy(() -> new Evidence(-1, ScoreSum.ZERO)).hasMessageContaining("-1");
  }

  /** Tables of every size, larger ones before smaller, with more and with fewer than expected. */
  @Test
  void tupleSetClearedForSomeNumberEqualsHashSet() {
    SplittableRandom random = new SplittableRandom(20261124);
    TupleSet set = new TupleSet(0);
    for (int expected : new int[] {0, 5000, 10, 16, 17, 100_000, 1, 16_384, 16_385, 40, 0}) {
      for (int size : new int[] {0, expected, 3 * expected + 40}) {
        set.clear(expected);
        assertThat(set.size()).isZero();
        Set<Tuple> reference = new HashSet<>();
        for (int i = 0; i < size; i++) {
          Tuple tuple = new Tuple((long) random.nextInt(60) << 55, random.nextInt(1 + size / 40));
          assertThat(set.contains(tuple.hi, tuple.lo)).isEqualTo(reference.contains(tuple));
          assertThat(set.add(tuple.hi, tuple.lo)).isEqualTo(reference.add(tuple));
        }
        assertThat(set.size()).isEqualTo(reference.size());
        for (int i = 0; i < set.size(); i++) {
          assertThat(set.index(set.hi()[i], set.lo()[i])).isEqualTo(i);
        }
      }
    }
    assertThatThrownBy(() -> set.clear(-1)).hasMessageContaining("-1");
  }

  @Test
  void tupleSetEqualsHashSet() {
    SplittableRandom random = new SplittableRandom(20261123);
    TupleSet set = new TupleSet(3);
    for (int round = 0; round < 3; round++) {
      Set<Tuple> reference = new HashSet<>();
      List<Tuple> order = new ArrayList<>();
      for (int i = 0; i < 60_000; i++) {
        // few distinct halves, so that tuples share one half and differ in the other
        Tuple tuple = new Tuple((long) random.nextInt(200) << 55, random.nextInt(200) * 4096L);
        boolean added = reference.add(tuple);
        assertThat(set.add(tuple.hi, tuple.lo)).isEqualTo(added);
        if (added) {
          order.add(tuple);
        }
      }
      assertThat(set.size()).isEqualTo(reference.size());
      for (int i = 0; i < order.size(); i++) {
        assertThat(new Tuple(set.hi()[i], set.lo()[i])).isEqualTo(order.get(i));
      }
      assertThat(set.contains(1, 1)).isFalse();
      assertThat(set.contains(order.get(0).hi, order.get(0).lo)).isTrue();
      set.clear();
      assertThat(set.size()).isZero();
      assertThat(set.contains(order.get(0).hi, order.get(0).lo)).isFalse();
    }
    assertThatThrownBy(() -> new TupleSet(-1)).hasMessageContaining("-1");
  }

  @Test
  void theZeroTupleIsATuple() {
    TupleSet set = new TupleSet(0);
    assertThat(set.contains(0, 0)).isFalse();
    assertThat(set.add(0, 0)).isTrue();
    assertThat(set.add(0, 0)).isFalse();
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void gramsWithAnIdThatFitsNoSlotAreLeftOut() {
    int[] ids = new int[40];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = 1000 + i;
    }
    Contexts.Coined contexts = Contexts.Coined.DEFAULT;
    assertThat(positions(contexts, ids)).hasSize(36);
    ids[20] = 1 << 18;
    List<Integer> scored = positions(contexts, ids);
    assertThat(scored).hasSize(31).contains(19, 25).doesNotContain(20, 21, 22, 23, 24);
    ids[20] = -1;
    assertThat(positions(contexts, ids)).isEqualTo(scored);
    ids[20] = (1 << 18) - 1;
    assertThat(positions(contexts, ids)).hasSize(36);
    ids[0] = 1 << 18; // inside the first scored gram
    assertThat(positions(contexts, ids)).hasSize(35).doesNotContain(4);
    assertThat(positions(contexts, new int[] {1, 2, 3, 4})).isEmpty();
  }

  /** Returns the scored positions, told by their candidate; checks that both widths are there. */
  private static List<Integer> positions(Contexts.Coined contexts, int[] ids) {
    List<Integer> wide = new ArrayList<>();
    List<Integer> narrow = new ArrayList<>();
    int count =
        Grams.forEach(
            contexts,
            ids,
            ids.length,
            (hi, lo) -> {
              int candidate = (int) (lo & 0x3FFFF);
              int position = candidate == (1 << 18) - 1 ? 20 : candidate - 1000;
              (Block.domain(hi) == Block.WIDE ? wide : narrow).add(position);
            });
    assertThat(wide).isEqualTo(narrow).hasSize(count);
    return wide;
  }

  @Test
  void aWidthThatNoCoinCanChooseIsLeftOut() {
    int[] ids = {1, 2, 3, 4, 5, 6};
    assertThat(domains(new Contexts.Coined(4, 2, 0, 0), ids)).containsOnly(Block.WIDE);
    assertThat(domains(new Contexts.Coined(4, 2, Contexts.Coined.ONE, 0), ids))
        .containsOnly(Block.NARROW);
  }

  private static List<Integer> domains(Contexts.Coined contexts, int[] ids) {
    List<Integer> domains = new ArrayList<>();
    Grams.forEach(contexts, ids, ids.length, (hi, _) -> domains.add(Block.domain(hi)));
    return domains;
  }
}
