package ai.tidemark.service.llamacpp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * One recorded answer of the real server.
 *
 * @param status HTTP status
 * @param body what came after the headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Recorded(int status, byte[] body) {

  /** Reads {@code NAME.http} of the testkit. */
  static Recorded load(String name) {
    byte[] all;
    String resource = "/ai/tidemark/testkit/engine/recorded/" + name + ".http";
    try (InputStream in = Recorded.class.getResourceAsStream(resource)) {
      all = Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int end = 0;
    while (all[end] != '\r' || all[end + 2] != '\r') {
      end++;
    }
    int status = (all[9] - '0') * 100 + (all[10] - '0') * 10 + all[11] - '0';
    return new Recorded(status, Arrays.copyOfRange(all, end + 4, all.length));
  }
}
