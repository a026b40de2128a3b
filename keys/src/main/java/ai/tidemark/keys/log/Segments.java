package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.Durable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The segments of a log: what was appended since the tiles of a signed checkpoint hold everything
 * before. Entries that {@link #append} returned from are durable. Each segment begins at a multiple
 * of 256 entries, and a new one only after the one before is durable, so that only the last may be
 * torn. Opening writes the last one anew, torn tail left out: bytes that a failed sync left in the
 * page cache must not be taken for durable. After an exception an object is of no more use.
 */
final class Segments implements Closeable {
  /** Entries from which on a segment is followed by another. */
  static final int FULL = 4096;

  private static final int FULL_BYTES = 4 << 20; // likewise

  private static final int BUFFER = 1 << 20;
  private static final String PREFIX = "segment-";

  private final Disk disk;
  private final Durable durable;
  private final Path folder;
  private final int fullEntries;
  private final Deque<Long> firsts; // of all segments; the last one is open
  private Disk.Output out;
  private long next;
  private long bytes; // of the open segment's entries

  /**
   * @param firsts of all segments; the last one is open as {@code out}
   * @param last what is in the last one
   */
  private Segments(
      Disk disk,
      Durable durable,
      Path folder,
      int fullEntries,
      Deque<Long> firsts,
      Disk.Output out,
      Segment last) {
    this.disk = disk;
    this.durable = durable;
    this.folder = folder;
    this.fullEntries = fullEntries;
    this.firsts = firsts;
    this.out = out;
    this.next = last.end();
    this.bytes = last.entries().stream().mapToLong(Segment::bytes).sum();
  }

  /**
   * What was found on opening.
   *
   * @param first index of the first entry that is there
   * @param entries from there on, all durable
   * @param segments open for more
   */
  record Recovered(long first, List<byte[]> entries, Segments segments) {}

  /**
   * Opens the segments of a folder, makes the first one where there are none.
   *
   * @param fullEntries from which on a segment is followed by another
   * @throws BadInputException if they are damaged otherwise than a crash damages them
   */
  static Recovered open(Disk disk, Durable durable, Path folder, int fullEntries)
      throws IOException {
    durable.folder(folder);
    List<Segment> found = new ArrayList<>();
    for (String name : disk.list(folder)) {
      if (name.startsWith(PREFIX) && !name.endsWith(Durable.UNFINISHED)) {
        found.add(read(disk, folder.resolve(name)));
      }
    }
    if (found.isEmpty()) {
      found.add(new Segment(0, List.of(), true));
    }
    Deque<Long> firsts = new ArrayDeque<>();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Segment segment = found.get(i);
      if (!entries.isEmpty() && segment.first() != firsts.getFirst() + entries.size()) {
        firsts.clear(); // what precedes a hole was being deleted
        entries.clear();
      }
      if (!segment.whole() && i < found.size() - 1) {
        throw new BadInputException(
            folder.resolve(name(segment.first())).toString(),
            "is damaged after entry "
                + (segment.end() - 1)
                + ", which a crash cannot have done; restore the folder from a backup");
      }
      firsts.addLast(segment.first());
      entries.addAll(segment.entries());
    }
    Segment last = found.getLast();
    Disk.Output out =
        durable.begin(folder.resolve(name(last.first())), Access.OWNER, last.encode());
    return new Recovered(
        firsts.getFirst(),
        entries,
        new Segments(disk, durable, folder, fullEntries, firsts, out, last));
  }

  private static Segment read(Disk disk, Path file) throws IOException {
    Optional<Segment> segment = Segment.parse(disk.read(file));
    if (segment.isEmpty()
        || segment.get().first() % TilePath.FULL != 0
        || !file.endsWith(name(segment.get().first()))) {
      throw new BadInputException(
          file.toString(), "is not a segment of that name; restore the folder from a backup");
    }
    return segment.get();
  }

  private static String name(long first) {
    return String.format(Locale.ROOT, "%s%019d", PREFIX, first);
  }

  /** Returns the index that the next entry gets. */
  long next() {
    return next;
  }

  /** Appends entries and makes them durable. */
  void append(List<byte[]> entries) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (byte[] entry : entries) {
      boolean roll = next % TilePath.FULL == 0 && full();
      if (roll || buffer.remaining() < Segment.bytes(entry)) {
        Durable.writeFully(out, buffer.flip());
        buffer.clear();
      }
      if (roll) {
        roll();
      }
      Segment.put(buffer, next, entry);
      bytes += Segment.bytes(entry);
      next++;
    }
    Durable.writeFully(out, buffer.flip());
    out.sync();
  }

  private boolean full() {
    return next - firsts.getLast() >= fullEntries || bytes >= FULL_BYTES;
  }

  private void roll() throws IOException {
    out.sync();
    out.close();
    out = durable.begin(folder.resolve(name(next)), Access.OWNER, Segment.header(next));
    firsts.addLast(next);
    bytes = 0;
  }

  /** Deletes the segments, but for the open one, whose entries are all below an index. */
  void forget(long below) throws IOException {
    while (firsts.size() > 1) {
      long first = firsts.removeFirst();
      if (firsts.getFirst() > below) {
        firsts.addFirst(first);
        return;
      }
      disk.delete(folder.resolve(name(first)));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
