package ai.tidemark.keys.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that can lose its power and fail any call.
 *
 * <p>Loss of power: of each folder a random beginning of the changes to its names since its last
 * sync survives; of each file each 512-byte sector written since its last sync is the new one, the
 * old one, or torn (a beginning of the new one); a file may have kept any length between the synced
 * one and the last, with zeros where no sector came through. Bytes that were not rewritten stay.
 *
 * <p>A failed sync of a file: what was written stays visible, a later sync will not write it, and
 * the next loss of power takes it. A failed sync of a folder leaves its changes pending.
 */
public final class SimulatedDisk implements Disk {
  private static final int SECTOR = 512;

  /** What goes wrong at one call. */
  public enum Fault {
    EIO,
    ENOSPC,
    /** Half of the bytes are written, which is no failure yet; nothing else is. */
    SHORT_WRITE,
    /** Only a sync fails. */
    FAILED_SYNC
  }

  /** Decides at each call whether it fails. */
  @FunctionalInterface
  public interface Faults {
    Faults NONE = _ -> null;

    /** Returns what goes wrong at a call, counted from 0. */
    @Nullable Fault at(long call);
  }

  private static final class Inode {
    private byte[] synced = new byte[0];
    private byte[] now = new byte[0];
    private TreeSet<Integer> dirty = new TreeSet<>();
  }

  private static final class Folder {
    private SortedMap<String, Object> synced = new TreeMap<>();
    private final SortedMap<String, Object> now = new TreeMap<>();
    private final List<SortedMap<String, Object>> changes = new ArrayList<>();

    void changed() {
      changes.add(new TreeMap<>(now));
    }
  }

  private Folder root = new Folder();
  private Faults faults = Faults.NONE;
  private long calls;
  private boolean failed;
  private AtomicBoolean locked = new AtomicBoolean();

  /** Injects faults from the next call on, counting calls from 0. */
  public void inject(Faults injected) {
    faults = injected;
    calls = 0;
    failed = false;
  }

  /** Returns how many calls were made since {@link #inject}. */
  public long calls() {
    return calls;
  }

  /** Returns whether a fault was injected. */
  public boolean failed() {
    return failed;
  }

  /** The process is killed: open files and locks are gone, all that was written stays. */
  public void kill() {
    locked = new AtomicBoolean();
  }

  /** Power fails. */
  public void losePower(Random random) {
    locked = new AtomicBoolean();
    root = afterLoss(root, random);
  }

  private static Folder afterLoss(Folder folder, Random random) {
    int kept = random.nextInt(folder.changes.size() + 1);
    SortedMap<String, Object> names = kept == 0 ? folder.synced : folder.changes.get(kept - 1);
    Folder after = new Folder();
    names.forEach(
        (name, child) ->
            after.synced.put(
                name,
                switch (child) {
                  case Folder inner -> afterLoss(inner, random);
                  case Inode inode -> afterLoss(inode, random);
                  default -> throw new AssertionError(child);
                }));
    after.now.putAll(after.synced);
    return after;
  }

