package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The members of a gzip file (RFC 1952), one after the other; zero bytes after the last are
 * padding. Unlike the JDK's, no header field is kept, however long. Not thread-safe.
 */
final class GzipStream extends InputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CRC = 2;

  private final Input in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int length;
  private boolean member;
  private boolean ended;

  GzipStream(Input in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    while (!ended) {
      if (!member && !header()) {
        ended = true;
        break;
      }
      int read = inflate(b, off, len);
      if (read > 0) {
        crc.update(b, off, read);
        return read;
      }
      if (inflater.finished()) {
        trailer();
      } else {
        refill();
      }
    }
    return -1;
  }

  private int inflate(byte[] b, int off, int len) throws IOException {
    try {
      int read = inflater.inflate(b, off, len);
      if (inflater.needsDictionary()) {
        throw corrupt(inflater.getRemaining());
      }
      return read;
    } catch (DataFormatException e) {
      throw corrupt(inflater.getRemaining());
    }
  }

  /** Says that it is corrupt, and how much of what was read ahead nothing will come of. */
  private BreakException corrupt(int ahead) {
    in.unread(ahead);
    return new BreakException(SkipReason.CORRUPT);
  }

  private void refill() throws IOException {
    length = in.read(buffer, 0, buffer.length);
    at = 0;
    if (length <= 0) {
      throw new BreakException(SkipReason.TRUNCATED);
    }
    inflater.setInput(buffer, 0, length);
    at = length;
  }

  /** Returns the next byte outside a member's data, or -1 at the end. */
  private int next() throws IOException {
    if (at >= length) {
      length = in.read(buffer, 0, buffer.length);
      at = 0;
      if (length <= 0) {
        length = 0;
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  private int required() throws IOException {
    int b = next();
    if (b < 0) {
      throw new BreakException(SkipReason.TRUNCATED);
    }
    return b;
  }

  /** Begins a member; returns false at the end of the file. */
  private boolean header() throws IOException {
    int first = next();
    while (first == 0) {
      first = next();
    }
    if (first < 0) {
      return false;
    }
    if (first != 0x1f || required() != 0x8b || required() != 8) {
      throw corrupt(length - at);
    }
    int flags = required();
    pass(6);
    if ((flags & EXTRA) != 0) {
      pass(required() | (required() << 8));
    }
    passText((flags & NAME) != 0);
    passText((flags & COMMENT) != 0);
    if ((flags & HEADER_CRC) != 0) {
      pass(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, length - at);
    at = length;
    crc.reset();
    member = true;
    return true;
  }

  private void pass(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      required();
    }
  }

  private void passText(boolean there) throws IOException {
    int b = there ? 1 : 0;
    while (b != 0) {
      b = required();
    }
  }

  private void trailer() throws IOException {
    at = length - inflater.getRemaining();
    long sum = 0;
    long size = 0;
    for (int i = 0; i < 4; i++) {
      sum |= (long) required() << (8 * i);
    }
    for (int i = 0; i < 4; i++) {
      size |= (long) required() << (8 * i);
    }
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw corrupt(length - at);
    }
    member = false;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
