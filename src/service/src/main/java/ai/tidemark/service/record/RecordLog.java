package ai.tidemark.service.record;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to a file of mode 0600, in the order they come, one writer at a time.
 *
 * <p>Records wait in a bounded queue; {@link #append} blocks while it is full. One thread takes
 * what has gathered, writes it and calls {@code fsync} once for all of it: a crash of the machine
 * loses at most the records of the last such batch, a clean {@link #close} loses none. If the file
 * cannot be written the log says so once and {@link #healthy} turns false for good, so that the
 * proxy can stop answering: an answer without a record is worse than no answer.
 */
public final class RecordLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordLog.class);
  private static final int WAITING = 1024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final FileChannel file;

  /** Lines, then an empty entry when no more will come. */
  private final BlockingQueue<Optional<byte[]>> queue = new ArrayBlockingQueue<>(WAITING);

  private final ReentrantLock closing = new ReentrantLock();
  private final Thread writer;
  private boolean closed;
  private volatile boolean healthy = true;

  private RecordLog(FileChannel file) {
    this.file = file;
    this.writer = Thread.ofPlatform().name("tidemark-records").daemon().start(this::write);
  }

  /**
   * Opens a file for appending; makes it if need be.
   *
   * @throws BadInputException if others may use it, another proxy writes it, or it cannot be opened
   */
  public static RecordLog open(Path path) {
    String where = path.toString();
    try {
      requireOwnerOnly(path);
      FileChannel file =
          FileChannel.open(
              path,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try {
        if (lock(file) == null) {
          throw new BadInputException(where, "is being written by another proxy");
        }
        endLastLine(file);
        return new RecordLog(file);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BadInputException(
          where, "records cannot be written here: " + e.getClass().getSimpleName(), e);
    }
  }

  private static void requireOwnerOnly(Path path) throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new BadInputException(
            path.toString(),
            "has mode "
                + PosixFilePermissions.toString(permissions)
                + ", so others than its owner may use it; run: chmod 600 "
                + path);
      }
    } catch (NoSuchFileException e) {
      // it will be made
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** A line cut off by a crash gets its newline, so that the next record stands on its own. */
  private static void endLastLine(FileChannel file) throws IOException {
    long size = file.size();
    file.position(size);
    if (size > 0) {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (file.read(last, size - 1) == 1 && last.get(0) != '\n') {
        writeFully(file, ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
  }

  /** Returns false once a record could not be written. */
  public boolean healthy() {
    return healthy;
  }

  /**
   * Queues a record; blocks while the queue is full.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void append(AnswerRecord record) {
    byte[] line = record.line();
    closing.lock();
    try {
      if (closed) {
        throw new IllegalStateException("record log is closed");
      }
      put(Optional.of(line));
    } finally {
      closing.unlock();
    }
  }

  private void put(Optional<byte[]> line) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          queue.put(line);
          return;
        } catch (InterruptedException e) {
          interrupted = true; // a record is not lost because its thread is told to stop
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write() {
    List<Optional<byte[]>> batch = new ArrayList<>();
    try {
      while (true) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch);
        boolean last = batch.removeIf(Optional::isEmpty);
        if (healthy) {
          writeBatch(batch);
        }
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the record writer", e);
    }
  }

  private void writeBatch(List<Optional<byte[]>> batch) {
    try {
      long before = file.position();
      try {
        for (Optional<byte[]> line : batch) {
          writeFully(file, ByteBuffer.wrap(line.orElseThrow()));
        }
        file.force(false);
      } catch (IOException e) {
        file.truncate(before); // whole lines only
        throw e;
      }
    } catch (IOException e) {
      healthy = false;
      LOG.error("records cannot be written any more; the proxy answers nothing until restarted", e);
    }
  }

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Writes what is queued, then closes the file. */
  @Override
  public void close() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        put(Optional.empty());
      }
    } finally {
      closing.unlock();
    }
    try {
      writer.join();
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("the record file could not be closed", e);
    }
  }
}