  private static Inode afterLoss(Inode inode, Random random) {
    int least = Math.min(inode.synced.length, inode.now.length);
    int most = Math.max(inode.synced.length, inode.now.length);
    int length = least + random.nextInt(most - least + 1);
    byte[] bytes = Arrays.copyOf(Arrays.copyOf(inode.synced, most), length);
    for (int sector : inode.dirty) {
      int from = sector * SECTOR;
      int to = Math.min(Math.min(from + SECTOR, length), inode.now.length);
      int torn =
          switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> SECTOR;
            default -> random.nextInt(SECTOR);
          };
      if (from < to) {
        System.arraycopy(inode.now, from, bytes, from, Math.min(torn, to - from));
      }
    }
    Inode after = new Inode();
    after.synced = bytes;
    after.now = bytes.clone();
    return after;
  }

  private void step(Path path) throws IOException {
    Fault fault = faults.at(calls++);
    if (fault == Fault.EIO || fault == Fault.ENOSPC) {
      failed = true;
      throw new IOException(
          path + (fault == Fault.EIO ? ": Input/output error" : ": No space left on device"));
    }
  }

  private Folder folder(Path path) throws NoSuchFileException {
    Folder folder = root;
    for (Path name : path) {
      if (!(folder.now.get(name.toString()) instanceof Folder inner)) {
        throw new NoSuchFileException(path.toString());
      }
      folder = inner;
    }
    return folder;
  }

  private Folder above(Path path) throws NoSuchFileException {
    Path above = path.getParent();
    return above == null ? root : folder(above);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  public boolean exists(Path path) {
    try {
      return path.getFileName() == null || above(path).now.containsKey(name(path));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public byte[] read(Path file) throws IOException {
    step(file);
    if (above(file).now.get(name(file)) instanceof Inode inode) {
      return inode.now.clone();
    }
    throw new NoSuchFileException(file.toString());
  }

  @Override
  public List<String> list(Path path) throws IOException {
    step(path);
    return List.copyOf(folder(path).now.keySet());
  }

  @Override
  public void createFolder(Path path) throws IOException {
    step(path);
    Folder above = above(path);
    if (above.now.putIfAbsent(name(path), new Folder()) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    above.changed();
  }

  @Override
  public Output create(Path file, Access access) throws IOException {
    step(file);
    Folder above = above(file);
    Inode inode = new Inode(); // emptying an old one would be a change of names and bytes at once
    above.now.put(name(file), inode);
    above.changed();
    return new Output() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        Fault fault = faults.at(calls++);
        if (fault == Fault.SHORT_WRITE && length > 1) {
          failed = true;
          length /= 2;
        } else if (fault == Fault.EIO || fault == Fault.ENOSPC) {
          failed = true;
          append(inode, bytes, fault == Fault.EIO ? 0 : length / 2);
          throw new IOException(file + ": " + fault);
        }
        append(inode, bytes, length);
        return length;
      }

      @Override
      public void sync() throws IOException {
        Fault fault = faults.at(calls++);
        if (fault != null && fault != Fault.SHORT_WRITE) {
          failed = true;
          inode.dirty = new TreeSet<>(); // visible, never written
          throw new IOException(file + ": fsync failed");
        }
        byte[] synced = Arrays.copyOf(inode.synced, inode.now.length);
        for (int sector : inode.dirty) {
          int from = sector * SECTOR;
          int to = Math.min(from + SECTOR, inode.now.length);
          System.arraycopy(inode.now, from, synced, from, to - from);
        }
        inode.synced = synced;
        inode.dirty = new TreeSet<>();
      }

      @Override
      public void close() {
        // nothing is promised by it
      }
    };
  }

  private static void append(Inode inode, ByteBuffer bytes, int length) {
    int from = inode.now.length;
    inode.now = Arrays.copyOf(inode.now, from + length);
    bytes.get(inode.now, from, length);
    for (int at = from; at < from + length; at += SECTOR - at % SECTOR) {
      inode.dirty.add(at / SECTOR);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(from);
    Folder above = above(from);
    Object moved = above.now.remove(name(from));
    if (moved == null) {
      throw new NoSuchFileException(from.toString());
    }
    above.now.put(name(to), moved);
    above.changed();
  }

  @Override
  public void delete(Path path) throws IOException {
    step(path);
    if (above(path).now.remove(name(path)) == null) {
      throw new NoSuchFileException(path.toString());
    }
    above(path).changed();
  }

  @Override
  public void syncFolder(Path path) throws IOException {
    Fault fault = faults.at(calls++);
    if (fault != null && fault != Fault.SHORT_WRITE) {
      failed = true;
      throw new IOException(path + ": fsync failed");
    }
    Folder folder = folder(path);
    folder.synced = new TreeMap<>(folder.now);
    folder.changes.clear();
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    step(file);
    AtomicBoolean mine = locked;
    if (!mine.compareAndSet(false, true)) {
      throw new IOException(file + " is locked: another writer is at work here");
    }
    return () -> mine.set(false);
  }
}
