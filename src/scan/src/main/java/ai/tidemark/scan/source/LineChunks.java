package ai.tidemark.scan.source;

import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a file of records into runs of whole lines. Holds one run: a line longer than the cap is
 * passed over without being kept. Not thread-safe.
 */
final class LineChunks implements Chunks {
  private static final int USUAL_BYTES = 256 << 10;

  private final String file;
  private final Input in;
  private final int lineCap;
  private byte[] data;
  private int length; // bytes in data
  private long line = 1; // number of the line that data starts with
  private boolean ended;

  /**
   * Over an open stream.
   *
   * @param lineCap bytes of a line at most, newline included
   */
  LineChunks(String file, Input in, int lineCap) {
    this.file = file;
    this.in = in;
    this.lineCap = lineCap;
    this.data = new byte[Math.min(USUAL_BYTES, lineCap)];
  }

  @Override
  public Optional<Content> next() {
    while (true) {
      fill();
      int end = lastLineEnd();
      if (end > 0) {
        return Optional.of(take(end));
      }
      if (ended) {
        // A last line that a break cut short is not a record.
        boolean more = length > 0 && in.failure().isEmpty();
        return more ? Optional.of(take(length)) : Optional.empty();
      }
      if (data.length >= lineCap) {
        return Optional.of(passOver());
      }
      data = Arrays.copyOf(data, (int) Math.min(lineCap, 2L * data.length));
    }
  }

  @Override
  public long lost() {
    return length;
  }

  private void fill() {
    while (!ended && length < data.length) {
      int read = in.read(data, length, data.length - length);
      if (read < 0) {
        ended = true;
      } else {
        length += read;
      }
    }
  }

  /** Returns one more than the index of the last newline, 0 if there is none. */
  private int lastLineEnd() {
    int end = length;
    while (end > 0 && data[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private Content take(int end) {
    byte[] rest = new byte[Math.min(lineCap, Math.max(USUAL_BYTES, length - end))];
    System.arraycopy(data, end, rest, 0, length - end);
    Content lines = new Content.Lines(file, new Bytes(data, 0, end), line);
    for (int i = 0; i < end; i++) {
      line += data[i] == '\n' ? 1 : 0;
    }
    length -= end;
    data = rest;
    return lines;
  }

  /** Drops the line that data starts with, to its end. */
  private Content passOver() {
    long bytes = length;
    data = new byte[Math.min(USUAL_BYTES, lineCap)];
    length = 0;
    int end = 0;
    while (end == 0) {
      bytes += length;
      length = 0;
      fill();
      if (length == 0) {
        break;
      }
      end = firstLineEnd();
    }
    bytes += end;
    System.arraycopy(data, end, data, 0, length - end);
    length -= end;
    return new Content.Skipped(
        new Skip(Place.line(file, line++), SkipReason.TOO_LARGE, bytes), false);
  }

  private int firstLineEnd() {
    for (int i = 0; i < length; i++) {
      if (data[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
