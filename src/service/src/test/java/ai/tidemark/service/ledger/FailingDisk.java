package ai.tidemark.service.ledger;

import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The real disk, which a test can fill up. */
public final class FailingDisk implements Disk {
  private final Disk disk = Disk.real();
  private volatile boolean full;

  /** Fills it up, or makes room again. */
  public void full(boolean now) {
    full = now;
  }

  private void room() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return disk.exists(path);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return disk.read(file);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    room();
    disk.createFolder(folder);
  }

  @Override
  public Output create(Path file, Access access) throws IOException {
    room();
    Output out = disk.create(file, access);
    return new Output() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        room();
        return out.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        room();
        out.sync();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    disk.syncFolder(folder);
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    return disk.lock(file);
  }
}
