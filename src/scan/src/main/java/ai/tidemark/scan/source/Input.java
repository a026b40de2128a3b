package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A stream that counts, and that ends where it breaks, so that what came before the break can be
 * used. Its head can be looked at before it is read. Not thread-safe.
 */
final class Input extends InputStream {
  private final InputStream in;
  private byte[] head = new byte[0];
  private int headAt;
  private long position;
  private Optional<IOException> failure = Optional.empty();

  Input(InputStream in) {
    this.in = in;
  }

  /** Returns up to some bytes from here, fewer only where the stream ends; they stay unread. */
  byte[] peek(int bytes) {
    if (headAt < head.length) {
      throw new IllegalStateException("looked at twice");
    }
    byte[] buffer = new byte[bytes];
    int length = 0;
    int read = 0;
    while (length < bytes && read >= 0) {
      read = below(buffer, length, bytes - length);
      length += Math.max(0, read);
    }
    head = java.util.Arrays.copyOf(buffer, length);
    headAt = 0;
    return head.clone();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) {
    if (len == 0) {
      return 0;
    }
    int read;
    if (headAt < head.length) {
      read = Math.min(len, head.length - headAt);
      System.arraycopy(head, headAt, b, off, read);
      headAt += read;
    } else {
      read = below(b, off, len);
    }
    position += Math.max(0, read);
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
