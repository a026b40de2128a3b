package ai.tidemark.keys.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.Durable;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The lines of a ledger in files of mode 0600 with 4,096 lines each, so that erasing one rewrites a
 * small file. Lines that {@link #append} returned from are durable; only the end of the last file
 * may be torn, and opening writes that file anew. After an IOException an object is of no more use.
 */
final class RowFiles implements Closeable {
  /** Lines of a file. */
  static final int FULL = 4096;

  private static final String PREFIX = "rows-";

  private final Durable durable;
  private final Disk disk;
  private final Path folder;
  private final List<LedgerLine> last; // the open file's lines
  private long first; // index of the open file's first line
  private Disk.Output out;

  private RowFiles(
      Disk disk, Durable durable, Path folder, long first, List<LedgerLine> last, Disk.Output out) {
    this.disk = disk;
    this.durable = durable;
    this.folder = folder;
    this.first = first;
    this.last = new ArrayList<>(last);
    this.out = out;
  }

  /**
   * Opens the files, makes the first where there are none.
   *
   * @throws BadInputException if a file that is not the last is damaged or missing
   */
  static RowFiles open(Disk disk, Durable durable, Path folder) throws IOException {
    durable.folder(folder);
    long first = 0;
    for (String name : disk.list(folder)) {
      if (name.startsWith(PREFIX) && !name.endsWith(Durable.UNFINISHED)) {
        first = number(folder, name);
      }
    }
    Path file = folder.resolve(name(first));
    List<LedgerLine> lines =
        disk.exists(file) ? parse(file, first, disk.read(file), true) : List.of();
    Disk.Output out = durable.begin(file, Access.OWNER, encode(lines));
    return new RowFiles(disk, durable, folder, first, lines, out);
  }

  private static String name(long first) {
    return String.format(Locale.ROOT, "%s%019d.jsonl", PREFIX, first);
  }

  private static long number(Path folder, String name) {
    if (name.matches("rows-[0-9]{19}\\.jsonl")) {
      long first = Long.parseLong(name, PREFIX.length(), name.length() - ".jsonl".length(), 10);
      if (first % FULL == 0) {
        return first;
      }
    }
    throw new BadInputException(folder.resolve(name).toString(), "is not a file of rows");
  }

  /** Reads lines up to the first that is not one, or insists on all of them. */
  private static List<LedgerLine> parse(Path file, long first, byte[] bytes, boolean torn) {
    List<LedgerLine> lines = new ArrayList<>();
    for (byte[] line : split(bytes)) {
      try {
        String where = file + ":" + (lines.size() + 1);
        lines.add(LedgerLine.parse(where, first + lines.size(), line));
      } catch (BadInputException e) {
        if (torn) {
          return lines;
        }
        throw e;
      }
    }
    if (!torn && (lines.size() != FULL || bytes[bytes.length - 1] != '\n')) {
      throw new BadInputException(
          file.toString(), "must have " + FULL + " lines, but has " + lines.size());
    }
    return lines;
  }

  /** Splits a file into its lines; what follows the last newline is left out. */
  static List<byte[]> split(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        lines.add(Arrays.copyOfRange(bytes, from, at));
        from = at + 1;
      }
    }
    return lines;
  }

  /** Returns the file of the lines from an index on. */
  static Path file(Path folder, long first) {
    return folder.resolve(name(first));
  }

  private static byte[] encode(List<LedgerLine> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (LedgerLine line : lines) {
      out.writeBytes(line.json());
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** Returns the index that the next line gets. */
  long next() {
    return first + last.size();
  }

  /** Returns the lines from an index on. */
  List<LedgerLine> since(long index) throws IOException {
    List<LedgerLine> lines = new ArrayList<>();
    for (long begin = index - index % FULL; begin < first; begin += FULL) {
      Path file = folder.resolve(name(begin));
      lines.addAll(parse(file, begin, disk.read(file), false));
    }
    lines.addAll(last);
    return lines.subList((int) (index - (next() - lines.size())), lines.size());
  }

  /** Appends lines and makes them durable. Their indexes must follow. */
  void append(List<LedgerLine> lines) throws IOException {
    List<LedgerLine> batch = new ArrayList<>();
    for (LedgerLine line : lines) {
      if (last.size() == FULL) {
        write(batch);
        out.close();
        first += FULL;
        last.clear();
        out = durable.begin(folder.resolve(name(first)), Access.OWNER, new byte[0]);
      }
      batch.add(line);
      last.add(line);
    }
    write(batch);
  }

  private void write(List<LedgerLine> batch) throws IOException {
    Durable.writeFully(out, ByteBuffer.wrap(encode(batch)));
    out.sync();
    batch.clear();
  }

  /**
   * Leaves of a row its number only. The file is written anew and the old one deleted by the file
   * system; what the medium still holds of it is for its encryption to hide.
   *
   * @throws IllegalArgumentException if there is no such line, or it is a gap
   */
  void erase(long index) throws IOException {
    if (index < 0 || index >= next()) {
      throw new IllegalArgumentException(
          "index must be in 0.." + (next() - 1) + ", but is " + index);
    }
    long begin = index - index % FULL;
    Path file = folder.resolve(name(begin));
    boolean open = begin == first;
    List<LedgerLine> lines = open ? last : parse(file, begin, disk.read(file), false);
    int in = (int) (index - begin);
    switch (lines.get(in)) {
      case LedgerLine.Row(LedgerRow row) ->
          lines.set(in, new LedgerLine.Erased(index, row.node(), row.number()));
      case LedgerLine.Erased _ -> {
        return;
      }
      case LedgerLine.Lost _ ->
          throw new IllegalArgumentException("entry " + index + " is a gap, which names nobody");
    }
    if (open) {
      out.close();
      out = durable.begin(file, Access.OWNER, encode(lines));
    } else {
      durable.replace(file, Access.OWNER, encode(lines));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
