package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A stream that counts, and that ends where it breaks, so that what came before the break can be
 * used. Its head can be looked at before it is read. Not thread-safe.
 */
final class Input extends InputStream {
  private static final int BUFFER = 16 << 10;

  private final InputStream in;
  private byte[] buffer = new byte[0];
  private int at; // in buffer
  private int length; // of buffer
  private long position;
  private Optional<IOException> failure = Optional.empty();

  Input(InputStream in) {
    this.in = in;
  }

  /** Returns up to 16 KiB from here, fewer only where the stream ends; they stay unread. */
  byte[] peek() {
    refill();
    return Arrays.copyOfRange(buffer, at, length);
  }

  /** Fills the buffer as far as the stream goes. */
  private void refill() {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER];
    }
    System.arraycopy(buffer, at, buffer, 0, length - at);
    length -= at;
    at = 0;
    int read = 0;
    while (length < BUFFER && read >= 0) {
      read = below(buffer, length, BUFFER - length);
      length += Math.max(0, read);
    }
  }

  @Override
  public int read() {
    if (at == length) {
      refill();
    }
    if (at == length) {
      return -1;
    }
    position++;
    return buffer[at++] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) {
    if (len == 0) {
      return 0;
    }
    if (at == length && len >= BUFFER) {
      int read = below(b, off, len);
      position += Math.max(0, read);
      return read;
    }
    if (at == length) {
      refill();
    }
    if (at == length) {
      return -1;
    }
    int read = Math.min(len, length - at);
    System.arraycopy(buffer, at, b, off, read);
    at += read;
    position += read;
    return read;
  }

  private int below(byte[] b, int off, int len) {
    if (failure.isPresent()) {
      return -1;
    }
    try {
      return in.read(b, off, len);
    } catch (IOException e) {
      failure = Optional.of(e);
      return -1;
    }
  }

  /** Fills an array as far as the stream goes; returns how many bytes came. */
  int fill(byte[] b, int off, int len) {
    int length = 0;
    int read = 0;
    while (length < len && read >= 0) {
      read = read(b, off + length, len - length);
      length += Math.max(0, read);
    }
    return length;
  }

  /** Takes back the count of bytes that a decompressor read ahead of where it broke. */
  void unread(int bytes) {
    position -= bytes;
  }

  /** Returns how many bytes were read; a look at the head does not count. */
  long position() {
    return position;
  }

  /** Returns what broke it, if anything did. */
  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
