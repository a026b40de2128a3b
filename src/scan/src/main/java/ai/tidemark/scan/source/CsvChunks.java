package ai.tidemark.scan.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One column of a table in comma-separated values (RFC 4180): the first row names the columns,
 * quoted fields may hold delimiters, newlines and doubled quotes, rows end at LF, CR LF or CR.
 * Holds one field, up to the cap. Rows with another number of fields than the header are named, and
 * so are those whose quotes are wrong. Not thread-safe.
 */
final class CsvChunks implements Chunks {
  private static final int HEADER_BYTES = 1 << 20;
  private static final int END = -1;

  private final String file;
  private final Input in;
  private final int delimiter;
  private final String column;
  private final int cap;
  private final Rows rows;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int length;
  private long read; // bytes of the file before the one at hand
  private boolean begun;
  private boolean ended;
  private int target = -1;
  private int columns;
  private long row;
  private long rowStart; // where the row in hand begins, the header at first

  private byte[] field = new byte[1 << 12];
  private int fieldLength;
  private boolean keep;
  private boolean tooLong;
  private boolean empty;
  private boolean broken;

  /**
   * Over an open stream.
   *
   * @param delimiter between fields, an ASCII character
   * @param column name of the column wanted
   * @param cap bytes of a text at most
   */
  CsvChunks(String file, Input in, char delimiter, String column, int cap) {
    this.file = file;
    this.in = in;
    this.delimiter = delimiter;
    this.column = column;
    this.cap = cap;
    this.rows = new Rows(file);
  }

  @Override
  public Optional<Content> next() {
    if (!begun) {
      begun = true;
      Optional<Content> problem = header();
      if (problem.isPresent()) {
        ended = true;
        return problem;
      }
    }
    while (!ended && !rows.isFull()) {
      row();
    }
    return rows.take();
  }

  @Override
  public long lost() {
    return position() - rowStart;
  }

  private int peek() {
    if (at == length) {
      read += length;
      at = 0;
      length = in.fill(buffer, 0, buffer.length);
      if (length == 0) {
        return END;
      }
    }
    return buffer[at] & 0xff;
  }

  private long position() {
    return read + at;
  }

  private Optional<Content> header() {
    if (peek() == 0xEF && length >= 3 && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
      at = 3;
    }
    if (peek() == END) {
      return in.failure().isPresent() ? Optional.empty() : skipped(SkipReason.EMPTY_FILE);
    }
    List<String> names = new ArrayList<>();
    boolean more = true;
    while (more && position() < HEADER_BYTES) {
      keep = true;
      more = field();
      names.add(new String(field, 0, fieldLength, StandardCharsets.UTF_8));
    }
    target = names.indexOf(column);
    columns = names.size();
    return target < 0 ? skipped(SkipReason.MISSING_FIELD) : Optional.empty();
  }

  private Optional<Content> skipped(SkipReason reason) {
    Skip skip = new Skip(Place.whole(file), reason, position());
    return Optional.of(new Content.Skipped(skip, false));
  }

  private void row() {
    rowStart = position();
    if (peek() == END) {
      ended = true;
      return;
    }
    row++;
    broken = false;
    boolean large = false;
    int count = 0;
    boolean blank = true;
    boolean more = true;
    int textLength = 0;
    while (more) {
      keep = count == target;
      more = field();
      blank &= count == 0 && empty && !more;
      if (keep) {
        large = tooLong;
        textLength = fieldLength;
      }
      count++;
    }
    if (ended && in.failure().isPresent()) {
      return; // a break cut it short
    }
    long size = position() - rowStart;
    if (large) {
      rows.skip(row, SkipReason.TOO_LARGE, size);
    } else if (broken) {
      rows.skip(row, SkipReason.BROKEN_ROW, size);
    } else if (blank && columns > 1) {
      rows.skip(row, SkipReason.EMPTY_RECORD, size);
    } else if (count != columns) {
      rows.skip(row, SkipReason.RAGGED_ROW, size);
    } else {
      rows.text(row, field, 0, textLength, size);
    }
  }

  /** Reads a field and what ends it; returns whether another follows in this row. */
  private boolean field() {
    fieldLength = 0;
    tooLong = false;
    empty = true;
    if (peek() == '"') {
      at++;
      empty = false;
      quoted();
    }
    while (true) {
      int b = peek();
      if (b == END) {
        ended = true;
        return false;
      }
      at++;
      if (b == delimiter) {
        return true;
      }
      if (b == '\n') {
        return false;
      }
      if (b == '\r') {
        if (peek() == '\n') {
          at++;
        }
        return false;
      }
      empty = false;
      broken |= b == '"';
      put(b);
    }
  }

  /** Reads up to the closing quote. */
  private void quoted() {
    while (true) {
      int b = peek();
      if (b == END) {
        broken = true;
        return;
      }
      at++;
      if (b == '"') {
        if (peek() != '"') {
          int after = peek();
          broken |= after != END && after != delimiter && after != '\n' && after != '\r';
          return;
        }
        at++;
      }
      put(b);
    }
  }

  private void put(int b) {
    if (!keep) {
      return;
    }
    if (fieldLength == cap) {
      tooLong = true;
      return;
    }
    if (fieldLength == field.length) {
      field = Arrays.copyOf(field, (int) Math.min(cap, 2L * field.length));
    }
    field[fieldLength++] = (byte) b;
  }
}
