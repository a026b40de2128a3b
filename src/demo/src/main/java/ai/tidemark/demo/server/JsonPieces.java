package ai.tidemark.demo.server;

import ai.tidemark.core.token.Tokenizer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Writes JSON of tokens quickly: what belongs to an id is put together once. */
final class JsonPieces {
  /** What llama.cpp reports for a probability of 0. */
  private static final double LOWEST = -Float.MAX_VALUE;

  private static final byte[] LOGPROB = ascii(",\"logprob\":");

  private final Tokenizer tokenizer;
  private final AtomicReferenceArray<byte[]> heads; // {"id":1,"token":"a","bytes":[97]

  JsonPieces(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.heads = new AtomicReferenceArray<>(tokenizer.vocabularySize());
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Appends {@code {"id":..,"token":..,"bytes":[..],"logprob":..}}. */
  void appendCandidate(Buffer out, int id, double p) {
    out.appendBytes(head(id)).appendBytes(LOGPROB).appendBytes(ascii(number(p)));
    out.appendByte((byte) '}');
  }

  /**
   * Appends the same without the closing brace, for a token that stands for these bytes: its own,
   * or after those of tokens held back.
   */
  void appendEntry(Buffer out, int id, byte[] bytes, double p) {
    appendHead(out, id, bytes);
    out.appendBytes(LOGPROB).appendBytes(ascii(number(p)));
  }

  private byte[] head(int id) {
    byte[] head = heads.get(id);
    if (head == null) {
      Buffer made = Buffer.buffer(64);
      appendHead(made, id, tokenizer.bytes(id));
      head = made.getBytes();
      heads.set(id, head);
    }
    return head;
  }

  private static void appendHead(Buffer out, int id, byte[] bytes) {
    out.appendString("{\"id\":").appendString(Integer.toString(id)).appendString(",\"token\":");
    appendString(out, new String(bytes, StandardCharsets.UTF_8));
    out.appendString(",\"bytes\":[");
    for (int i = 0; i < bytes.length; i++) {
      out.appendString((i > 0 ? "," : "") + (bytes[i] & 0xFF));
    }
    out.appendByte((byte) ']');
  }

  private static String number(double p) {
    return Double.toString(p > 0 ? Math.log(p) : LOWEST);
  }

  /** Appends a JSON string. */
  static void appendString(Buffer out, String text) {
    out.appendByte((byte) '"')
        .appendBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
        .appendByte((byte) '"');
  }
}
