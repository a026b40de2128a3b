package ai.tidemark.scan.state;

import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.work.AppendFile;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The distinct tuples of a corpus, each its whole 128-bit block, within a budget of memory.
 *
 * <p>Tuples are spread over partitions ({@link MemoryTuples}) and kept as they come; a partition is
 * made distinct when its room is used up, and all are in the end ({@link #finish}).
 *
 * <p><b>Beyond the budget</b> the set keeps a <em>consistent sample</em>: at level L the tuples
 * whose hash starts with L zero bits, one in 2^L. Being a function of the tuple alone, the sample
 * neither depends on any key nor on the order of arrival, and evidence on it has the same exact
 * null law. Or, where it was made {@linkplain #onDisk to keep all}, partitions go to files.
 *
 * <p><b>The final level is a function of the corpus.</b> The level rises from L only when the exact
 * number of distinct tuples seen so far at L is over the budget. What was seen is part of the
 * corpus, so the corpus itself is over the budget at L; and {@link #finish} raises until the rest
 * fits. So the final level is the least one at which the corpus fits, whoever came first.
 *
 * <p><b>Text forms.</b> A tuple may occur in the raw texts, in the normalised ones, or in both; the
 * set holds it once, with a byte that says so where not every tuple is in both.
 *
 * <p><b>Going on later.</b> {@link #keep} puts what came since the last time into files. Tuples are
 * a set, so a scan that goes on may add some of them again.
 *
 * <p>Thread-safe: each thread adds through a {@link TupleWriter} of its own.
 */
public final class CorpusTuples implements TupleSource, Closeable {
  /** Bytes that a tuple of the budget takes: 16, a byte for forms, and a third more for repeats. */
  public static final int BYTES_PER_TUPLE = 24;

  private static final int PARTITIONS = 256;

  private final long budget;
  private final MemoryTuples memory;
  private final AtomicLong held = new AtomicLong(); // tuples in memory that are known distinct
  private final Object raising = new Object();
  private final List<TupleWriter> writers = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Distinct> scratch = ThreadLocal.withInitial(Distinct::new);
  private final ThreadLocal<TupleRecords> records = ThreadLocal.withInitial(TupleRecords::new);
  private final Optional<TupleSpill> spill;
  private Optional<TupleLog> log = Optional.empty(); // set before any other thread sees this
  private volatile Optional<DistinctTuples> distinct = Optional.empty(); // once finished
  private volatile int level;
  private volatile int finishers = 1; // threads that finish took

  /**
   * How far the files of the tuples were.
   *
   * @param level of the sample
   * @param files by name
   */
  public record Marks(int level, Map<String, AppendFile.Mark> files) {
    /** Copies. */
    public Marks {
      files = Map.copyOf(files);
    }
  }

  /**
   * An empty set in memory, that samples beyond its budget.
   *
   * @param budget tuples to hold at most
   */
  public CorpusTuples(long budget) {
    this(budget, PARTITIONS);
  }

  /**
   * An empty set in another number of partitions, which changes no result.
   *
   * @param count partitions, in 1..256
   */
  CorpusTuples(long budget, int count) {
    this(budget, count, Optional.empty());
  }

  private CorpusTuples(long budget, int count, Optional<TupleSpill> spill) {
    this.budget = budget;
    this.memory = new MemoryTuples(budget, count);
    this.spill = spill;
  }

  /** Returns a set in memory whose tuples can be {@linkplain #keep kept}; an empty one. */
  public static CorpusTuples logged(long budget, WorkDirectory work) throws IOException {
    CorpusTuples tuples = new CorpusTuples(budget);
    tuples.log = Optional.of(TupleLog.create(work));
    return tuples;
  }

  /** Returns an empty set that holds every tuple, beyond its budget on disk. */
  public static CorpusTuples onDisk(long budget, WorkDirectory work) throws IOException {
    return onDisk(budget, work, PARTITIONS);
  }

  static CorpusTuples onDisk(long budget, WorkDirectory work, int count) throws IOException {
    return new CorpusTuples(budget, count, Optional.of(new TupleSpill(work, count)));
  }

  /**
   * Returns the set that was kept in files.
   *
   * @param exact whether it was made {@link #onDisk}
   */
  public static CorpusTuples resumed(long budget, WorkDirectory work, boolean exact, Marks marks)
      throws IOException {
    if (exact) {
      TupleSpill spill = new TupleSpill(work, PARTITIONS, marks.files());
      return new CorpusTuples(budget, PARTITIONS, Optional.of(spill));
    }
    CorpusTuples tuples = new CorpusTuples(budget);
    AppendFile.Mark mark = marks.files().getOrDefault(TupleLog.NAME, AppendFile.Mark.EMPTY);
    TupleLog log = TupleLog.reopen(work, mark);
    tuples.load(log, marks.level());
    tuples.log = Optional.of(log); // only now, so that what was read is not logged again
    return tuples;
  }

  private void load(TupleLog from, int keptLevel) throws IOException {
    level = keptLevel;
    TupleWriter writer = new TupleWriter(this);
    from.read(writer::add);
    writer.flush();
    memory.each(1, p -> memory.get(p).allKept());
  }

  /**
   * Samples from the start, not below a level; called before anything is added.
   *
   * @param least 0..24
   */
  public CorpusTuples sampledFrom(int least) {
    level = Math.max(level, least);
    return this;
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public long size() {
    return distinct().size();
  }

  @Override
  public int partitions() {
    return memory.count();
  }

  /** Returns the partition of a tuple, from its hash. */
  int partition(long mix) {
    return memory.partition(mix);
  }

  /** Returns whether the tuples are on disk: they did not fit. */
  public boolean spilled() {
    return distinct.isPresent() && distinct.get() instanceof TupleSpill;
  }

  @Override
  public String digest() {
    TupleDigest digest = new TupleDigest();
    distinct().addTo(digest, finishers);
    return digest.hex();
  }

  /** Does so on this thread. */
  public void finish() {
    finish(1);
  }

  /**
   * Makes all tuples distinct, and brings them within the budget or to disk. Called once all
   * writers are done; an interrupt of this thread is kept, and the set is then of no use.
   *
   * @param workers threads
   */
  public void finish(int workers) {
    finishers = workers;
    writers.forEach(TupleWriter::flush);
    if (spill.isPresent() && spill.get().used()) {
      TupleSpill disk = spill.get();
      int most = memory.roomOnDisk(workers);
      memory.each(workers, this::spill);
      memory.each(workers, p -> disk.makeDistinct(p, most, scratch.get(), records.get()));
      distinct = Optional.of(disk);
      return;
    }
    memory.each(workers, this::reduce);
    if (spill.isEmpty() && held.get() > budget) {
      raise();
    }
    memory.trim();
    distinct = Optional.of(memory);
  }

  private DistinctTuples distinct() {
    return distinct.orElseThrow(
        () -> new IllegalStateException("the tuples are not yet distinct; finish first"));
  }

  /** Writes what came since the last time to the log, then makes a partition distinct. */
  private void reduce(int p) throws IOException {
    if (log.isPresent()) {
      log.get().append(memory.get(p));
      log.get().flush();
    }
    held.addAndGet(memory.get(p).reduce(scratch.get(), level));
    memory.get(p).allKept();
  }

  private void spill(int p) throws IOException {
    spill.orElseThrow().write(p, memory.get(p).store(), records.get());
    held.addAndGet(memory.get(p).drop());
  }

  /**
   * Puts everything that was added before this call into files that outlive the machine.
   *
   * @return how far they are
   */
  public Marks keep() throws IOException {
    writers.forEach(TupleWriter::flush);
    int atLevel = level;
    Map<String, AppendFile.Mark> marks = new TreeMap<>();
    if (spill.isPresent()) {
      TupleSpill disk = spill.get();
      memory.each(
          1,
          p -> {
            if (!spilled()) {
              spill(p);
            }
            marks.put(disk.name(p), disk.mark(p));
          });
      disk.sync();
    }
    if (log.isPresent()) {
      memory.each(1, p -> log.get().append(memory.get(p)));
      log.get().flush();
      marks.put(TupleLog.NAME, log.get().sync());
    }
    return new Marks(atLevel, marks);
  }

  @Override
  public int levelOfAtMost(long most) {
    return leastLevel(distinct(), most);
  }

  private int leastLevel(DistinctTuples tuples, long most) {
    long[] byLevel = new long[Sampling.MOST_LEVELS + 1];
    tuples.addCounts(byLevel);
    return Sampling.leastLevel(level, most, byLevel);
  }

  @Override
  public List<Part> parts(int sliceLevel) {
    boolean forms = distinct().anyForms();
    List<Part> parts = new ArrayList<>();
    for (int set = TextForm.BOTH; set >= (forms ? 1 : TextForm.BOTH); set--) {
      parts.add(new Part(set, sliceLevel, NO_LEVEL));
      if (sliceLevel > level) {
        parts.add(new Part(set, level, sliceLevel));
      }
    }
    return parts;
  }

  /** {@inheritDoc} To be called when all writing is over. */
  @Override
  public void forEach(int partition, TupleRuns runs) {
    distinct().forEach(partition, runs);
  }

  /** Returns a writer for one thread. */
  public TupleWriter writer() {
    TupleWriter writer = new TupleWriter(this);
    writers.add(writer);
    return writer;
  }

  /**
   * Takes tuples of one partition.
   *
   * @param pairs hi and lo in turn
   * @param from first tuple
   * @param forms of each, from the same index; empty for tuples in both
   */
  void accept(int p, long[] pairs, int from, int n, byte[] forms) {
    boolean over = false;
    TuplePartition partition = memory.get(p);
    synchronized (partition) {
      if (partition.append(pairs, from, n, forms)) {
        memory.locked(p, this::full);
        over = held.get() > budget;
      }
    }
    if (over && spill.isEmpty()) {
      raise();
    }
  }

  /** Makes room in a partition. */
  private void full(int p) throws IOException {
    reduce(p);
    if (spill.isPresent() && memory.get(p).store().size() > memory.room(p) / 2) {
      spill(p);
    }
  }

  /** Raises the level until the tuples seen so far fit. */
  private void raise() {
    synchronized (raising) {
      if (held.get() <= budget) {
        return; // another thread has made room
      }
      memory.each(1, this::reduce);
      level = leastLevel(memory, budget);
      memory.each(1, this::reduce);
    }
  }

  @Override
  public void close() throws IOException {
    if (spill.isPresent()) {
      spill.get().close();
    }
    if (log.isPresent()) {
      log.get().close();
    }
  }
}
