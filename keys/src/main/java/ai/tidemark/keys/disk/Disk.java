package ai.tidemark.keys.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The file operations of everything that must outlive a crash. Nothing is promised to survive a
 * loss of power but what was synced: bytes by {@link Output#sync}, names (made, replaced, deleted)
 * by {@link #syncFolder} of their folder. One thing is assumed of the disk: writing some bytes of a
 * file leaves its other bytes as they are, also where power fails in the middle.
 *
 * <p>A failed sync must not be tried again: the kernel may have dropped the bytes and call the next
 * attempt a success (Rebello et al., USENIX ATC 2020). Write them anew to another file.
 */
public interface Disk {
  /** The disk of this machine. */
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /** Returns whether there is a file or folder of that name. */
  boolean exists(Path path) throws IOException;

  /**
   * Returns a whole file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  byte[] read(Path file) throws IOException;

  /** Returns the names in a folder, sorted. */
  List<String> list(Path folder) throws IOException;

  /** Makes one folder whose parent exists. */
  void createFolder(Path folder) throws IOException;

  /** Makes a file, or empties it, and opens it for writing. */
  Output create(Path file, Access access) throws IOException;

  /** Renames a file within its folder at once, replacing the one of the new name. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file, or an empty folder. */
  void delete(Path path) throws IOException;

  /** Makes the names in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /**
   * Takes a lock that no other process and no other writer of this one can take until it is closed.
   *
   * @param file made if need be
   * @throws IOException if it is taken, {@code where} in the message
   */
  Closeable lock(Path file) throws IOException;

  /** An open file, written from its beginning on. */
  interface Output extends Closeable {
    /** Writes some of the bytes, at least one where there are any; returns how many. */
    int write(ByteBuffer bytes) throws IOException;

    /** Makes what was written durable. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }
}
