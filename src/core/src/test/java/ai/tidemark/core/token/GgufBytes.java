package ai.tidemark.core.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes GGUF headers, broken ones too. */
final class GgufBytes {
  private final List<byte[]> entries = new ArrayList<>();

  /**
   * The 256 byte tokens, then the given texts as normal tokens, each scored below the one before.
   */
  static GgufBytes vocabulary(String... texts) {
    return new Vocabulary(texts).file();
  }

  /** A vocabulary to change before it is written. */
  static final class Vocabulary {
    final List<String> tokens = new ArrayList<>();
    final List<Float> scores = new ArrayList<>();
    final List<Integer> kinds = new ArrayList<>();
    boolean addSpacePrefix;
    boolean scoresFirst;

    Vocabulary(String... texts) {
      for (int b = 0; b < 256; b++) {
        add("<0x%02X>".formatted(b), TokenKind.BYTE, 0);
      }
      for (String text : texts) {
        add(text, TokenKind.NORMAL, -tokens.size());
      }
    }

    Vocabulary add(String token, TokenKind kind, float score) {
      tokens.add(token);
      kinds.add(kind.code());
      scores.add(score);
      return this;
    }

    GgufBytes file() {
      GgufBytes file = new GgufBytes().text("tokenizer.ggml.model", "llama");
      if (scoresFirst) {
        file.floats("tokenizer.ggml.scores", scores);
      }
      file.strings("tokenizer.ggml.tokens", tokens);
      if (!scoresFirst) {
        file.floats("tokenizer.ggml.scores", scores);
      }
      return file.ints("tokenizer.ggml.token_type", kinds)
          .flag("tokenizer.ggml.add_space_prefix", addSpacePrefix);
    }

    SentencePieceBpe open(Path folder) {
      return SentencePieceBpe.read(file().write(folder));
    }
  }

  GgufBytes text(String key, String value) {
    return entry(key, 8, out -> string(out, value));
  }

  GgufBytes flag(String key, boolean value) {
    return entry(key, 7, out -> out.write(value ? 1 : 0));
  }

  GgufBytes u32(String key, int value) {
    return entry(key, 4, out -> out.writeBytes(i32(value)));
  }

  GgufBytes strings(String key, List<String> values) {
    return entry(
        key,
        9,
        out -> {
          out.writeBytes(i32(8));
          out.writeBytes(i64(values.size()));
          values.forEach(v -> string(out, v));
        });
  }

  GgufBytes floats(String key, List<Float> values) {
    return entry(
        key,
        9,
        out -> {
          out.writeBytes(i32(6));
          out.writeBytes(i64(values.size()));
          values.forEach(v -> out.writeBytes(i32(Float.floatToRawIntBits(v))));
        });
  }

  GgufBytes ints(String key, List<Integer> values) {
    return entry(
        key,
        9,
        out -> {
          out.writeBytes(i32(5));
          out.writeBytes(i64(values.size()));
          values.forEach(v -> out.writeBytes(i32(v)));
        });
  }

  /** An entry of any type whose value is written as given. */
  GgufBytes raw(String key, int type, byte[]... parts) {
    return entry(
        key,
        type,
        out -> {
          for (byte[] part : parts) {
            out.writeBytes(part);
          }
        });
  }

  byte[] bytes() {
    return bytes(3, 0, entries.size());
  }

  byte[] bytes(int version, long tensors, long count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(i32(version));
    out.writeBytes(i64(tensors));
    out.writeBytes(i64(count));
    entries.forEach(out::writeBytes);
    return out.toByteArray();
  }

  Path write(Path folder) {
    return write(folder, bytes());
  }

  static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("test.gguf"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] i32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] i64(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private interface Value {
    void writeTo(ByteArrayOutputStream out);
  }

  private GgufBytes entry(String key, int type, Value value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    string(out, key);
    out.writeBytes(i32(type));
    value.writeTo(out);
    entries.add(out.toByteArray());
    return this;
  }

  private static void string(ByteArrayOutputStream out, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(i64(bytes.length));
    out.writeBytes(bytes);
  }
}
