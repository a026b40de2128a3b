package ai.tidemark.keys.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Files written so that a crash leaves the old one or the new one, whole. Remembers which folders
 * it has made durable; an instance never trusts what an earlier process may have left unsynced. Not
 * thread-safe.
 */
public final class Durable {
  /** What a file is called until it is whole. */
  public static final String UNFINISHED = ".tmp";

  private final Disk disk;
  private final Path base;
  private final Set<Path> folders = new HashSet<>();

  /**
   * @param base folder that holds all files, made if need be; what lies above it is trusted to last
   */
  public Durable(Disk disk, Path base) {
    this.disk = disk;
    this.base = base.toAbsolutePath().normalize();
  }

  /** Writes all bytes, in as many calls as it takes. */
  public static void writeFully(Disk.Output out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (out.write(bytes) <= 0) {
        throw new IOException("disk takes no more bytes");
      }
    }
  }

  /** Makes a file, or replaces it, durably and at once. */
  public void replace(Path file, Access access, byte[] bytes) throws IOException {
    prepare(file, access, bytes).close();
    publish(file);
  }

  /** Makes or replaces files, each at once, all durably; in no order. */
  public void replaceAll(Map<Path, byte[]> files, Access access) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      prepare(file.getKey(), access, file.getValue()).close();
      disk.rename(unfinished(file.getKey()), file.getKey());
      changed.add(parent(file.getKey()));
    }
    for (Path folder : changed) {
      disk.syncFolder(folder);
    }
  }

  /**
   * Makes a file durably and leaves it open for more. Those bytes appear at once; what is written
   * after needs {@link Disk.Output#sync}.
   */
  public Disk.Output begin(Path file, Access access, byte[] bytes) throws IOException {
    Disk.Output out = prepare(file, access, bytes);
    try {
      publish(file);
      return out;
    } catch (IOException e) {
      closeAfter(e, out);
      throw e;
    }
  }

  private Disk.Output prepare(Path file, Access access, byte[] bytes) throws IOException {
    folder(parent(file));
    Disk.Output out = disk.create(unfinished(file), access);
    try {
      writeFully(out, ByteBuffer.wrap(bytes));
      out.sync();
      return out;
    } catch (IOException e) {
      closeAfter(e, out);
      throw e;
    }
  }

  private void publish(Path file) throws IOException {
    disk.rename(unfinished(file), file);
    disk.syncFolder(parent(file));
  }

  /** Closes a file after a failure, which stays the one that is told. */
  public static void closeAfter(Exception failure, AutoCloseable file) {
    try {
      file.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** Makes a folder and those above it, durably. */
  public void folder(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    Path above = path.getParent();
    if (folders.contains(path) || above == null) {
      return;
    }
    boolean missing = !disk.exists(path);
    if (missing || (path.startsWith(base) && !path.equals(base))) {
      folder(above);
    }
    if (missing) {
      disk.createFolder(path);
    }
    if (path.startsWith(base) || missing) {
      disk.syncFolder(above); // it may have been made by a process that came no further
    }
    folders.add(path);
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(
        file.toAbsolutePath().normalize().getParent(), "file has no name");
  }
}
