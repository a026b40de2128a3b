package ai.tidemark.scan;

import ai.tidemark.scan.work.AppendFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 at the end of a work file; appended when flushed. Not thread-safe. */
final class AppendWriter extends Writer {
  private final AppendFile file;
  private final StringBuilder waiting = new StringBuilder();

  AppendWriter(AppendFile file) {
    this.file = file;
  }

  @Override
  public void write(char[] buffer, int from, int length) {
    waiting.append(buffer, from, length);
  }

  @Override
  public void flush() throws IOException {
    if (!waiting.isEmpty()) {
      byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
      waiting.setLength(0);
      file.append(bytes, 0, bytes.length);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
