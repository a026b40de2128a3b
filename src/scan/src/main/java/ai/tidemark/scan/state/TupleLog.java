package ai.tidemark.scan.state;

import ai.tidemark.scan.work.AppendFile;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file in which the tuples of a set in memory outlive the process: each at least once, in no
 * order. Thread-safe; what a thread appends is in the file once the same thread flushes.
 */
final class TupleLog implements Closeable {
  /** Name of the file. */
  static final String NAME = "tuples";

  private final AppendFile file;
  private final ThreadLocal<TupleRecords> records = ThreadLocal.withInitial(TupleRecords::new);
  private final ReentrantLock lock = new ReentrantLock();

  private TupleLog(AppendFile file) {
    this.file = file;
  }

  /** A new file. */
  static TupleLog create(WorkDirectory work) throws IOException {
    return new TupleLog(work.create(NAME));
  }

  /** The file of a scan that goes on. */
  static TupleLog reopen(WorkDirectory work, AppendFile.Mark mark) throws IOException {
    return new TupleLog(work.reopen(NAME, mark));
  }

  /** Pushes everything that is in the file. */
  void read(TupleRecords.Sink sink) throws IOException {
    new TupleRecords().read(file.path(), file.mark().bytes() / BlockFile.RECORD, sink);
  }

  /** Appends the tuples that came to a partition since the last time; its lock is held. */
  void append(TuplePartition partition) throws IOException {
    lock.lock();
    try {
      partition.writeNew(file, records.get());
    } finally {
      lock.unlock();
    }
  }

  /** Writes what this thread has appended. */
  void flush() throws IOException {
    lock.lock();
    try {
      records.get().flush(file);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how far the file is, after that much of it is on disk. */
  AppendFile.Mark sync() throws IOException {
    AppendFile.Mark mark;
    lock.lock();
    try {
      mark = file.mark();
    } finally {
      lock.unlock();
    }
    file.sync();
    return mark;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
