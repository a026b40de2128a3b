package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.work.AppendFile;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The distinct tuples of a corpus, each its whole 128-bit block, within a budget of memory.
 *
 * <p>Tuples are spread over partitions by bits 39..32 of {@link TupleSet#mix} and kept as they
 * come; a partition is made distinct when its room is used up, and all are in the end ({@link
 * #finish}).
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
 * <p>Thread-safe: each thread adds through a {@link Writer} of its own.
 */
public final class CorpusTuples implements TupleSource, Closeable {
  /** Bytes that a tuple of the budget takes: 16, a byte for forms, and a third more for repeats. */
  public static final int BYTES_PER_TUPLE = 24;

  private static final int PARTITIONS = 256;
  private static final int PARTITION_SHIFT = 32;
  private static final int LEAST_ROOM = 2 * TupleStore.BLOCK;
  private static final String LOG = "tuples";

  private final long budget;
  private final TuplePartition[] partitions;
  private final AtomicLong held = new AtomicLong();
  private final Object raising = new Object();
  private final List<Writer> writers = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Distinct> scratch = ThreadLocal.withInitial(Distinct::new);
  private final ThreadLocal<TupleRecords> records = ThreadLocal.withInitial(TupleRecords::new);
  private final Optional<TupleSpill> spill;
  private final Optional<AppendFile> log;
  private final ReentrantLock logging = new ReentrantLock();
  private boolean loading;
  private volatile boolean finished;
  private boolean spilled; // the tuples are distinct, in files
  private volatile int level;

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
    this(budget, PARTITIONS, Optional.empty(), Optional.empty());
  }

  /**
   * An empty set in another number of partitions, which changes no result.
   *
   * @param count partitions, in 1..256
   */
  CorpusTuples(long budget, int count) {
    this(budget, count, Optional.empty(), Optional.empty());
  }

  private CorpusTuples(
      long budget, int count, Optional<AppendFile> log, Optional<TupleSpill> spill) {
    this.budget = budget;
    this.log = log;
    this.spill = spill;
    this.partitions = new TuplePartition[count];
    for (int p = 0; p < count; p++) {
      partitions[p] = new TuplePartition(room(p));
    }
  }

  /** Returns a set in memory whose tuples can be {@linkplain #keep kept}; an empty one. */
  public static CorpusTuples logged(long budget, WorkDirectory work) throws IOException {
    return new CorpusTuples(budget, PARTITIONS, Optional.of(work.create(LOG)), Optional.empty());
  }

  /** Returns an empty set that holds every tuple, beyond its budget on disk. */
  public static CorpusTuples onDisk(long budget, WorkDirectory work) throws IOException {
    return onDisk(budget, work, PARTITIONS);
  }

  static CorpusTuples onDisk(long budget, WorkDirectory work, int count) throws IOException {
    return new CorpusTuples(
        budget, count, Optional.empty(), Optional.of(new TupleSpill(work, count)));
  }

  /**
   * Returns the set that was kept in files.
   *
   * @param exact whether it was made {@link #onDisk}
   */
  public static CorpusTuples resumed(long budget, WorkDirectory work, boolean exact, Marks marks)
      throws IOException {
    if (exact) {
      return new CorpusTuples(
          budget,
          PARTITIONS,
          Optional.empty(),
          Optional.of(new TupleSpill(work, PARTITIONS, marks.files())));
    }
    AppendFile.Mark mark = marks.files().getOrDefault(LOG, AppendFile.Mark.EMPTY);
    AppendFile file = work.reopen(LOG, mark);
    CorpusTuples tuples = new CorpusTuples(budget, PARTITIONS, Optional.of(file), Optional.empty());
    tuples.load(file, marks.level());
    return tuples;
  }

  private void load(AppendFile file, int keptLevel) throws IOException {
    level = keptLevel;
    loading = true;
    Writer writer = new Writer();
    new TupleRecords()
        .read(
            file.path(),
            file.mark().bytes() / BlockFile.RECORD,
            (pairs, forms, n) -> {
              for (int i = 0; i < n; i++) {
                writer.add(pairs[2 * i], pairs[2 * i + 1], forms[i], level);
              }
            });
    writer.flush();
    loading = false;
    for (TuplePartition partition : partitions) {
      partition.allKept();
    }
  }

  /** Returns the room of a partition; they differ a little, so that not all are full at once. */
  private int room(int partition) {
    long share = budget / partitions.length;
    long room = share + share / 4 + share * partition / (12L * partitions.length);
    return Math.clamp(room, LEAST_ROOM, Integer.MAX_VALUE / 4);
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public long size() {
    requireFinished();
    return spilled ? spill.orElseThrow().size() : held.get();
  }

  @Override
  public int partitions() {
    return partitions.length;
  }

  /** Returns whether the tuples are on disk: they did not fit. */
  public boolean spilled() {
    return spilled;
  }

  /** Returns the partition of a tuple: bits 39..32 of its hash, scaled to their number. */
  private int partition(long mix) {
    return (((int) (mix >>> PARTITION_SHIFT) & (PARTITIONS - 1)) * partitions.length) >>> 8;
  }

  @Override
  public String digest() {
    requireFinished();
    TupleDigest digest = new TupleDigest();
    for (int p = 0; p < partitions.length; p++) {
      if (spilled) {
        read(p, (pairs, forms, n) -> digest.add(pairs, forms, n));
      } else {
        partitions[p].addTo(digest);
      }
    }
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
    writers.forEach(Writer::flush);
    boolean disk = false;
    for (int p = 0; spill.isPresent() && p < partitions.length; p++) {
      disk |= spill.get().used(p);
    }
    if (disk) {
      int most = Math.clamp(budget / (2L * workers), LEAST_ROOM, Integer.MAX_VALUE / 8);
      each(workers, this::spill);
      each(workers, p -> spill.orElseThrow().makeDistinct(p, most, scratch.get(), records.get()));
      spilled = true;
      finished = true;
      return;
    }
    each(workers, p -> reduce(p, level));
    if (spill.isEmpty() && held.get() > budget) {
      raise();
    }
    for (TuplePartition partition : partitions) {
      partition.store().trim();
    }
    finished = true;
  }

  private void requireFinished() {
    if (!finished) {
      throw new IllegalStateException("the tuples are not yet distinct; finish first");
    }
  }

  /** Work on a partition. */
  private interface Step {
    void run(int partition) throws IOException;
  }

  private void each(int workers, Step step) {
    if (workers == 1) {
      for (int p = 0; p < partitions.length; p++) {
        checked(step, p);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        workers,
        stop -> {
          int p = next.getAndIncrement();
          while (p < partitions.length && !stop.getAsBoolean()) {
            checked(step, p);
            p = next.getAndIncrement();
          }
          return p;
        });
  }

  private void checked(Step step, int p) {
    synchronized (partitions[p]) {
      try {
        step.run(p);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes what came since the last time to the log, then makes a partition distinct. */
  private void reduce(int p, int atLevel) throws IOException {
    log(p);
    flushLog();
    held.addAndGet(partitions[p].reduce(scratch.get(), atLevel));
    partitions[p].allKept();
  }

  private void log(int p) throws IOException {
    if (log.isPresent() && !loading) {
      logging.lock();
      try {
        partitions[p].writeNew(log.get(), records.get());
      } finally {
        logging.unlock();
      }
    }
  }

  private void flushLog() throws IOException {
    if (log.isPresent() && !loading) {
      logging.lock();
      try {
        records.get().flush(log.get());
      } finally {
        logging.unlock();
      }
    }
  }

  private void spill(int p) throws IOException {
    spill.orElseThrow().write(p, partitions[p].store(), records.get());
    held.addAndGet(partitions[p].drop());
  }

  /**
   * Puts everything that was added before this call into files that outlive the machine.
   *
   * @return how far they are
   */
  public Marks keep() throws IOException {
    writers.forEach(Writer::flush);
    Map<String, AppendFile.Mark> marks = new TreeMap<>();
    int atLevel = level;
    for (int p = 0; p < partitions.length; p++) {
      synchronized (partitions[p]) {
        if (spill.isPresent()) {
          if (!spilled) {
            spill(p);
          }
          Map.Entry<String, AppendFile.Mark> mark = spill.get().mark(p);
          marks.put(mark.getKey(), mark.getValue());
        } else {
          log(p);
        }
      }
    }
    for (int p = 0; spill.isPresent() && p < partitions.length; p++) {
      spill.get().file(p).sync();
    }
    flushLog();
    if (log.isPresent()) {
      logging.lock();
      try {
        marks.put(LOG, log.get().mark());
      } finally {
        logging.unlock();
      }
      log.get().sync();
    }
    return new Marks(atLevel, marks);
  }

  @Override
  public int levelOfAtMost(long most) {
    requireFinished();
    return Sampling.leastLevel(level, most, counts());
  }

  private long[] counts() {
    long[] byLevel = new long[Sampling.MOST_LEVELS + 1];
    if (spilled) {
      spill.orElseThrow().addCounts(byLevel);
    } else {
      for (TuplePartition partition : partitions) {
        partition.addCounts(byLevel);
      }
    }
    return byLevel;
  }

  @Override
  public List<Part> parts(int sliceLevel) {
    requireFinished();
    boolean forms = spilled && spill.orElseThrow().anyForms();
    for (TuplePartition partition : partitions) {
      forms |= partition.store().hasForms();
    }
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
  public void forEach(int partition, Part part, int run, Sink sink) {
    requireFinished();
    if (spilled) {
      PartRun pushed = new PartRun(part, run, sink);
      read(partition, pushed::add);
      pushed.end();
    } else {
      partitions[partition].forEach(part, run, sink);
    }
  }

  private void read(int partition, TupleRecords.Sink sink) {
    try {
      // a sink may read again, so the buffer of the thread is not for it
      spill.orElseThrow().read(partition, new TupleRecords(), sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a writer for one thread. */
  public Writer writer() {
    Writer writer = new Writer();
    writers.add(writer);
    return writer;
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

  /** Collects tuples per partition and hands them over in runs. One thread adds. */
  public final class Writer {
    /** Tuples of a partition handed over at once; 256 partitions take 272 KiB, in the L2 cache. */
    private static final int RUN = 64;

    private final long[] pairs = new long[2 * RUN * partitions.length];
    private final byte[] forms = new byte[RUN * partitions.length];
    private final int[] size = new int[partitions.length];
    private boolean anyForms;

    private Writer() {}

    /**
     * Adds a document's tuples; they may be in the set already.
     *
     * @param in which forms of the text they are in: bits of {@link TextForm#bit}
     */
    public void add(TupleSet tuples, int in) {
      add(tuples.hi(), tuples.lo(), tuples.size(), in);
    }

    /**
     * Adds tuples.
     *
     * @param hi bits 127..64, entries [0, n)
     * @param lo bits 63..0, entries [0, n)
     * @param in bits of the text forms that they are in
     */
    public synchronized void add(long[] hi, long[] lo, int n, int in) {
      int sampled = level;
      for (int i = 0; i < n; i++) {
        add(hi[i], lo[i], in, sampled);
      }
    }

    private void add(long hi, long lo, int in, int sampled) {
      long mix = TupleSet.mix(hi, lo);
      if (Sampling.zeros(mix) < sampled) {
        return;
      }
      int p = partition(mix);
      int at = p * RUN + size[p];
      pairs[2 * at] = hi;
      pairs[2 * at + 1] = lo;
      forms[at] = (byte) in;
      anyForms |= in != TextForm.BOTH;
      if (++size[p] == RUN) {
        flush(p);
      }
    }

    /** Hands over what is left. */
    public synchronized void flush() {
      for (int p = 0; p < partitions.length; p++) {
        flush(p);
      }
    }

    private void flush(int p) {
      boolean over = false;
      TuplePartition partition = partitions[p];
      synchronized (partition) {
        byte[] in = anyForms ? forms : Distinct.NO_FORMS;
        if (partition.append(pairs, p * RUN, size[p], in)) {
          checked(CorpusTuples.this::full, p);
          over = held.get() > budget;
        }
      }
      size[p] = 0;
      if (over && spill.isEmpty()) {
        raise();
      }
    }
  }

  /** Makes room in a partition. */
  private void full(int p) throws IOException {
    reduce(p, level);
    if (spill.isPresent() && partitions[p].store().size() > room(p) / 2) {
      spill(p);
    }
  }

  /** Raises the level until the tuples seen so far fit. */
  private void raise() {
    synchronized (raising) {
      if (held.get() <= budget) {
        return; // another thread has made room
      }
      for (int p = 0; p < partitions.length; p++) {
        checked(q -> reduce(q, level), p);
      }
      int least = Sampling.leastLevel(level, budget, counts());
      level = least;
      for (int p = 0; p < partitions.length; p++) {
        checked(q -> reduce(q, level), p);
      }
    }
  }
}
