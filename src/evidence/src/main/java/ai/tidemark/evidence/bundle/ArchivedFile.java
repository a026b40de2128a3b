package ai.tidemark.evidence.bundle;

import java.io.IOException;
import java.io.InputStream;

/** The content of one file of an archive, out of a stream that goes on behind it. */
final class ArchivedFile extends InputStream {
  private final InputStream archive;
  private final String name;
  private long left;

  /**
   * @param archive stands at the file's first byte; closed with this
   * @param size of the file
   */
  ArchivedFile(InputStream archive, String name, long size) {
    this.archive = archive;
    this.name = name;
    this.left = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (left == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int n = archive.read(into, from, (int) Math.min(length, left));
    if (n < 0) {
      throw new BundleException(Code.ARCHIVE_TRUNCATED, "the archive ends inside " + name);
    }
    left -= n;
    return n;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
