package ai.tidemark.evidence.bundle;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes the deterministic archive of a bundle: the same files give the same bytes. Files are added
 * in the order of their names.
 */
public final class ArchiveWriter implements AutoCloseable {
  private final OutputStream out;
  private String last = "";

  /** A writer to a stream, which {@link #close} closes. */
  public ArchiveWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out, 1 << 16);
  }

  /** Adds a file. */
  public void add(String name, byte[] content) throws IOException {
    add(name, content.length, new ByteArrayInputStream(content));
  }

  /**
   * Adds a file.
   *
   * @param name after every earlier one in the order of bytes
   * @param size of the content
   * @param content read to its end, which must come after {@code size} bytes
   * @throws IOException if it has another length, or nothing can be written
   */
  public void add(String name, long size, InputStream content) throws IOException {
    if (!ArchiveHeader.isName(name) || name.compareTo(last) <= 0) {
      throw new IllegalArgumentException(
          "name must match [a-z0-9._/-], have 100 bytes at most and come after "
              + last
              + ", but is "
              + name);
    }
    if (size < 0 || size > ArchiveHeader.MOST_SIZE) {
      throw new IllegalArgumentException("size must be in 0..2^33-1, but is " + size);
    }
    last = name;
    out.write(ArchiveHeader.encode(name, size));
    long written = content.transferTo(out);
    if (written != size) {
      throw new IOException(name + " changed while it was packed");
    }
    out.write(new byte[padding(size)]);
  }

  /** Returns how many zero bytes follow a content. */
  static int padding(long size) {
    return (int) (-size & (ArchiveHeader.BLOCK - 1));
  }

  /** Ends the archive. */
  @Override
  public void close() throws IOException {
    try (out) {
      byte[] end = new byte[2 * ArchiveHeader.BLOCK];
      Arrays.fill(end, (byte) 0);
      out.write(end);
    }
  }
}
