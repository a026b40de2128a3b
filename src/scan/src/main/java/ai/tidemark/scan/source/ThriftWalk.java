package ai.tidemark.scan.source;

import java.nio.ByteBuffer;

/**
 * Walks a struct of Thrift's compact protocol without keeping any of it, so that a reader that
 * allocates what lengths say may then be let at it: every length is held against the bytes that are
 * there, and structs are counted.
 */
final class ThriftWalk {
  private static final int DEEPEST = 24;
  private static final int MOST_STRUCTS = 1 << 20;

  private final ByteBuffer bytes;
  private int structs;

  private ThriftWalk(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  /**
   * Checks the struct that a buffer begins with.
   *
   * @throws BreakException if it is none, or costs too much
   */
  static void check(ByteBuffer bytes) throws BreakException {
    new ThriftWalk(bytes).struct(0);
  }

  private void struct(int depth) throws BreakException {
    require(depth < DEEPEST && ++structs <= MOST_STRUCTS);
    while (true) {
      int header = one();
      if (header == 0) {
        return;
      }
      if (header >> 4 == 0) {
        varint(); // the field's id in full
      }
      int type = header & 0xF;
      if (type > 2) { // a boolean is in its header
        value(type, depth);
      }
    }
  }

  private void value(int type, int depth) throws BreakException {
    switch (type) {
      case 1, 2, 3 -> one();
      case 4, 5, 6 -> varint();
      case 7 -> pass(8);
      case 8 -> pass(varint());
      case 9, 10 -> list(depth);
      case 11 -> map(depth);
      case 12 -> struct(depth + 1);
      default -> throw new BreakException(SkipReason.CORRUPT);
    }
  }

  private void list(int depth) throws BreakException {
    int header = one();
    long size = header >> 4 == 15 ? varint() : header >> 4;
    elements(size, header & 0xF, depth);
  }

  private void elements(long size, int type, int depth) throws BreakException {
    require(size >= 0 && size <= bytes.remaining() && depth < DEEPEST);
    for (long i = 0; i < size; i++) {
      value(type, depth + 1);
    }
  }

  private void map(int depth) throws BreakException {
    long size = varint();
    if (size == 0) {
      return;
    }
    int types = one();
    require(size > 0 && size <= bytes.remaining() && depth < DEEPEST);
    for (long i = 0; i < size; i++) {
      value(types >> 4, depth + 1);
      value(types & 0xF, depth + 1);
    }
  }

  private int one() throws BreakException {
    require(bytes.hasRemaining());
    return bytes.get() & 0xff;
  }

  private long varint() throws BreakException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = one();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new BreakException(SkipReason.CORRUPT);
  }

  private void pass(long length) throws BreakException {
    require(length >= 0 && length <= bytes.remaining());
    bytes.position(bytes.position() + (int) length);
  }

  private static void require(boolean holds) throws BreakException {
    if (!holds) {
      throw new BreakException(SkipReason.CORRUPT);
    }
  }
}
