package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * Little-endian reader over a file that may lie about itself: every length is checked against what
 * is left of the file before anything is allocated or skipped. Not thread-safe.
 */
final class GgufInput {
  private final SeekableByteChannel channel;
  private final String where;
  private final long size;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long bufferEnd; // offset in the file of the buffer's limit

  GgufInput(SeekableByteChannel channel, String where) throws IOException {
    this.channel = channel;
    this.where = where;
    size = channel.size();
    channel.position(0);
  }

  /** Returns the offset of the next byte. */
  long position() {
    return bufferEnd - buffer.remaining();
  }

  /** A complaint about the byte at an offset. */
  BadInputException bad(long offset, String problem) {
    return new BadInputException(where + ", byte " + offset, problem);
  }

  /** Refuses {@code count} elements of at least {@code least} bytes where they cannot fit. */
  void demand(long count, int least, String what) {
    long left = size - position();
    if (count < 0 || count > left / least) {
      throw bad(
          position(),
          what
              + " needs "
              + Long.toUnsignedString(count)
              + (least == 1 ? " bytes" : " elements of at least " + least + " bytes")
              + ", but only "
              + left
              + " bytes are left: the file is truncated or damaged");
    }
  }

  int u8(String what) throws IOException {
    return fill(1, what).get() & 0xff;
  }

  int i32(String what) throws IOException {
    return fill(4, what).getInt();
  }

  /** Returns 64 bits; as an unsigned number if it is meant as one. */
  long i64(String what) throws IOException {
    return fill(8, what).getLong();
  }

  float f32(String what) throws IOException {
    return fill(4, what).getFloat();
  }

  void read(byte[] target, int from, int length, String what) throws IOException {
    demand(length, 1, what);
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, buffer.capacity());
      part = Math.min(part, fill(1, what).remaining());
      buffer.get(target, from + done, part);
      done += part;
    }
  }

  void skip(long count, String what) throws IOException {
    demand(count, 1, what);
    if (count <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) count);
      return;
    }
    bufferEnd = position() + count;
    channel.position(bufferEnd);
    buffer.limit(0);
  }

  /** Makes at least {@code count} bytes available in the buffer. */
  private ByteBuffer fill(int count, String what) throws IOException {
    if (buffer.remaining() >= count) {
      return buffer;
    }
    demand(count, 1, what);
    buffer.compact();
    while (buffer.position() < count) {
      int read = channel.read(buffer);
      if (read < 0) {
        throw bad(bufferEnd, "the file became shorter while it was read");
      }
      bufferEnd += read;
    }
    return buffer.flip();
  }
}
