package ai.tidemark.benchmarks.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A record a line, the text at {@code /text} behind another field. */
final class JsonLines implements Container {
  private static final byte[] MIDDLE = ",\"text\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "\"}\n".getBytes(StandardCharsets.UTF_8);

  private final String name;
  private final Counted out;
  private final Utf8Text line = new Utf8Text();
  private long lines;

  JsonLines(String name, OutputStream out) {
    this.name = name;
    this.out = new Counted(out);
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    line.clear();
    line.add(("{\"id\":" + ++lines).getBytes(StandardCharsets.UTF_8));
    line.add(MIDDLE);
    byte[] bytes = text.array();
    int from = 0;
    for (int i = 0; i < text.size(); i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        line.add(bytes, from, i - from);
        escape(b);
        from = i + 1;
      }
    }
    line.add(bytes, from, text.size() - from);
    line.add(END);
    out.write(line.array(), 0, line.size());
    return new Where(name, "line", lines);
  }

  private void escape(byte b) {
    if (b == '"' || b == '\\') {
      line.add('\\');
      line.add(b);
    } else {
      String escaped = b == '\n' ? "\\n" : "\\u00" + (b < 16 ? "0" : "") + Integer.toHexString(b);
      line.add(escaped.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public long bytes() {
    return out.bytes();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
