package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The key-value part of a GGUF file, versions 2 and 3, little-endian. Tensor data is never read.
 * Keys that nobody asks for are stepped over without being kept. Layout: the GGUF specification in
 * ggml's {@code docs/gguf.md}.
 */
final class GgufMetadata {
  private static final int MAGIC = 0x46554747; // "GGUF", little-endian
  private static final int MAX_ENTRIES = 1 << 16;
  private static final int MAX_KEY_BYTES = 65_535; // the specification's limit
  private static final int MAX_TEXT_BYTES = 1 << 20;
  private static final int MAX_ARRAY = 1 << 21;
  private static final int MAX_ARRAY_STRING = 65_535;
  private static final int MAX_NESTING = 4;

  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final String[] TYPES = {
    "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "bool", "string", "array",
    "uint64", "int64", "float64"
  };
  private static final int[] BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private final String where;
  private final Map<String, GgufValue> values = new HashMap<>();

  private GgufMetadata(String where) {
    this.where = where;
  }

  /**
   * Reads the header.
   *
   * @param where names the file in messages
   * @param wanted which keys to keep
   * @throws BadInputException with the byte offset, if this is no such file
   * @throws IOException if reading fails
   */
  static GgufMetadata read(SeekableByteChannel channel, String where, Predicate<String> wanted)
      throws IOException {
    GgufInput in = new GgufInput(channel, where);
    if (in.i32("the magic number") != MAGIC) {
      throw in.bad(0, "is not a GGUF file: it does not start with GGUF");
    }
    int version = in.i32("the version");
    if (version != 2 && version != 3) {
      throw in.bad(4, versionProblem(version));
    }
    count(in, "the number of tensors", Integer.MAX_VALUE);
    int entries = count(in, "the number of metadata entries", MAX_ENTRIES);
    GgufMetadata metadata = new GgufMetadata(where);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < entries; i++) {
      long at = in.position();
      String key = text(in, "the key of metadata entry " + i, MAX_KEY_BYTES);
      if (!seen.add(key)) {
        throw in.bad(at, "metadata key " + printable(key) + " stands there twice");
      }
      String shown = printable(key);
      int type = type(in, shown);
      if (wanted.test(key)) {
        metadata.values.put(key, value(in, shown, type));
      } else {
        skip(in, shown, type, 0);
      }
    }
    return metadata;
  }

  /** Returns a string, if the key is there. */
  Optional<String> text(String key) {
    GgufValue value = values.get(key);
    return switch (value) {
      case null -> Optional.empty();
      case GgufValue.Text(String text) -> Optional.of(text);
      default -> throw wrongType(key, "a string");
    };
  }

  /** Returns a bool, or the other value if the key is not there. */
  boolean flag(String key, boolean otherwise) {
    GgufValue value = values.get(key);
    return switch (value) {
      case null -> otherwise;
      case GgufValue.Flag(boolean flag) -> flag;
      default -> throw wrongType(key, "a bool");
    };
  }

  /** Returns whether an integer is there and is at most {@code max}. */
  boolean hasWhole(String key, long max) {
    GgufValue value = values.get(key);
    return switch (value) {
      case null -> false;
      case GgufValue.Whole(long whole) -> whole >= 0 && whole <= max;
      default -> throw wrongType(key, "an integer");
    };
  }

  /** Returns an array of strings. */
  ByteTable strings(String key) {
    if (present(key) instanceof GgufValue.Strings(ByteTable table)) {
      return table;
    }
    throw wrongType(key, "an array of strings");
  }

  /** Returns an array of floats. */
  float[] floats(String key) {
    if (present(key) instanceof GgufValue.Floats(float[] floats)) {
      return floats;
    }
    throw wrongType(key, "an array of float32");
  }

  /** Returns an array of integers. */
  int[] ints(String key) {
    if (present(key) instanceof GgufValue.Ints(int[] ints)) {
      return ints;
    }
    throw wrongType(key, "an array of int32");
  }

  /** A complaint about the file's contents. */
  BadInputException bad(String problem) {
    return new BadInputException(where, problem);
  }

  private GgufValue present(String key) {
    GgufValue value = values.get(key);
    if (value == null) {
      throw bad("has no " + key + ": it does not describe its tokenizer");
    }
    return value;
  }

  private BadInputException wrongType(String key, String expected) {
    return bad(key + " must be " + expected + ", but is of another type");
  }

  private static String versionProblem(int version) {
    int swapped = Integer.reverseBytes(version);
    if (swapped == 2 || swapped == 3) {
      return "is a big-endian GGUF file; only little-endian ones are read";
    }
    return "GGUF version must be 2 or 3, but is " + Integer.toUnsignedString(version);
  }

  private static GgufValue value(GgufInput in, String key, int type) throws IOException {
    return switch (type) {
      case STRING -> new GgufValue.Text(text(in, key, MAX_TEXT_BYTES));
      case BOOL -> new GgufValue.Flag(bool(in, key));
      case 0 -> new GgufValue.Whole(in.u8(key));
      case 4 -> new GgufValue.Whole(Integer.toUnsignedLong(in.i32(key)));
      case 5 -> new GgufValue.Whole(in.i32(key));
      case 10, 11 -> new GgufValue.Whole(in.i64(key));
      case ARRAY -> array(in, key);
      default -> {
        skip(in, key, type, 0);
        yield new GgufValue.Other(TYPES[type]);
      }
    };
  }

  private static GgufValue array(GgufInput in, String key) throws IOException {
    int type = type(in, key);
    int count = count(in, "the length of " + key, MAX_ARRAY);
    return switch (type) {
      case STRING -> new GgufValue.Strings(strings(in, key, count));
      case 5 -> new GgufValue.Ints(ints(in, key, count));
      case 6 -> new GgufValue.Floats(floats(in, key, count));
      default -> {
        skipElements(in, key, type, count, 1);
        yield new GgufValue.Other("array of " + TYPES[type]);
      }
    };
  }

  private static ByteTable strings(GgufInput in, String key, int count) throws IOException {
    in.demand(count, 8, key);
    ByteTable.Builder table = new ByteTable.Builder(count);
    for (int i = 0; i < count; i++) {
      int length = length(in, key, MAX_ARRAY_STRING);
      in.read(table.room(length), table.end(), length, key);
      table.added(length);
    }
    return table.build();
  }

  private static int[] ints(GgufInput in, String key, int count) throws IOException {
    in.demand(count, 4, key);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.i32(key);
    }
    return values;
  }

  private static float[] floats(GgufInput in, String key, int count) throws IOException {
    in.demand(count, 4, key);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.f32(key);
    }
    return values;
  }

  private static void skip(GgufInput in, String key, int type, int depth) throws IOException {
    if (type == STRING) {
      in.skip(in.i64(key), key);
    } else if (type == ARRAY) {
      if (depth == MAX_NESTING) {
        throw in.bad(in.position(), key + " nests more than " + MAX_NESTING + " arrays");
      }
      int elementType = type(in, key);
      skipElements(in, key, elementType, in.i64(key), depth + 1);
    } else {
      in.skip(BYTES[type], key);
    }
  }

  private static void skipElements(GgufInput in, String key, int type, long count, int depth)
      throws IOException {
    if (BYTES[type] > 0) {
      in.demand(count, BYTES[type], key);
      in.skip(count * BYTES[type], key);
      return;
    }
    in.demand(count, 8, key);
    for (long i = 0; i < count; i++) {
      skip(in, key, type, depth);
    }
  }

  private static int type(GgufInput in, String key) throws IOException {
    int type = in.i32("the type of " + key);
    if (type < 0 || type >= TYPES.length) {
      throw in.bad(
          in.position() - 4,
          "the type of " + key + " must be in 0..12, but is " + Integer.toUnsignedString(type));
    }
    return type;
  }

  private static boolean bool(GgufInput in, String key) throws IOException {
    int value = in.u8(key);
    if (value > 1) {
      throw in.bad(in.position() - 1, key + " must be 0 or 1, but is " + value);
    }
    return value == 1;
  }

  private static int count(GgufInput in, String what, int max) throws IOException {
    long count = in.i64(what);
    if (count < 0 || count > max) {
      throw in.bad(
          in.position() - 8,
          what + " must be in 0.." + max + ", but is " + Long.toUnsignedString(count));
    }
    return (int) count;
  }

  private static int length(GgufInput in, String what, int max) throws IOException {
    long length = in.i64(what);
    if (length < 0 || length > max) {
      throw in.bad(
          in.position() - 8,
          "a string of "
              + what
              + " must have 0.."
              + max
              + " bytes, but has "
              + Long.toUnsignedString(length));
    }
    return (int) length;
  }

  private static String text(GgufInput in, String what, int max) throws IOException {
    int length = length(in, what, max);
    in.demand(length, 1, what);
    byte[] bytes = new byte[length];
    in.read(bytes, 0, length, what);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A key as it may stand in a message: it comes from the file. */
  private static String printable(String key) {
    String shown = key.length() > 80 ? key.substring(0, 80) + "..." : key;
    return shown.replaceAll("\\p{C}", "?");
  }
}
