package ai.tidemark.keys.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.Durable;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.DurableLog;
import ai.tidemark.keys.log.GroupCommit;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.Gap;
import ai.tidemark.keys.record.LedgerRoot;
import ai.tidemark.keys.record.RecordTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A tenant's ledger in a folder: {@code log/} may be shown, {@code rows/} may not. A row is written
 * to {@code rows/} with its salt and made durable, then its commitment is appended to the log; a
 * crash between the two is mended on opening, from the rows.
 *
 * <p>A node numbers its rows without holes. Which numbers it may have given out is durable before
 * it gives them out, so that after a crash the log gets a {@code gap} record of those that no row
 * has: they may have been answers whose rows are lost. The {@link #root} that goes into a control
 * log every few minutes covers that record too.
 */
public final class Ledger implements AutoCloseable {
  /** Folder of the log. */
  public static final String LOG = "log";

  /** Folder of the rows. */
  public static final String ROWS = "rows";

  private static final String NUMBERS = "numbers";
  private static final long RESERVED_AT_ONCE = 4096;
  private static final int SALT_BYTES = 32;

  private final ReentrantLock files = new ReentrantLock();
  private final ReentrantLock numbering = new ReentrantLock();
  private final Durable durable;
  private final Path rowsFolder;
  private final Path numbers;
  private final DurableLog log;
  private final RowFiles rows;
  private final int node;
  private final InstantSource clock;
  private final Optional<Gap> gap;
  private final GroupCommit<Numbered> group;
  private final SecureRandom random = new SecureRandom();
  private long next; // number
  private long reserved;

  private record Numbered(long number, Generation generation) {}

  /**
   * A row on its way.
   *
   * @param number it has among the node's
   * @param index completes with the index of its leaf when it is durable
   */
  public record Appended(long number, CompletableFuture<Long> index) {}

  private Ledger(
      Path base,
      Durable durable,
      DurableLog log,
      RowFiles rows,
      int node,
      InstantSource clock,
      LogWriter.Options options,
      long missed)
      throws IOException {
    this.durable = durable;
    this.rowsFolder = base.resolve(ROWS);
    this.numbers = rowsFolder.resolve(NUMBERS);
    this.log = log;
    this.rows = rows;
    this.node = node;
    this.clock = clock;
    catchUp();
    long logged = logged();
    this.reserved = readReserved(options.disk(), logged) + missed;
    this.next = reserved;
    this.gap = reserved > logged ? Optional.of(lost(logged, reserved - 1)) : Optional.empty();
    this.group =
        new GroupCommit<>("tidemark-ledger", options.delay(), options.most(), this::commit);
  }

  /**
   * Opens a ledger; makes one where there is none.
   *
   * @param folder made if need be
   * @param signer its name is the log's origin
   * @param node of this writer, at least 0
   * @throws BadInputException if log and rows do not belong together, or {@link DurableLog#open}
   * @throws IOException if it cannot be read or written, or another writer has it
   */
  public static Ledger open(
      Path folder, NoteSigner signer, int node, InstantSource clock, LogWriter.Options options)
      throws IOException {
    return open(folder, signer, node, clock, options, 0);
  }

  /**
   * Opens a ledger after its writer failed.
   *
   * @param missed answers that got no number while there was no writer, at least 0; the gap counts
   *     them
   * @see #open(Path, NoteSigner, int, InstantSource, LogWriter.Options)
   */
  public static Ledger open(
      Path folder,
      NoteSigner signer,
      int node,
      InstantSource clock,
      LogWriter.Options options,
      long missed)
      throws IOException {
    if (missed < 0) {
      throw new IllegalArgumentException("missed must be at least 0, but is " + missed);
    }
    Path base = folder.toAbsolutePath().normalize();
    Disk disk = options.disk();
    Durable durable = new Durable(disk, base);
    durable.folder(base);
    DurableLog log = DurableLog.open(disk, base.resolve(LOG), signer);
    try {
      RowFiles rows = RowFiles.open(disk, durable, base.resolve(ROWS));
      try {
        return new Ledger(base, durable, log, rows, node, clock, options, missed);
      } catch (IOException | RuntimeException e) {
        Durable.closeAfter(e, rows);
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      Durable.closeAfter(e, log);
      throw e;
    }
  }

  /** Appends the entries of rows whose commitment did not reach the log. */
  private void catchUp() throws IOException {
    if (rows.next() < log.size()) {
      throw new BadInputException(
          rowsFolder.toString(),
          "holds lines up to "
              + rows.next()
              + ", but the log has "
              + log.size()
              + " entries; restore the rows from a backup");
    }
    List<byte[]> entries = new ArrayList<>();
    for (LedgerLine line : rows.since(log.size())) {
      entries.add(
          switch (line) {
            case LedgerLine.Row(LedgerRow row) -> row.commitment();
            case LedgerLine.Lost(_, Gap lost) -> lost.canonicalJson();
            case LedgerLine.Erased erased ->
                throw new BadInputException(
                    rowsFolder.toString(),
                    "entry " + erased.index() + " was erased before it was in the log");
          });
    }
    if (!entries.isEmpty()) {
      log.append(entries);
    }
  }

  /** Returns the number after the last that a row or a gap accounts for. */
  private long logged() throws IOException {
    if (rows.next() == 0) {
      return 0;
    }
    return switch (rows.since(rows.next() - 1).getFirst()) {
      case LedgerLine.Row(LedgerRow row) -> after(row.node(), row.number());
      case LedgerLine.Lost(_, Gap lost) -> after(lost.node(), lost.to());
      case LedgerLine.Erased(_, int of, long number) -> after(of, number);
    };
  }

  private long after(int of, long number) {
    if (of != node) {
      throw new BadInputException(
          rowsFolder.toString(), "is the ledger of node " + of + ", not of node " + node);
    }
    return number + 1;
  }

  private long readReserved(Disk disk, long logged) throws IOException {
    try {
      String text = new String(disk.read(numbers), StandardCharsets.US_ASCII);
      if (text.matches("[0-9]{1,16}\n")) {
        long found = Long.parseLong(text.strip());
        return Math.max(found, logged);
      }
      throw new BadInputException(numbers.toString(), "must hold one number and a newline");
    } catch (NoSuchFileException e) {
      if (log.size() > 0) {
        throw new BadInputException(
            numbers.toString(), "is missing; restore it, or gaps would go unsaid", e);
      }
      reserve(0);
      return 0;
    }
  }

  private void reserve(long below) throws IOException {
    durable.replace(numbers, Access.OWNER, (below + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private Gap lost(long from, long to) throws IOException {
    Gap lost = new Gap(RecordTime.wholeSeconds(clock.instant()), node, from, to);
    rows.append(List.of(new LedgerLine.Lost(rows.next(), lost)));
    log.append(List.of(lost.canonicalJson()));
    return lost;
  }

  /** Returns the gap that was found and logged on opening. */
  public Optional<Gap> gap() {
    return gap;
  }

  /**
   * Appends a row.
   *
   * @throws IOException if its number could not be reserved
   * @throws IllegalStateException after {@link #close}
   */
  public Appended append(Generation generation) throws IOException {
    numbering.lock();
    try {
      if (next == reserved) {
        files.lock();
        try {
          reserve(reserved + RESERVED_AT_ONCE);
        } finally {
          files.unlock();
        }
        reserved += RESERVED_AT_ONCE;
      }
      long number = next++;
      return new Appended(number, group.add(new Numbered(number, generation)));
    } finally {
      numbering.unlock();
    }
  }

  private long commit(List<Numbered> batch) throws IOException {
    files.lock();
    try {
      List<LedgerLine> lines = new ArrayList<>();
      List<byte[]> entries = new ArrayList<>();
      long index = log.size();
      for (Numbered item : batch) {
        LedgerRow row = new LedgerRow(index++, node, item.number(), item.generation(), freshSalt());
        lines.add(new LedgerLine.Row(row));
        entries.add(row.commitment());
      }
      rows.append(lines);
      return log.append(entries);
    } finally {
      files.unlock();
    }
  }

  private String freshSalt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return HexFormat.of().formatHex(salt);
  }

  /** Signs a checkpoint of all rows that are durable; see {@link DurableLog#checkpoint}. */
  public Note checkpoint() throws IOException {
    files.lock();
    try {
      return log.checkpoint();
    } finally {
      files.unlock();
    }
  }

  /** Signs a checkpoint and returns the record of it for the control log. */
  public LedgerRoot root() throws IOException {
    Checkpoint checkpoint = Checkpoint.parse("checkpoint", checkpoint().text());
    return new LedgerRoot(
        RecordTime.wholeSeconds(clock.instant()),
        checkpoint.origin(),
        checkpoint.size(),
        HexFormat.of().formatHex(checkpoint.root()));
  }

  /**
   * Erases a row and its salt. Its leaf stays, and with it all proofs; nothing links it any more.
   *
   * @param index of its leaf
   * @throws IllegalArgumentException if there is none, or it is a gap
   */
  public void erase(long index) throws IOException {
    files.lock();
    try {
      rows.erase(index);
    } finally {
      files.unlock();
    }
  }

  /** Makes what waits durable and closes the ledger; then no gap is left. */
  @Override
  public void close() throws IOException {
    group.close();
    numbering.lock();
    files.lock();
    try (log;
        rows) {
      if (reserved > next) {
        reserve(next); // what is below and in no row is lost: opening will say so
        reserved = next;
      }
    } finally {
      files.unlock();
      numbering.unlock();
    }
  }
}
