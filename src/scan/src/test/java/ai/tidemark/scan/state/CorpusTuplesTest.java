package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CorpusTuplesTest {
  private record Tuple(long hi, long lo) {}

  private static List<TupleSet> documents(int count, int each, int different, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TupleSet> documents = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      TupleSet document = new TupleSet(16);
      for (int i = 0; i < each; i++) {
        long which = random.nextInt(different);
        document.add(which & 7, which);
      }
      documents.add(document);
    }
    return documents;
  }

  private static Set<Tuple> held(CorpusTuples tuples, int level) {
    Set<Tuple> all = new HashSet<>();
    TupleSource.Part part = new TupleSource.Part(TextForm.BOTH, level, TupleSource.NO_LEVEL);
    TupleRuns runs =
        new TupleRuns(
            List.of(part),
            100,
            (_, hi, lo, n) -> {
              for (int i = 0; i < n; i++) {
                assertThat(all.add(new Tuple(hi[i], lo[i]))).isTrue(); // each of them once
              }
            });
    for (int p = 0; p < tuples.partitions(); p++) {
      tuples.forEach(p, runs);
    }
    runs.end();
    return all;
  }

  private static CorpusTuples filled(List<TupleSet> documents, long budget) {
    CorpusTuples tuples = new CorpusTuples(budget);
    TupleWriter writer = tuples.writer();
    documents.forEach(d -> writer.add(d, TextForm.BOTH));
    writer.flush();
    tuples.finish();
    return tuples;
  }

  private static Set<Tuple> distinct(List<TupleSet> documents) {
    Set<Tuple> all = new HashSet<>();
    for (TupleSet document : documents) {
      for (int i = 0; i < document.size(); i++) {
        all.add(new Tuple(document.hi()[i], document.lo()[i]));
      }
    }
    return all;
  }

  @Test
  void holdsEveryDistinctTupleOnceWithinTheBudget() {
    List<TupleSet> documents = documents(300, 200, 20_000, 1);
    Set<Tuple> expected = distinct(documents);
    CorpusTuples tuples = filled(documents, expected.size());
    assertThat(tuples.level()).isZero();
    assertThat(tuples.size()).isEqualTo(expected.size());
    assertThat(held(tuples, 0)).isEqualTo(expected);
  }

  @Test
  void overTheBudgetTheSampleIsTheSameForAnyOrderAndAnyThreads() throws InterruptedException {
    List<TupleSet> documents = documents(400, 300, 60_000, 2);
    Set<Tuple> all = distinct(documents);
    for (int budget : new int[] {all.size() - 1, 20_000, 3_000, 100}) {
      CorpusTuples first = filled(documents, budget);
      int level = first.level();
      Set<Tuple> sample = held(first, level);
      assertThat(sample).hasSizeLessThanOrEqualTo(budget).isNotEmpty();
      assertThat(first.size()).isEqualTo(sample.size());
      // the least level that fits, and exactly the tuples of that level
      assertThat(sample).isEqualTo(atLevel(all, level));
      assertThat(atLevel(all, level - 1)).hasSizeGreaterThan(budget);

      List<TupleSet> shuffled = new ArrayList<>(documents);
      Collections.shuffle(shuffled, new Random(budget));
      CorpusTuples second = filled(shuffled, budget);
      assertThat(second.level()).isEqualTo(level);
      assertThat(held(second, level)).isEqualTo(sample);

      CorpusTuples third = filledBy(4, shuffled, budget);
      assertThat(third.level()).isEqualTo(level);
      assertThat(held(third, level)).isEqualTo(sample);
    }
  }

  private static CorpusTuples filledBy(int threads, List<TupleSet> documents, long budget)
      throws InterruptedException {
    CorpusTuples tuples = new CorpusTuples(budget);
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int from = t;
      running.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    TupleWriter writer = tuples.writer();
                    for (int d = from; d < documents.size(); d += threads) {
                      writer.add(documents.get(d), TextForm.BOTH);
                    }
                    writer.flush();
                  }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    tuples.finish();
    return tuples;
  }

  private static Set<Tuple> atLevel(Set<Tuple> all, int level) {
    Set<Tuple> sample = new HashSet<>();
    for (Tuple tuple : all) {
      if (Long.numberOfLeadingZeros(TupleSet.mix(tuple.hi, tuple.lo)) >= level) {
        sample.add(tuple);
      }
    }
    return sample;
  }

  @Test
  void aSliceIsTheSampleOfAHigherLevel() {
    List<TupleSet> documents = documents(100, 300, 20_000, 3);
    CorpusTuples tuples = filled(documents, 1_000_000);
    int level = tuples.levelOfAtMost(1_000);
    assertThat(level).isPositive();
    assertThat(held(tuples, level)).isEqualTo(atLevel(distinct(documents), level));
    assertThat(held(tuples, level)).hasSizeLessThanOrEqualTo(1_000);
    assertThat(tuples.levelOfAtMost(1_000_000)).isZero();
  }
}
