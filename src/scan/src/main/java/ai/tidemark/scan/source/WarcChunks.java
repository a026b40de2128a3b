package ai.tidemark.scan.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The plain texts of a WARC file (ISO 28500): records {@code conversion} and {@code resource} of
 * type text/plain, and the bodies of {@code response} records that a server sent as text/plain.
 * Other responses and resources, web pages above all, are named but not read; requests, metadata
 * and the like are passed over. Holds one record, up to the cap. Not thread-safe.
 */
final class WarcChunks implements Chunks {
  private static final int HEAD_BYTES = 64 << 10;
  private static final int HTTP_BYTES = 64 << 10;

  private final Input in;
  private final int cap;
  private final Rows rows;
  private long record;
  private long start; // of the record in hand
  private boolean ended;
  private Optional<BreakException> failure = Optional.empty();

  /**
   * Over an open stream.
   *
   * @param cap bytes of a text at most
   */
  WarcChunks(String file, Input in, int cap) {
    this.in = in;
    this.cap = cap;
    this.rows = new Rows(file);
  }

  /** Returns whether a file begins as a WARC file does. */
  static boolean is(byte[] head) {
    return Codec.startsWith(head, 0, 'W', 'A', 'R', 'C', '/', '1', '.');
  }

  @Override
  public Optional<Content> next() throws IOException {
    try {
      while (!ended && !rows.isFull()) {
        ended = !record();
      }
    } catch (BreakException e) {
      Optional<Content> before = rows.take();
      if (before.isEmpty()) {
        throw e;
      }
      failure = Optional.of(e);
      return before;
    }
    return rows.take();
  }

  @Override
  public long lost() {
    return in.position() - start;
  }

  /** Reads a record; returns false at the end. */
  private boolean record() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    start = in.position();
    Optional<Map<String, String>> head = head();
    if (head.isEmpty()) {
      return false;
    }
    record++;
    String said = head.get().getOrDefault("content-length", "");
    if (!said.matches("[0-9]{1,18}")) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    long length = Long.parseLong(said);
    String kind = head.get().getOrDefault("warc-type", "").toLowerCase(Locale.ROOT);
    String type = head.get().getOrDefault("content-type", "");
    switch (kind) {
      case "conversion", "resource" -> {
        if (isPlain(type)) {
          text(length);
        } else {
          pass(length);
          rows.skip(record, SkipReason.NOT_PLAIN_TEXT, in.position() - start);
        }
      }
      case "response" -> response(length);
      default -> pass(length);
    }
    return true;
  }

  private static boolean isPlain(String type) {
    return type.toLowerCase(Locale.ROOT).strip().matches("text/plain\\s*(;.*)?");
  }

  private void response(long length) throws IOException {
    byte[] head = new byte[(int) Math.min(HTTP_BYTES, length)];
    fill(head, 0, head.length);
    int body = 0;
    while (body < head.length && !endsBlank(head, body)) {
      body++;
    }
    String lines = new String(head, 0, body, StandardCharsets.ISO_8859_1);
    Map<String, String> fields = fields(lines);
    boolean plain =
        body < head.length
            && isPlain(fields.getOrDefault("content-type", ""))
            && fields.getOrDefault("content-encoding", "identity").strip().equals("identity")
            && !fields.containsKey("transfer-encoding");
    long rest = length - head.length;
    int from = Math.min(head.length, body);
    if (plain && length - from <= cap) {
      byte[] text = new byte[(int) (length - from)];
      System.arraycopy(head, from, text, 0, head.length - from);
      fill(text, head.length - from, (int) rest);
      rows.text(record, text, 0, text.length, in.position() - start);
    } else {
      pass(rest);
      rows.skip(
          record, plain ? SkipReason.TOO_LARGE : SkipReason.NOT_PLAIN_TEXT, in.position() - start);
    }
  }

  /** Returns whether a blank line ends before an index. */
  private static boolean endsBlank(byte[] b, int at) {
    return at >= 4
        && b[at - 1] == '\n'
        && (b[at - 2] == '\n' || (b[at - 2] == '\r' && b[at - 3] == '\n'));
  }

  private void text(long length) throws IOException {
    if (length > cap) {
      pass(length);
      rows.skip(record, SkipReason.TOO_LARGE, in.position() - start);
      return;
    }
    byte[] text = grown((int) length);
    rows.text(record, text, 0, text.length, in.position() - start);
  }

  /** Returns the next bytes; an array grows as they come, whatever a header says. */
  private byte[] grown(int length) throws IOException {
    byte[] text = in.readNBytes(length);
    if (text.length < length) {
      throw new BreakException(SkipReason.TRUNCATED);
    }
    return text;
  }

  private void fill(byte[] b, int off, int length) throws IOException {
    if (in.fill(b, off, length) < length) {
      throw new BreakException(SkipReason.TRUNCATED);
    }
  }

  private void pass(long bytes) throws IOException {
    byte[] rest = new byte[(int) Math.min(1 << 16, bytes)];
    long left = bytes;
    while (left > 0) {
      int read = in.read(rest, 0, (int) Math.min(rest.length, left));
      if (read < 0) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      left -= read;
    }
  }

  /** Returns the fields of the next record's head, names in lower case; empty at the end. */
  private Optional<Map<String, String>> head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(1 << 10);
    int b = in.read();
    while (b == '\r' || b == '\n') {
      b = in.read();
    }
    if (b < 0) {
      return Optional.empty();
    }
    int last = -1;
    int newlines = 0;
    while (newlines < 2) {
      if (b < 0) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      head.write(b);
      if (head.size() > HEAD_BYTES) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
      last = b;
      if (newlines < 2) {
        b = in.read();
      }
    }
    if (last != '\n' || !is(head.toByteArray())) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    return Optional.of(fields(head.toString(StandardCharsets.UTF_8)));
  }

  private static Map<String, String> fields(String head) {
    Map<String, String> fields = new HashMap<>();
    for (String line : head.lines().skip(1).toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.putIfAbsent(name, line.substring(colon + 1).strip());
      }
    }
    return fields;
  }
}
