package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** A decompressed stream that breaks once it gives more than it may. Not thread-safe. */
final class Capped extends InputStream {
  private final InputStream in;
  private final LongSupplier compressed;
  private final SourceLimits limits;
  private final long cap;
  private final long before;
  private long count;

  /**
   * @param compressed tells how many bytes went in so far
   * @param cap bytes that may come out
   */
  Capped(InputStream in, LongSupplier compressed, SourceLimits limits, long cap) {
    this.in = in;
    this.compressed = compressed;
    this.limits = limits;
    this.cap = cap;
    this.before = compressed.getAsLong();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    int read = in.read(b, off, len);
    count += Math.max(0, read);
    if (count > cap) {
      throw new BreakException(SkipReason.OVER_CAP);
    }
    long used = compressed.getAsLong() - before;
    if (count > limits.grace() && count / limits.ratio() > used) {
      throw new BreakException(SkipReason.RATIO);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
