package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.inference.TextForm;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is looked for when decoys vary too much, and who may say what a corpus holds. */
final class SliceCheckTest {
  private static TupleSet tuples(int from, int to) {
    TupleSet tuples = new TupleSet(16);
    for (int i = from; i < to; i++) {
      tuples.add(i, 3L * i);
    }
    return tuples;
  }

  private static SliceCheck check(TupleSource source) {
    return SliceCheck.of(TupleSlice.of(source, 0, 2, () -> false), TestKeys.key(1));
  }

  @Test
  void repeatsAreCountedWhereDedupIsBrokenAndNotElsewhere() {
    List<TupleSet> documents = List.of(tuples(0, 6_000), tuples(5_000, 10_000));
    SliceCheck broken = check(new Undeduplicated(documents));
    assertThat(broken).isEqualTo(new SliceCheck(11_000, 1_000, 0));

    CorpusTuples sound = new CorpusTuples(1 << 20);
    TupleWriter writer = sound.writer();
    documents.forEach(d -> writer.add(d, TextForm.BOTH));
    sound.finish();
    assertThat(check(sound)).isEqualTo(new SliceCheck(10_000, 0, 0));
  }

  /**
   * A corpus verdict needs a source of tuples, and only those with global dedup can be had: one
   * that sees to it, and one that refuses a file with a block twice.
   */
  @Test
  void onlyDistinctTuplesCanBeScoredFromOutside() {
    assertThat(TupleSource.class.isSealed()).isTrue();
    assertThat(
            Arrays.stream(TupleSource.class.getPermittedSubclasses())
                .filter(c -> Modifier.isPublic(c.getModifiers())))
        .containsExactlyInAnyOrder(CorpusTuples.class, BlockTuples.class);
  }
}
