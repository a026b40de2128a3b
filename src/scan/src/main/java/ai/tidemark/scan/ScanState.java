package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.source.Position;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.work.AppendFile;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What the reading of a corpus leaves: tuples, rows, counts; and the checkpoints of it. Workers may
 * ask for a checkpoint side by side.
 *
 * <p>A checkpoint takes the counts first and the tuples then: so it may hold tuples of documents
 * that are not counted yet. They are read again, and a tuple more than once is a tuple.
 */
final class ScanState implements Closeable {
  private static final long SHARE_OF_TIME = 10; // a checkpoint may take one in this many

  private final Checkpoints plan;
  private final Optional<WorkDirectory> work;
  private final Map<String, String> asked;
  private final Optional<AppendFile> rows;
  private final Optional<AppendFile> skippedFile;
  private final ReentrantLock taking = new ReentrantLock();
  private volatile long next;
  private boolean resumable;
  private boolean over;

  final CorpusTuples tuples;
  final DocumentSpool spool;
  final Writer skipped;
  final Ledger ledger;
  final Position start;

  /** Opens the state of a new scan, or that of one that goes on. */
  static ScanState open(ScanOptions options, ReportDirectory directory, Consumer<Ledger> tell)
      throws IOException {
    Checkpoints plan = options.checkpoints();
    WorkDirectory there = WorkDirectory.existing(options.out(), plan.beforeWrite());
    Optional<byte[]> last = there.readCheckpoint();
    if (plan.use() == Checkpoints.Use.RESUME) {
      byte[] json =
          last.orElseThrow(
              () ->
                  new BadInputException(
                      options.out().toString(),
                      "holds no scan that can go on; scan without --resume"));
      String where = there.checkpoint().toString();
      Checkpoint checkpoint = Checkpoint.read(where, json);
      Map<String, String> asked = Asked.of(options);
      checkpoint.require(where, asked);
      return new ScanState(options, tell, there, asked, Optional.of(checkpoint));
    }
    if (last.isPresent()) {
      throw new BadInputException(
          options.out().toString(),
          "holds a scan that was stopped; go on with --resume, or remove " + there.path(""));
    }
    boolean files = plan.use() == Checkpoints.Use.WRITE;
    if (!files && !options.exact()) {
      return new ScanState(options, directory, tell);
    }
    Map<String, String> asked = files ? Asked.of(options) : Map.of();
    WorkDirectory fresh = WorkDirectory.fresh(options.out(), plan.beforeWrite());
    return new ScanState(options, tell, fresh, asked, Optional.empty());
  }

  /** In memory. */
  private ScanState(ScanOptions options, ReportDirectory directory, Consumer<Ledger> tell)
      throws IOException {
    plan = options.checkpoints();
    work = Optional.empty();
    asked = Map.of();
    rows = Optional.empty();
    skippedFile = Optional.empty();
    start = Position.START;
    tuples = new CorpusTuples(options.limits().tuples()).sampledFrom(options.rates().level());
    spool = new DocumentSpool(directory.scratch());
    skipped = directory.writer(Scan.SKIPPED_FILE);
    ledger = new Ledger(spool, skipped, tell, LedgerState.EMPTY);
  }

  private ScanState(
      ScanOptions options,
      Consumer<Ledger> tell,
      WorkDirectory work,
      Map<String, String> asked,
      Optional<Checkpoint> from)
      throws IOException {
    this.plan = options.checkpoints();
    this.work = Optional.of(work);
    this.asked = asked;
    this.resumable = from.isPresent();
    boolean exact = options.exact();
    long budget = options.limits().tuples();
    int least = options.rates().level();
    LedgerState counted = from.map(Checkpoint::ledger).orElse(LedgerState.EMPTY);
    AppendFile documents;
    AppendFile skips;
    if (from.isPresent()) {
      tuples = CorpusTuples.resumed(budget, work, exact, from.get().tuples()).sampledFrom(least);
      documents = work.reopen(Checkpoint.ROWS_FILE, from.get().rows());
      skips = work.reopen(Checkpoint.SKIPPED_FILE, from.get().skipped());
    } else {
      tuples =
          (exact ? CorpusTuples.onDisk(budget, work) : CorpusTuples.logged(budget, work))
              .sampledFrom(least);
      documents = work.create(Checkpoint.ROWS_FILE);
      skips = work.create(Checkpoint.SKIPPED_FILE);
    }
    rows = Optional.of(documents);
    skippedFile = Optional.of(skips);
    start = counted.end();
    spool = new DocumentSpool(documents, counted.documents());
    skipped = new AppendWriter(skips);
    ledger = new Ledger(spool, skipped, tell, counted);
    next = plan.nanoTime().getAsLong() + plan.intervalNanos();
  }

  /** Writes a checkpoint if it is time; returns at once where another thread does. */
  void checkpointIfDue() throws IOException {
    if (plan.use() != Checkpoints.Use.NONE
        && plan.nanoTime().getAsLong() - next >= 0
        && taking.tryLock()) {
      try {
        checkpointLocked();
      } finally {
        taking.unlock();
      }
    }
  }

  /** Writes a checkpoint. */
  void checkpoint() throws IOException {
    if (plan.use() == Checkpoints.Use.NONE) {
      return;
    }
    taking.lock();
    try {
      checkpointLocked();
    } finally {
      taking.unlock();
    }
  }

  private void checkpointLocked() throws IOException {
    long begun = plan.nanoTime().getAsLong();
    AppendFile documents = rows.orElseThrow();
    AppendFile skips = skippedFile.orElseThrow();
    Ledger.Kept counted = ledger.keep(documents, skips);
    CorpusTuples.Marks marks = tuples.keep();
    documents.sync();
    skips.sync();
    Checkpoint checkpoint =
        new Checkpoint(asked, counted.state(), counted.rows(), counted.skipped(), marks);
    work.orElseThrow().writeCheckpoint(checkpoint.toJson());
    resumable = true;
    long ended = plan.nanoTime().getAsLong();
    next = ended + Math.max(plan.intervalNanos(), SHARE_OF_TIME * (ended - begun));
  }

  /** Returns whether a scan could go on from here. */
  boolean resumable() {
    return resumable && !over;
  }

  /** Ends the lines of what was not scored: they get the name they have in the report. */
  void publishSkipped(ReportDirectory directory) throws IOException {
    skipped.flush();
    if (skippedFile.isPresent()) {
      Path file = skippedFile.get().path();
      directory.write(Scan.SKIPPED_FILE, out -> Files.copy(file, out));
    } else {
      skipped.close();
    }
  }

  /** Says that the report is in place: there is nothing to go on with. */
  void over() {
    over = true;
  }

  /** Closes the files; removes them unless a scan can go on with them. */
  @Override
  public void close() throws IOException {
    try (tuples;
        spool;
        skipped) {
      // in this order
    }
    if (work.isPresent() && !resumable()) {
      work.get().remove();
    }
  }
}
