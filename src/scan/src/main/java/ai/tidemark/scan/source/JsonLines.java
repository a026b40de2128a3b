package ai.tidemark.scan.source;

import ai.tidemark.core.BadInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream, each as soon as it has ended. Holds one line; one over the cap is passed
 * over without being kept.
 */
public final class JsonLines {
  /** Bytes of a line at most. */
  public static final int MOST_BYTES = 64 << 20;

  private JsonLines() {}

  /** Takes lines. */
  public interface Sink {
    /**
     * Takes a line that is not blank.
     *
     * @param where file and line
     * @param number of the line, from 1
     * @param line without the newline
     * @throws BadInputException if it cannot be used; goes to {@link #refused}
     */
    void line(String where, long number, byte[] line);

    /** Takes what is wrong with a line; reading goes on. */
    void refused(BadInputException problem);
  }

  /**
   * Pushes every line of a stream that is not blank.
   *
   * @param where names the stream in messages
   * @throws IOException if the stream cannot be read
   */
  public static void forEach(String where, InputStream in, Sink sink) throws IOException {
    InputStream buffered = new BufferedInputStream(in, 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long number = 1;
    long length = 0;
    int b = buffered.read();
    while (b >= 0) {
      if (b == '\n') {
        push(where + ":" + number, number, line, length, sink);
        line.reset();
        length = 0;
        number++;
      } else {
        length++;
        if (length <= MOST_BYTES) {
          line.write(b);
        }
      }
      b = buffered.read();
    }
    push(where + ":" + number, number, line, length, sink);
  }

  private static void push(
      String where, long number, ByteArrayOutputStream line, long length, Sink sink) {
    if (length > MOST_BYTES) {
      sink.refused(new BadInputException(where, "is longer than 64 MiB"));
      return;
    }
    byte[] bytes = line.toByteArray();
    if (isBlank(bytes)) {
      return;
    }
    try {
      sink.line(where, number, bytes);
    } catch (BadInputException e) {
      sink.refused(e);
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }
}
