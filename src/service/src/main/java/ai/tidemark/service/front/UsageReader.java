package ai.tidemark.service.front;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Finds a token count in JSON or server-sent events that stream by, without keeping them. Inside a
 * JSON string every quote has a backslash before it, so the field's name in quotes, followed by a
 * colon, is never text. The last count wins.
 */
final class UsageReader {
  private final byte[] name;
  private int matched;
  private long digits = -1;
  private boolean reading;
  private long last = -1;

  /** Looks for a field, for example {@code completion_tokens}. */
  UsageReader(String field) {
    this.name = ("\"" + field + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes what has come. */
  void take(Buffer chunk) {
    for (int i = 0; i < chunk.length(); i++) {
      take(chunk.getByte(i));
    }
  }

  private void take(byte b) {
    if (reading) {
      if (b >= '0' && b <= '9' && digits < Integer.MAX_VALUE) {
        digits = Math.max(0, digits) * 10 + (b - '0');
        return;
      }
      if (b == ' ' && digits < 0) {
        return;
      }
      reading = false;
      last = digits >= 0 ? digits : last;
    }
    if (b == name[matched]) {
      matched++;
      if (matched == name.length) {
        matched = 0;
        digits = -1;
        reading = true;
      }
    } else {
      matched = b == name[0] ? 1 : 0;
    }
  }

  /** Returns the count, if there was one. */
  OptionalInt value() {
    return last >= 0 && last <= Integer.MAX_VALUE
        ? OptionalInt.of((int) last)
        : OptionalInt.empty();
  }
}
