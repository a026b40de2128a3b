package ai.tidemark.scan.state;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Block;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.TextForm;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tuples of a block file ({@link BlockFile}), where they lie: nothing is copied to the heap.
 * Since a block file is sorted and every block in it differs, each tuple counts once here too.
 * Thread-safe.
 */
public final class BlockTuples implements TupleSource {
  private static final int PARTITIONS = 256;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int SLOT_BITS = 18;

  private final MemorySegment records;
  private final long size;
  private final int level;
  private final long[] byZeros = new long[Sampling.MOST_LEVELS + 1];
  private final TupleDigest digest = new TupleDigest();
  private boolean everyTupleInBoth = true;

  private BlockTuples(MemorySegment records, int level) {
    this.records = records;
    this.size = records.byteSize() / BlockFile.RECORD;
    this.level = level;
  }

  /**
   * Checks records and keeps them where they are.
   *
   * @param where names the source in messages
   * @param records a whole block file; readable from every thread until the result is done with
   * @param level one tuple in 2^level was kept; 0 for all
   * @param contexts of the profile
   * @throws BadInputException if the length is not a multiple of a record, a block is not one that
   *     the profile scores, records are out of order, a tuple belongs to no text form, or the
   *     sample at the level would not hold it
   */
  public static BlockTuples of(
      String where, MemorySegment records, int level, Contexts.Coined contexts) {
    if (level < 0 || level > Sampling.MOST_LEVELS) {
      throw new IllegalArgumentException(
          "level must be in 0.." + Sampling.MOST_LEVELS + ", but is " + level);
    }
    if (records.byteSize() % BlockFile.RECORD != 0) {
      throw new BadInputException(
          where, "has " + records.byteSize() + " bytes, not a multiple of " + BlockFile.RECORD);
    }
    BlockTuples tuples = new BlockTuples(records, level);
    tuples.check(where, contexts);
    return tuples;
  }

  /**
   * Maps a file and checks it.
   *
   * @param arena shared; the file stays mapped until it is closed
   * @throws BadInputException if it cannot be read, or as {@link #of} says
   */
  public static BlockTuples map(Path file, Arena arena, int level, Contexts.Coined contexts) {
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = channel.size();
      MemorySegment records = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
      return of(file.toString(), records, level, contexts);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }

  private void check(String where, Contexts.Coined contexts) {
    for (long i = 0; i < size; i++) {
      long hi = hi(i);
      long lo = lo(i);
      int forms = forms(i);
      if (!scored(hi, lo, contexts)) {
        throw new BadInputException(where + ", record " + i, "is no tuple of the profile");
      }
      if (i > 0 && SortedRun.compare(hi(i - 1), lo(i - 1), hi, lo) >= 0) {
        throw new BadInputException(where + ", record " + i, "must be above the record before it");
      }
      if (forms < 1 || forms > TextForm.BOTH) {
        throw new BadInputException(where + ", record " + i, "must have text forms 1, 2 or 3");
      }
      int zeros = Sampling.zeros(hi, lo);
      if (zeros < level) {
        throw new BadInputException(
            where + ", record " + i, "is not in a sample of one in " + (1L << level));
      }
      everyTupleInBoth &= forms == TextForm.BOTH;
      byZeros[zeros]++;
      digest.add(hi, lo, forms);
    }
  }

  /** Returns whether a block is a draw whose unused slots are zero. */
  private static boolean scored(long hi, long lo, Contexts.Coined contexts) {
    int domain = Block.domain(hi);
    if (domain != Block.WIDE && domain != Block.NARROW) {
      return false;
    }
    int used = SLOT_BITS * (1 + (domain == Block.NARROW ? contexts.narrow() : contexts.wide()));
    long slots = hi << 2 >>> 2;
    return used >= Long.SIZE ? slots >>> (used - Long.SIZE) == 0 : slots == 0 && lo >>> used == 0;
  }

  private long hi(long i) {
    return records.get(LONG, i * BlockFile.RECORD);
  }

  private long lo(long i) {
    return records.get(LONG, i * BlockFile.RECORD + Long.BYTES);
  }

  private int forms(long i) {
    return Byte.toUnsignedInt(
        records.get(ValueLayout.JAVA_BYTE, i * BlockFile.RECORD + BlockFile.RECORD - 1));
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int levelOfAtMost(long most) {
    return Sampling.leastLevel(level, most, byZeros);
  }

  @Override
  public String digest() {
    return digest.hex();
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public List<Part> parts(int sliceLevel) {
    List<Part> parts = new ArrayList<>();
    for (int set = TextForm.BOTH; set >= (everyTupleInBoth ? TextForm.BOTH : 1); set--) {
      parts.add(new Part(set, sliceLevel, NO_LEVEL));
      if (sliceLevel > level) {
        parts.add(new Part(set, level, sliceLevel));
      }
    }
    return parts;
  }

  /** Returns the first record of a partition: partitions are stretches of the file. */
  private long first(int partition) {
    return size / PARTITIONS * partition + size % PARTITIONS * partition / PARTITIONS;
  }

  @Override
  public void forEach(int partition, TupleRuns runs) {
    long end = first(partition + 1);
    for (long i = first(partition); i < end; i++) {
      runs.add(hi(i), lo(i), forms(i));
    }
  }
}
