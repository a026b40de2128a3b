package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The one writer of a log, for any number of threads: entries are made durable together, after 50
 * ms or 256 of them, whichever comes first. What {@link DurableLog} promises holds. Checkpoints are
 * made when asked for: a process that appends for long asks every few seconds, since opening a log
 * reads all that came after the last one.
 */
public final class LogWriter implements AutoCloseable {
  private final DurableLog log;
  private final GroupCommit<byte[]> group;

  /**
   * How to write.
   *
   * @param disk of the folder
   * @param delay how long an entry may wait for others
   * @param most entries made durable together
   */
  public record Options(Disk disk, Duration delay, int most) {
    /** As {@link LogWriter} says. */
    public static final Options USUAL = new Options(Disk.real(), Duration.ofMillis(50), 256);

    /** Each entry as it comes: for one that appends few and waits for each. */
    public static final Options SINGLE = new Options(Disk.real(), Duration.ZERO, 256);
  }

  private LogWriter(DurableLog log, Options options) {
    this.log = log;
    this.group = new GroupCommit<>("tidemark-log", options.delay(), options.most(), this::commit);
  }

  /**
   * Opens a log; makes one where there is none.
   *
   * @param folder made if need be
   * @param signer its name is the log's origin
   * @throws BadInputException if the folder is another log's, or does not hold what its checkpoint
   *     promises: see {@link DurableLog#open}
   * @throws IOException if it cannot be read or written, or another writer has it
   */
  public static LogWriter open(Path folder, NoteSigner signer, Options options) throws IOException {
    return new LogWriter(DurableLog.open(options.disk(), folder, signer), options);
  }

  private long commit(List<byte[]> batch) throws IOException {
    synchronized (log) {
      return log.append(batch);
    }
  }

  /**
   * Appends an entry.
   *
   * @param entry at most 65,535 bytes
   * @return completes with its index when it is durable, or with the IOException that closed the
   *     log; then the entry may be in it or not
   * @throws IllegalArgumentException if it is longer
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Long> append(byte[] entry) {
    if (entry.length > EntryBundle.MOST_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry must have at most 65535 bytes, but has " + entry.length);
    }
    return group.add(entry.clone());
  }

  /**
   * Signs a checkpoint of all entries that are durable and puts it in its place; see {@link
   * DurableLog#checkpoint}.
   *
   * @throws IOException if that failed; the log is closed
   */
  public Note checkpoint() throws IOException {
    synchronized (log) {
      return log.checkpoint();
    }
  }

  /** Adds verified cosignatures to the checkpoint in its place; see {@link DurableLog#cosigned}. */
  public boolean cosigned(Checkpoint checkpoint, List<Note.Signature> signatures)
      throws IOException {
    synchronized (log) {
      return log.cosigned(checkpoint, signatures);
    }
  }

  /** Returns the number of entries that are durable. */
  public long size() {
    synchronized (log) {
      return log.size();
    }
  }

  /** Makes what waits durable, then closes the log. A checkpoint is not made. */
  @Override
  public void close() throws IOException {
    group.close();
    synchronized (log) {
      log.close();
    }
  }
}
