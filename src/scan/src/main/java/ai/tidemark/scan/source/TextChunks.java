package ai.tidemark.scan.source;

import java.util.Arrays;
import java.util.Optional;

/**
 * One text file: a single document, or parts of at most the cap where it is larger. Parts end
 * before white space where there is some, else between two characters. Not thread-safe.
 */
final class TextChunks implements Chunks {
  private static final int FIRST_BLOCK = 8 << 10;
  private static final int BEFORE = 1 << 10;
  private static final int LOOK_BACK = 64 << 10;

  private final String file;
  private final long size;
  private final Input in;
  private final int cap;
  private byte[] data;
  private int length; // bytes in data
  private Bytes before = Bytes.NONE;
  private long offset; // of data in the file
  private boolean begun;
  private boolean ended;

  /**
   * Over an open stream.
   *
   * @param size of the file as listed
   * @param cap bytes of a document at most, at least 8
   */
  TextChunks(String file, long size, Input in, int cap) {
    this.file = file;
    this.size = size;
    this.in = in;
    this.cap = cap;
    this.data = new byte[(int) Math.clamp(size + 1, 8, cap + 1L)];
  }

  @Override
  public Optional<Content> next() {
    if (!begun) {
      begun = true;
      fill(Math.min(FIRST_BLOCK, cap));
      if (length == 0 && in.failure().isPresent()) {
        return Optional.empty();
      }
      if (length == 0) {
        return skipped(SkipReason.EMPTY_FILE);
      }
      if (hasNul()) {
        length = 0;
        ended = true;
        return skipped(SkipReason.BINARY);
      }
    }
    fill(cap + 1); // one more than fits, to know whether the file ends here
    return length == 0 ? Optional.empty() : Optional.of(take(ended ? length : cut()));
  }

  private Content take(int end) {
    boolean whole = ended && offset == 0;
    Place place = whole ? Place.whole(file) : Place.offset(file, offset);
    Content part = new Content.Part(place, new Bytes(data, 0, end), before);
    before = tail(data, end);
    byte[] rest = new byte[ended ? 8 : cap + 1];
    System.arraycopy(data, end, rest, 0, length - end);
    data = rest;
    length -= end;
    offset += end;
    return part;
  }

  private Optional<Content> skipped(SkipReason reason) {
    return Optional.of(new Content.Skipped(new Skip(Place.whole(file), reason, size), false));
  }

  private boolean hasNul() {
    for (int i = 0; i < Math.min(length, FIRST_BLOCK); i++) {
      if (data[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Reads until data holds {@code target} bytes or the file ends. */
  private void fill(int target) {
    while (!ended && length < target) {
      if (length == data.length) {
        data = Arrays.copyOf(data, (int) Math.min(cap + 1L, 2L * data.length));
      }
      int read = in.read(data, length, Math.min(target, data.length) - length);
      if (read < 0) {
        ended = true;
      } else {
        length += read;
      }
    }
  }

  /** Returns where a full buffer is cut: at most the cap. */
  private int cut() {
    for (int i = cap; i > Math.max(cap / 2, cap - LOOK_BACK); i--) {
      if (isSpace(data[i]) && !isSpace(data[i - 1])) {
        return i;
      }
    }
    return characterStart(data, cap, cap - 4);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r';
  }

  /** Returns the start of the UTF-8 character at an index, looking back no further than a limit. */
  private static int characterStart(byte[] bytes, int index, int limit) {
    int at = index;
    while (at > limit && at > 0 && (bytes[at] & 0xC0) == 0x80) {
      at--;
    }
    return Math.max(1, at);
  }

  private static Bytes tail(byte[] bytes, int end) {
    int from = Math.max(0, end - BEFORE);
    while (from < end && (bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    return Bytes.of(Arrays.copyOfRange(bytes, from, end));
  }
}
