package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tuples on disk are those in memory: the same numbers, digest and forms. */
final class TupleSpillTest {
  private static final int TUPLES = 120_000;

  @TempDir private Path dir;

  private static void fill(CorpusTuples tuples, boolean forms) {
    SplittableRandom random = new SplittableRandom(4);
    TupleWriter writer = tuples.writer();
    long[] hi = new long[100];
    long[] lo = new long[100];
    for (int i = 0; i < TUPLES; i += hi.length) {
      for (int k = 0; k < hi.length; k++) {
        lo[k] = k % 4 == 0 ? 7 : random.nextInt(TUPLES); // one of them again and again
        hi[k] = lo[k] & 3;
      }
      writer.add(hi, lo, hi.length, forms ? 1 + i / hi.length % 3 : TextForm.BOTH);
    }
    tuples.finish();
  }

  private record Tuple(long hi, long lo) {}

  private static Map<Tuple, Integer> held(CorpusTuples tuples) {
    Map<Tuple, Integer> held = new HashMap<>();
    List<TupleSource.Part> parts = tuples.parts(3);
    TupleRuns runs =
        new TupleRuns(
            parts,
            50,
            (part, hi, lo, n) -> {
              for (int i = 0; i < n; i++) {
                assertThat(held.put(new Tuple(hi[i], lo[i]), parts.get(part).forms())).isNull();
              }
            });
    for (int p = 0; p < tuples.partitions(); p++) {
      tuples.forEach(p, runs);
    }
    runs.end();
    return held;
  }

  @Test
  void partitionsTooLargeForMemoryAreSplitAndComeOutTheSame() throws IOException {
    for (boolean forms : new boolean[] {false, true}) {
      CorpusTuples memory = new CorpusTuples(1 << 20);
      fill(memory, forms);
      for (int partitions : new int[] {1, 5}) {
        WorkDirectory work = WorkDirectory.fresh(dir, () -> {});
        try (CorpusTuples disk = CorpusTuples.onDisk(1_000, work, partitions)) {
          fill(disk, forms);
          assertThat(disk.spilled()).isTrue();
          assertThat(disk.size()).isEqualTo(memory.size());
          assertThat(disk.digest()).isEqualTo(memory.digest());
          assertThat(disk.level()).isZero();
          assertThat(disk.levelOfAtMost(900)).isEqualTo(memory.levelOfAtMost(900)).isPositive();
          assertThat(held(disk)).isEqualTo(held(memory)).hasSize((int) memory.size());
        }
        work.remove();
      }
      assertThat(dir).isEmptyDirectory();
    }
  }
}
