package ai.tidemark.evidence.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Reads the archive of a bundle once, front to back, and refuses every byte that the writer would
 * not have written. Holds no content.
 */
public final class ArchiveReader {
  /** Files in an archive at most. */
  public static final int MOST_FILES = 20_000;

  private final InputStream in;
  private long position;
  private String last = "";
  private int files;

  private ArchiveReader(InputStream in) {
    this.in = in;
  }

  /** Takes the files of an archive in their order. */
  public interface Sink {
    /**
     * Takes a file.
     *
     * @param offset of its first byte in the archive
     * @param content its bytes; what is not read is skipped; not to be closed
     * @throws BundleException to refuse it
     */
    void file(String name, long size, long offset, InputStream content) throws IOException;
  }

  /**
   * Reads an archive to its end.
   *
   * @throws BundleException if it breaks a rule of the format
   */
  public static void read(InputStream in, Sink sink) throws IOException {
    ArchiveReader reader = new ArchiveReader(in);
    while (reader.next(sink)) {}
    if (in.read() != -1) {
      throw new BundleException(
          Code.ARCHIVE_TRAILING, "bytes follow the end of the archive at " + reader.position);
    }
  }

  private boolean next(Sink sink) throws IOException {
    byte[] header = block();
    if (isZero(header)) {
      if (!isZero(block())) {
        throw new BundleException(
            Code.ARCHIVE_PADDING, "the archive must end with two blocks of zeros");
      }
      return false;
    }
    String name = ArchiveHeader.name(header);
    if (!ArchiveHeader.isName(name)) {
      throw new BundleException(
          Code.ARCHIVE_NAME, "the file at byte " + (position - 512) + " has a name not allowed");
    }
    long size = ArchiveHeader.size(header);
    if (size < 0 || !Arrays.equals(header, ArchiveHeader.encode(name, size))) {
      throw new BundleException(
          Code.ARCHIVE_HEADER, "the header of " + name + " is not the only one it may have");
    }
    if (name.compareTo(last) <= 0) {
      throw new BundleException(
          Code.ARCHIVE_ORDER, name + " stands after " + last + "; names must ascend, each once");
    }
    last = name;
    if (++files > MOST_FILES) {
      throw new BundleException(Code.ARCHIVE_LIMIT, "more than " + MOST_FILES + " files");
    }
    InputStream content = new ArchivedFile(in, name, size);
    sink.file(name, size, position, content);
    content.transferTo(OutputStream.nullOutputStream());
    position += size;
    byte[] padding = new byte[ArchiveWriter.padding(size)];
    fill(padding);
    if (!isZero(padding)) {
      throw new BundleException(Code.ARCHIVE_PADDING, "the padding of " + name + " is not zero");
    }
    return true;
  }

  private byte[] block() throws IOException {
    byte[] block = new byte[ArchiveHeader.BLOCK];
    fill(block);
    return block;
  }

  private void fill(byte[] into) throws IOException {
    if (in.readNBytes(into, 0, into.length) != into.length) {
      throw new BundleException(Code.ARCHIVE_TRUNCATED, "the archive ends too early");
    }
    position += into.length;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
