package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.Durable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log in a folder, one call after the other. The folder holds the static files of C2SP tlog-tiles
 * and, in {@code writer/}, a lock and the segments that entries are appended to first.
 *
 * <ul>
 *   <li>Entries that {@link #append} returned from survive any crash; the others may.
 *   <li>A checkpoint is signed only when all entries of its tree and all tiles are durable, and a
 *       folder whose entries do not extend the tree of its checkpoint is not opened.
 *   <li>After a failed write or sync the object is closed, and says so at each further call;
 *       nothing is tried again. Opening the folder anew finds what is durable.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class DurableLog implements Closeable {
  /** Name of the checkpoint's file. */
  static final String CHECKPOINT = "checkpoint";

  private static final String WRITER = "writer";
  private static final int MOST_WAITING = 32; // full files

  private final Path folder;
  private final NoteSigner signer;
  private final Durable durable;
  private final Closeable lock;
  private final Segments segments;
  private final TileFiles tiles;
  private Note note;
  private long signed; // size of the note's tree
  private @Nullable IOException failure;
  private boolean closed;

  private DurableLog(
      Path folder,
      NoteSigner signer,
      Durable durable,
      Closeable lock,
      Segments segments,
      TileFiles tiles,
      Note note,
      long signed) {
    this.folder = folder;
    this.signer = signer;
    this.durable = durable;
    this.lock = lock;
    this.segments = segments;
    this.tiles = tiles;
    this.note = note;
    this.signed = signed;
  }

  /**
   * Opens a log; makes one, with a signed checkpoint of the empty tree, where there is none.
   *
   * @param signer its name is the log's origin
   * @throws BadInputException if the folder is another log's, or does not hold what its checkpoint
   *     promises
   * @throws IOException if it cannot be read or written, or another writer has it
   */
  public static DurableLog open(Disk disk, Path folder, NoteSigner signer) throws IOException {
    return open(disk, folder, signer, Segments.FULL);
  }

  static DurableLog open(Disk disk, Path folder, NoteSigner signer, int segmentEntries)
      throws IOException {
    Path base = folder.toAbsolutePath().normalize();
    Path writer = base.resolve(WRITER);
    Durable durable = new Durable(disk, base);
    durable.folder(writer);
    Closeable lock = disk.lock(writer.resolve("lock"));
    try {
      return open(disk, base, signer, segmentEntries, durable, lock);
    } catch (IOException | RuntimeException e) {
      Durable.closeAfter(e, lock);
      throw e;
    }
  }

  private static DurableLog open(
      Disk disk, Path base, NoteSigner signer, int segmentEntries, Durable durable, Closeable lock)
      throws IOException {
    byte @Nullable [] old = readCheckpoint(disk, base);
    Segments.Recovered found = Segments.open(disk, durable, base.resolve(WRITER), segmentEntries);
    try {
      Checkpoint checkpoint;
      Note note;
      if (old == null) {
        requireEmpty(base, found);
        checkpoint = new Checkpoint(signer.vkey().name(), 0, Merkle.root(List.of()));
        note = signer.sign(checkpoint);
      } else {
        checkpoint = verified(base, signer, old);
        note = Note.parse(CHECKPOINT, old);
      }
      TileFiles tiles = rebuild(disk, durable, base, found, checkpoint);
      if (old == null) {
        durable.replace(base.resolve(CHECKPOINT), Access.EVERYONE, note.encode());
      }
      return new DurableLog(
          base, signer, durable, lock, found.segments(), tiles, note, checkpoint.size());
    } catch (IOException | RuntimeException e) {
      Durable.closeAfter(e, found.segments());
      throw e;
    }
  }

  private static byte @Nullable [] readCheckpoint(Disk disk, Path base) throws IOException {
    try {
      return disk.read(base.resolve(CHECKPOINT));
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private static void requireEmpty(Path base, Segments.Recovered found) {
    if (found.first() != 0 || !found.entries().isEmpty()) {
      throw new BadInputException(
          base.toString(),
          "has entries and no checkpoint; restore the file "
              + CHECKPOINT
              + ": without it nobody can tell whether the log was cut");
    }
  }

  private static Checkpoint verified(Path base, NoteSigner signer, byte[] note) {
    String where = base.resolve(CHECKPOINT).toString();
    try {
      return LogPolicy.of(signer.vkey()).verify(where, note).checkpoint();
    } catch (LogException e) {
      throw new BadInputException(
          where, "is not one of the log and key " + signer.vkey() + " (" + e.getMessage() + ")", e);
    }
  }

  /** Recomputes the tree, compares it with the checkpoint, and writes all full tiles again. */
  private static TileFiles rebuild(
      Disk disk, Durable durable, Path base, Segments.Recovered found, Checkpoint checkpoint)
      throws IOException {
    long end = found.first() + found.entries().size();
    if (checkpoint.size() < found.first() || checkpoint.size() > end) {
      throw new BadInputException(
          base.toString(),
          "its checkpoint promises "
              + checkpoint.size()
              + " entries, but the writer's files hold those from "
              + found.first()
              + " to "
              + end
              + "; appending here would fork the log: restore the folder from a backup");
    }
    TileFiles tiles;
    try {
      tiles = new TileFiles(disk, durable, base, found.first());
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          String.valueOf(e.getMessage()), "is missing; restore the folder from a backup", e);
    }
    boolean same = agrees(tiles, checkpoint);
    for (byte[] entry : found.entries()) {
      tiles.add(entry);
      same |= agrees(tiles, checkpoint);
    }
    if (!same) {
      throw new BadInputException(
          base.toString(),
          "its entries are not those that its checkpoint of size "
              + checkpoint.size()
              + " was signed over; appending here would fork the log: restore it from a backup");
    }
    tiles.writeFull();
    return tiles;
  }

  private static boolean agrees(TileFiles tiles, Checkpoint checkpoint) {
    return tiles.size() == checkpoint.size() && Arrays.equals(tiles.root(), checkpoint.root());
  }

  /** Returns the number of entries, all of them durable. */
  public long size() {
    return tiles.size();
  }

  /**
   * Appends entries and makes them durable.
   *
   * @return the index of the first of them
   * @throws IllegalArgumentException if an entry has more than 65,535 bytes
   * @throws IOException if that failed; the log is closed and some of the entries may be in it
   */
  public long append(List<byte[]> entries) throws IOException {
    for (byte[] entry : entries) {
      if (entry.length > EntryBundle.MOST_ENTRY_BYTES) {
        throw new IllegalArgumentException(
            "an entry must have at most 65535 bytes, but has " + entry.length);
      }
    }
    long first = size();
    run(
        () -> {
          segments.append(entries);
          entries.forEach(tiles::add);
          if (tiles.waiting() >= MOST_WAITING) {
            tiles.writeFull();
          }
        });
    return first;
  }

  /** Returns the note of the last checkpoint. */
  public Note lastCheckpoint() {
    return note;
  }

  /**
   * Signs a checkpoint of all entries and puts it in its place, durably; where there are none since
   * the last one, that one stays.
   *
   * @throws IOException if that failed; the log is closed
   */
  public Note checkpoint() throws IOException {
    run(
        () -> {
          if (signed < tiles.size()) {
            tiles.writeAll();
            Note next =
                signer.sign(new Checkpoint(signer.vkey().name(), tiles.size(), tiles.root()));
            durable.replace(folder.resolve(CHECKPOINT), Access.EVERYONE, next.encode());
            note = next;
            signed = tiles.size();
            tiles.deletePartial();
            segments.forget(signed);
          }
        });
    return note;
  }

  /**
   * Adds verified cosignatures to the checkpoint in its place.
   *
   * @return false, and nothing is done, where there is a newer checkpoint by now
   * @throws IOException if that failed; the log is closed
   */
  public boolean cosigned(Checkpoint checkpoint, List<Note.Signature> signatures)
      throws IOException {
    if (!note.text().equals(checkpoint.body())) {
      return false;
    }
    Note more = note;
    for (Note.Signature signature : signatures) {
      more = more.with(signature);
    }
    Note next = more;
    run(
        () -> {
          durable.replace(folder.resolve(CHECKPOINT), Access.EVERYONE, next.encode());
          note = next;
        });
    return true;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void run(Step step) throws IOException {
    if (failure != null) {
      throw new IOException(folder + ": closed after a failure: " + failure.getMessage(), failure);
    }
    if (closed) {
      throw new IllegalStateException(folder + " is closed");
    }
    try {
      step.run();
    } catch (IOException e) {
      failure = e;
      Durable.closeAfter(e, this);
      throw e;
    }
  }

  /** Closes the files. What was appended is durable; a checkpoint is not made. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (lock) {
        segments.close();
      }
    }
  }
}
