package ai.tidemark.service.walk;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Token bytes to the text a client sees: whole characters only, nothing of a stop string, and as
 * little held back as that allows. Counts the tokens that are seen. Not thread-safe.
 */
final class VisibleText {
  private final List<String> stops;
  private final int longestStop;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private ByteBuffer bytes = ByteBuffer.allocate(64); // an unfinished character and the new piece
  private final StringBuilder held = new StringBuilder();
  private long given; // characters handed out before those held
  private boolean stopped;

  private long[] starts = new long[16]; // where the tokens not yet known to be seen begin
  private int undecided;
  private int seen;

  /** Watches for stop strings, none empty. */
  VisibleText(List<String> stops) {
    this.stops = stops;
    this.longestStop = stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Takes a token's bytes and returns the text that can be handed out now, perhaps none. */
  String push(byte[] piece) {
    if (undecided == starts.length) {
      starts = Arrays.copyOf(starts, 2 * undecided);
    }
    starts[undecided++] = given + held.length();
    if (bytes.remaining() < piece.length) {
      bytes = ByteBuffer.allocate(bytes.position() + piece.length).put(bytes.flip());
    }
    bytes.put(piece);
    int before = held.length();
    decode(false);
    return release(before);
  }

  /** Takes the end of the answer and returns the rest of its text. */
  String finish() {
    if (stopped) {
      return "";
    }
    int before = held.length();
    decode(true);
    String text = release(before);
    if (stopped) {
      return text;
    }
    seen += undecided;
    undecided = 0;
    return text + held;
  }

  /** Returns whether a stop string has come; nothing may be pushed then. */
  boolean stopped() {
    return stopped;
  }

  /**
   * Returns how many tokens have text before the stop string; all of them after {@link #finish}.
   */
  int seen() {
    return seen;
  }

  private void decode(boolean last) {
    bytes.flip();
    CharBuffer out = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, out, last);
    if (last) {
      decoder.flush(out);
    }
    bytes.compact();
    held.append(out.flip());
  }

  private String release(int before) {
    int cut = stopAt(Math.max(0, before - longestStop + 1));
    stopped = cut >= 0;
    int n = stopped ? cut : held.length() - undecidedSuffix();
    String text = held.substring(0, n);
    held.delete(0, n);
    given += n;
    count();
    return text;
  }

  private int stopAt(int from) {
    int first = -1;
    for (String stop : stops) {
      int at = held.indexOf(stop, from);
      while (at >= 0 && splitsPair(at)) {
        at = held.indexOf(stop, at + 1);
      }
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    return first;
  }

  /** Returns the length of the longest end of the text that may grow into a stop string. */
  private int undecidedSuffix() {
    for (int n = Math.min(longestStop - 1, held.length()); n > 0; n--) {
      int at = held.length() - n;
      if (!splitsPair(at)) {
        String suffix = held.substring(at);
        for (String stop : stops) {
          if (stop.startsWith(suffix)) {
            return n;
          }
        }
      }
    }
    return 0;
  }

  private boolean splitsPair(int at) {
    return at > 0
        && at < held.length()
        && Character.isLowSurrogate(held.charAt(at))
        && Character.isHighSurrogate(held.charAt(at - 1));
  }

  /** A token is seen as soon as text has gone out past its beginning. */
  private void count() {
    int decided = 0;
    while (decided < undecided && starts[decided] < given) {
      decided++;
    }
    seen += decided;
    undecided -= decided;
    System.arraycopy(starts, decided, starts, 0, undecided);
  }
}
