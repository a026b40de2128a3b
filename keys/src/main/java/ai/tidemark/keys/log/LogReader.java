package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A log as of the checkpoint it had when it was opened. Proofs are made from tiles, a few for each
 * level, whatever the size. Nothing here verifies who signed the checkpoint: {@link LogPolicy}
 * does. Thread-safe.
 */
public final class LogReader {
  private final Tiles tiles;
  private final byte[] note;
  private final Checkpoint checkpoint;

  private LogReader(TileSource source, String where) {
    this.note = read(source, where, DurableLog.CHECKPOINT);
    String file = where + "/" + DurableLog.CHECKPOINT;
    this.checkpoint = Checkpoint.parse(file, Note.parse(file, note).text());
    this.tiles = new Tiles(source, where, checkpoint.size());
  }

  /**
   * Opens a log in a folder.
   *
   * @throws BadInputException if it has no readable checkpoint
   */
  public static LogReader open(Path folder) {
    return open(Disk.real(), folder);
  }

  static LogReader open(Disk disk, Path folder) {
    return open(path -> disk.read(folder.resolve(path)), folder.toString());
  }

  /**
   * Opens a log from elsewhere.
   *
   * @param where what it is called in messages
   */
  public static LogReader open(TileSource source, String where) {
    return new LogReader(source, where);
  }

  static byte[] read(TileSource source, String where, String path) {
    try {
      return source.read(path);
    } catch (NoSuchFileException e) {
      throw new BadInputException(where + "/" + path, "is missing; is this the log's folder?", e);
    } catch (IOException e) {
      throw new BadInputException(where + "/" + path, "cannot be read", e);
    }
  }

  /** Returns the checkpoint; its signatures are not verified. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Returns the checkpoint's note with all signatures, its exact bytes. */
  public byte[] note() {
    return note.clone();
  }

  /** Returns the number of entries. */
  public long size() {
    return checkpoint.size();
  }

  /**
   * Returns an entry.
   *
   * @param index in 0..size - 1
   */
  public byte[] entry(long index) {
    return entries(index, index + 1).getFirst();
  }

  /**
   * Returns some entries.
   *
   * @param from first index
   * @param to index after the last, at most the size
   */
  public List<byte[]> entries(long from, long to) {
    List<byte[]> entries = new ArrayList<>();
    forEach(from, to, (_, entry) -> entries.add(entry));
    return entries;
  }

  /** Takes entries. */
  @FunctionalInterface
  public interface EntrySink {
    /** Takes one. */
    void entry(long index, byte[] entry);
  }

  /** Pushes some entries in order, without holding more than 256 of them. */
  public void forEach(long from, long to, EntrySink sink) {
    if (from < 0 || from > to || to > size()) {
      throw new IllegalArgumentException(
          "entries must be within 0.." + size() + ", but are " + from + ".." + to);
    }
    for (long index = from; index < to; ) {
      List<byte[]> bundle = tiles.bundle(index / TilePath.FULL);
      int in = (int) (index % TilePath.FULL);
      for (; in < bundle.size() && index < to; in++, index++) {
        sink.entry(index, bundle.get(in));
      }
    }
  }

  /** Returns the hash of a leaf, from its tile. */
  public byte[] leafHash(long index) {
    requireSize(index + 1);
    return tiles.hash(0, index);
  }

  /**
   * Returns the root of the tree over the first entries.
   *
   * @param size in 0..size of the checkpoint
   */
  public byte[] root(long size) {
    requireSize(size);
    return tiles.root(size);
  }

  /**
   * Returns the audit path of an entry (RFC 6962 section 2.1.1), nearest sibling first.
   *
   * @param index of the entry, below size
   * @param size of the tree
   */
  public List<byte[]> inclusion(long index, long size) {
    requireSize(size);
    return tiles.inclusion(index, size);
  }

  /**
   * Returns the proof that one tree is a beginning of another (RFC 6962 section 2.1.2); empty where
   * the older one is.
   *
   * @param old its size
   * @param size of the other tree, at least that
   */
  public List<byte[]> consistency(long old, long size) {
    requireSize(size);
    return tiles.consistency(old, size);
  }

  /**
   * Returns the proof that an entry is in the checkpoint's tree.
   *
   * @throws LogException NOT_INCLUDED if the tiles do not lead to the checkpoint's root: the log is
   *     damaged
   */
  public TlogProof proof(long index) {
    List<byte[]> path = inclusion(index, size());
    if (!Merkle.includes(leafHash(index), index, size(), path, checkpoint.root())) {
      throw new LogException(
          LogException.Code.NOT_INCLUDED,
          "the tiles around entry " + index + " do not lead to the checkpoint's root");
    }
    return new TlogProof(index, path, note);
  }

  private void requireSize(long size) {
    if (size < 0 || size > size()) {
      throw new IllegalArgumentException("size must be in 0.." + size() + ", but is " + size);
    }
  }
}
