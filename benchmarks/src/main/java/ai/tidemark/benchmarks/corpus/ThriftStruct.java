package ai.tidemark.benchmarks.corpus;

/**
 * A struct in Thrift's compact protocol, as much of it as {@link Parquet} needs. Fields in rising
 * order; not thread-safe.
 */
final class ThriftStruct {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final Utf8Text out = new Utf8Text();
  private int last;

  private void field(int id, int type) {
    out.add(((id - last) << 4) | type); // no gap here is over 15
    last = id;
  }

  ThriftStruct number(int id, int value) {
    field(id, I32);
    varint(zigzag(value));
    return this;
  }

  ThriftStruct size(int id, long value) {
    field(id, I64);
    varint(zigzag(value));
    return this;
  }

  ThriftStruct text(int id, byte[] value) {
    field(id, BINARY);
    varint(value.length);
    out.add(value);
    return this;
  }

  ThriftStruct numbers(int id, int... values) {
    list(id, values.length, I32);
    for (int value : values) {
      varint(zigzag(value));
    }
    return this;
  }

  ThriftStruct texts(int id, byte[] value) {
    list(id, 1, BINARY);
    varint(value.length);
    out.add(value);
    return this;
  }

  ThriftStruct struct(int id, ThriftStruct value) {
    field(id, STRUCT);
    out.add(value.bytes());
    return this;
  }

  ThriftStruct structs(int id, java.util.List<byte[]> values) {
    list(id, values.size(), STRUCT);
    values.forEach(out::add);
    return this;
  }

  private void list(int id, int size, int type) {
    field(id, LIST);
    if (size < 15) {
      out.add((size << 4) | type);
    } else {
      out.add(0xF0 | type);
      varint(size);
    }
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.add((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.add((int) rest);
  }

  /** Returns the struct with its end. */
  byte[] bytes() {
    byte[] fields = out.toArray();
    return java.util.Arrays.copyOf(fields, fields.length + 1);
  }
}
