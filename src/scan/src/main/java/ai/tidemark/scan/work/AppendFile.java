package ai.tidemark.scan.work;

import ai.tidemark.core.BadInputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of mode 0600 that only grows. Its length and checksum at some moment, a {@link Mark}, are
 * enough to go on from that moment later: what came after is cut off. Unbuffered, so what was
 * appended outlives a killed process; {@link #sync} makes it outlive the machine. Not thread-safe.
 *
 * <p>Not a channel, which would close under a thread that is interrupted.
 */
public final class AppendFile implements Closeable {
  private static final int BUFFER = 1 << 18;

  private final Path path;
  private final Runnable before;
  private final RandomAccessFile file;
  private final CRC32C checksum = new CRC32C();
  private long bytes;
  private volatile boolean synced;

  /**
   * How far a file was.
   *
   * @param bytes its length
   * @param crc32c of all of them
   */
  public record Mark(long bytes, long crc32c) {
    /** An empty file. */
    public static final Mark EMPTY = new Mark(0, 0);
  }

  /**
   * Makes an empty file.
   *
   * @param before called before each write
   */
  AppendFile(Path path, Runnable before) throws IOException {
    this.path = path;
    this.before = before;
    Files.deleteIfExists(path);
    Files.createFile(path, WorkDirectory.OWNER_ONLY);
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Goes on with a file, as it was at a mark.
   *
   * @throws BadInputException if it is shorter or holds other bytes than it did
   */
  AppendFile(Path path, Mark mark, Runnable before) throws IOException {
    this.path = path;
    this.before = before;
    if (!Files.isRegularFile(path)) {
      throw damaged(path);
    }
    this.file = new RandomAccessFile(path.toFile(), "rw");
    try {
      verify(mark);
      file.setLength(mark.bytes());
      file.seek(mark.bytes());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void verify(Mark mark) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (bytes < mark.bytes()) {
      int n = (int) Math.min(buffer.length, mark.bytes() - bytes);
      try {
        file.readFully(buffer, 0, n);
      } catch (EOFException e) {
        throw new BadInputException(path.toString(), DAMAGED, e);
      }
      checksum.update(buffer, 0, n);
      bytes += n;
    }
    if (checksum.getValue() != mark.crc32c()) {
      throw damaged(path);
    }
  }

  private static final String DAMAGED =
      "is not what the checkpoint says: damaged; scan again without --resume";

  private static BadInputException damaged(Path path) {
    return new BadInputException(path.toString(), DAMAGED);
  }

  /** Appends bytes. */
  public void append(byte[] data, int offset, int length) throws IOException {
    before.run();
    file.write(data, offset, length);
    checksum.update(data, offset, length);
    bytes += length;
    synced = false;
  }

  /** Returns how far the file is. */
  public Mark mark() {
    return new Mark(bytes, checksum.getValue());
  }

  /** Makes what was appended outlive the machine. */
  public void sync() throws IOException {
    if (synced) {
      return;
    }
    before.run();
    synced = true; // what is appended meanwhile says otherwise
    file.getFD().sync();
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
