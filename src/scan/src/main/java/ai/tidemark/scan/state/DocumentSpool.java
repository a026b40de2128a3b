package ai.tidemark.scan.state;

import ai.tidemark.scan.work.AppendFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Rows of all documents in a file, so that memory does not grow with their number: first written,
 * then read as often as needed. Plain file streams: a channel would close under a thread that is
 * interrupted. Not thread-safe.
 */
public final class DocumentSpool implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final OutputStream out;
  private long rows;

  /**
   * A spool at the end of a work file.
   *
   * @param file whoever made it removes it
   * @param rows that it holds already
   */
  public DocumentSpool(AppendFile file, long rows) {
    this.file = file.path();
    this.out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
              file.append(bytes, from, length);
            }
          }

          @Override
          public void close() throws IOException {
            file.close();
          }
        };
    this.rows = rows;
  }

  /**
   * A spool in a file that is not there yet.
   *
   * @param file written over; whoever made it deletes it
   */
  public DocumentSpool(Path file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(new FileOutputStream(file.toFile()), BUFFER);
  }

  /** Takes rows. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a row; says whether to go on. */
    boolean row(DocumentRow row) throws IOException;
  }

  /**
   * Appends rows that {@link DocumentRow#writeTo} wrote.
   *
   * @param bytes of all of them
   * @param count how many
   */
  public void append(byte[] bytes, long count) throws IOException {
    out.write(bytes);
    rows += count;
  }

  /** Returns how many rows there are. */
  public long rows() {
    return rows;
  }

  /** Pushes every row in the order of writing, until the sink has enough. */
  public void forEach(Sink sink) throws IOException {
    out.flush();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(file.toFile()), BUFFER))) {
      boolean more = true;
      for (long i = 0; i < rows && more; i++) {
        more = sink.row(DocumentRow.read(in));
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
