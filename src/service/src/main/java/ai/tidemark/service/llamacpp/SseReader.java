package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to server-sent events (WHATWG HTML, section 9.2): data lines up to a blank line, comments
 * skipped, wherever the chunks were cut. Not thread-safe.
 */
final class SseReader {
  private static final int MOST_BYTES = 64 << 20; // a whole vocabulary's candidates fit

  private byte[] buffer = new byte[8192];
  private int start;
  private int scanned;
  private int end;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(8192);
  private boolean any;

  /** Takes the next bytes of the stream. */
  void feed(Buffer chunk) throws UpstreamException {
    int n = chunk.length();
    if (end - start + (long) data.size() + n > MOST_BYTES) {
      throw malformed("an event of more than " + MOST_BYTES + " bytes");
    }
    if (buffer.length - end < n) {
      int held = end - start;
      byte[] target = held + n <= buffer.length ? buffer : new byte[Math.max(held + n, 2 * held)];
      System.arraycopy(buffer, start, target, 0, held);
      buffer = target;
      scanned -= start;
      start = 0;
      end = held;
    }
    chunk.getBytes(0, n, buffer, end);
    end += n;
  }

  /** Returns the data of the next event that has come whole, or null if there is none yet. */
  byte @Nullable [] next() throws UpstreamException {
    while (true) {
      while (scanned < end && buffer[scanned] != '\n') {
        scanned++;
      }
      if (scanned == end) {
        return null;
      }
      int lineEnd = scanned > start && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
      int lineStart = start;
      start = ++scanned;
      if (lineEnd > lineStart) {
        line(lineStart, lineEnd);
      } else if (any) {
        byte[] event = data.toByteArray();
        data.reset();
        any = false;
        return event;
      }
    }
  }

  private void line(int from, int to) throws UpstreamException {
    int colon = from;
    while (colon < to && buffer[colon] != ':') {
      colon++;
    }
    if (colon == from) {
      return; // a comment
    }
    // llama.cpp before 2025 sent failures in a field of their own
    if (is(from, colon, "data") || is(from, colon, "error")) {
      int value = Math.min(colon + 1, to);
      if (value < to && buffer[value] == ' ') {
        value++;
      }
      if (any) {
        data.write('\n');
      }
      data.write(buffer, value, to - value);
      any = true;
    } else if (!is(from, colon, "event") && !is(from, colon, "id") && !is(from, colon, "retry")) {
      throw malformed("a line that is not of an event stream");
    }
  }

  private boolean is(int from, int to, String name) {
    return to - from == name.length()
        && Arrays.equals(buffer, from, to, name.getBytes(StandardCharsets.US_ASCII), 0, to - from);
  }

  private static UpstreamException malformed(String what) {
    return new UpstreamException(Kind.MALFORMED, "the engine sent " + what);
  }
}
