package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A block file holds a set of tuples, no more and no less. */
final class BlockTuplesTest {
  private static final Contexts.Coined CONTEXTS = Contexts.Coined.DEFAULT;

  @TempDir private Path dir;

  private static CorpusTuples corpus(int texts, long budget, int partitions) {
    ZipfLanguage language = new ZipfLanguage(3);
    SplittableRandom random = new SplittableRandom(3);
    CorpusTuples tuples = new CorpusTuples(budget, partitions);
    TupleWriter writer = tuples.writer();
    for (int t = 0; t < texts; t++) {
      TupleSet set = new TupleSet(16);
      int[] ids = language.plain(150, random);
      Grams.forEach(CONTEXTS, ids, ids.length, set::add);
      writer.add(set, 1 + t % TextForm.BOTH);
    }
    writer.flush();
    tuples.finish();
    return tuples;
  }

  private byte[] file(CorpusTuples tuples) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BlockFile.write(tuples, dir.resolve("scratch"), out, () -> false);
    return out.toByteArray();
  }

  private static BlockTuples read(byte[] records, int level) {
    return BlockTuples.of("blocks", MemorySegment.ofArray(records), level, CONTEXTS);
  }

  /** Every tuple with its forms and whether it is in the slice, as text, sorted. */
  private static List<String> all(TupleSource source, int slice) {
    List<String> found = new ArrayList<>();
    List<TupleSource.Part> parts = source.parts(slice);
    TupleRuns runs =
        new TupleRuns(
            parts,
            7,
            (p, hi, lo, n) -> {
              TupleSource.Part part = parts.get(p);
              for (int i = 0; i < n; i++) {
                found.add(hi[i] + " " + lo[i] + " " + part.forms() + " " + part.fromLevel());
              }
            });
    for (int p = 0; p < source.partitions(); p++) {
      source.forEach(p, runs);
    }
    runs.end();
    found.sort(null);
    return found;
  }

  @Test
  void aFileHoldsTheSameTuplesInTheSameSlices() throws IOException {
    for (long budget : List.of(1_000_000L, 9_000L)) {
      CorpusTuples tuples = corpus(300, budget, 256);
      BlockTuples again = read(file(tuples), tuples.level());
      assertThat(again.size()).isEqualTo(tuples.size());
      assertThat(again.level()).isEqualTo(tuples.level());
      assertThat(again.digest()).isEqualTo(tuples.digest());
      assertThat(again.levelOfAtMost(2_000)).isEqualTo(tuples.levelOfAtMost(2_000));
      int slice = tuples.levelOfAtMost(2_000);
      assertThat(slice).isGreaterThan(tuples.level());
      assertThat(all(again, slice)).isEqualTo(all(tuples, slice)).hasSize((int) tuples.size());
    }
  }

  @Test
  void thePartitionsDoNotShowInTheFile() throws IOException {
    byte[] many = file(corpus(300, 1_000_000, 256));
    assertThat(file(corpus(300, 1_000_000, 1))).isEqualTo(many);
    TreeSet<String> sorted = new TreeSet<>();
    for (int at = 0; at < many.length; at += BlockFile.RECORD) {
      byte[] block = Arrays.copyOfRange(many, at, at + 16);
      sorted.add(java.util.HexFormat.of().formatHex(block));
    }
    assertThat(sorted).hasSize(many.length / BlockFile.RECORD);
    assertThat(java.util.HexFormat.of().formatHex(many, 0, 16)).isEqualTo(sorted.first());
  }

  @Test
  void anEmptyCorpusIsAnEmptyFile() throws IOException {
    CorpusTuples empty = new CorpusTuples(100);
    empty.finish();
    byte[] none = file(empty);
    assertThat(none).isEmpty();
    assertThat(read(none, 0).size()).isZero();
    assertThat(read(none, 0).digest()).isEqualTo(empty.digest());
  }

  private static byte[] records(Object... blocksAndForms) {
    ByteBuffer buffer = ByteBuffer.allocate(blocksAndForms.length / 3 * BlockFile.RECORD);
    for (int i = 0; i < blocksAndForms.length; i += 3) {
      buffer.putLong((Long) blocksAndForms[i]).putLong((Long) blocksAndForms[i + 1]);
      buffer.put(((Integer) blocksAndForms[i + 2]).byteValue());
    }
    return buffer.array();
  }

  private static void refused(byte[] records, int level, String why) {
    assertThatThrownBy(() -> read(records, level))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(why);
  }

  @Test
  void whatNoScanCouldHaveWrittenIsRefused() {
    assertThat(read(records(1L, 2L, 3, 1L, -1L, 1), 0).size()).isEqualTo(2); // unsigned order
    refused(new byte[16], 0, "not a multiple of 17");
    refused(records(1L, 2L, 3, 1L, 2L, 3), 0, "record 1: must be above");
    refused(records(1L, -1L, 3, 1L, 2L, 3), 0, "record 1: must be above");
    refused(records(1L, 2L, 0), 0, "text forms 1, 2 or 3");
    refused(records(1L, 2L, 4), 0, "text forms 1, 2 or 3");
    refused(records(2L << 62, 2L, 3), 0, "no tuple of the profile"); // a coin's block
    refused(records(-1L, 2L, 3), 0, "no tuple of the profile");
    refused(records(1L << 26, 2L, 3), 0, "no tuple of the profile"); // six tokens
    refused(records(1L << 62, 1L << 54, 3), 0, "no tuple of the profile"); // narrow, four tokens
    refused(records(1L, 2L, 3), 24, "is not in a sample of one in 16777216");
  }
}
