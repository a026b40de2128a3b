package ai.tidemark.benchmarks.corpus;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what goes through. Not thread-safe. */
final class Counted extends FilterOutputStream {
  private long bytes;

  Counted(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    bytes++;
  }

  @Override
  public void write(byte[] b, int from, int length) throws IOException {
    out.write(b, from, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }
}
