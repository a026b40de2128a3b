package ai.tidemark.keys.secret;

import ai.tidemark.core.BadInputException;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * Files and folders that only the user who runs this process may use: no symbolic links, owner and
 * mode checked before a byte is read, mode 0600 (folders 0700) when written. Content is complete or
 * absent: written beside, forced to disk, renamed, and the folder forced.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final long user;

  OwnerOnly(long user) {
    this.user = user;
  }

  /** The rules for the user who runs this process. */
  public static OwnerOnly ofThisProcess() {
    return new OwnerOnly(new UnixSystem().getUid());
  }

  /**
   * Reads a file.
   *
   * @param what for messages, for example {@code key file}
   * @param most largest length accepted, in bytes
   * @return its bytes; secret, the caller wipes them
   * @throws BadInputException naming the rule that it breaks
   * @throws NoSuchFileException if there is none
   */
  public byte[] read(Path file, String what, int most) throws NoSuchFileException {
    String where = file.toString();
    try {
      PosixFileAttributes attributes = require(file, what, "600");
      if (!attributes.isRegularFile()) {
        throw new BadInputException(where, "is not a regular file");
      }
      try (SeekableByteChannel channel =
          Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
        if (channel.size() > most) {
          throw new BadInputException(
              where, "has " + channel.size() + " bytes; a " + what + " has at most " + most);
        }
        byte[] bytes = new byte[(int) channel.size()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // until full or the file ends
        }
        if (buffer.hasRemaining()) {
          Arrays.fill(bytes, (byte) 0);
          throw new BadInputException(where, "became shorter while it was read");
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new BadInputException(where, what + " cannot be read", e);
    }
  }

  /**
   * Writes a file that must not exist yet.
   *
   * @throws BadInputException if it exists or cannot be written
   */
  public void create(Path file, byte[] bytes) {
    try {
      // reserves the name; what stands there after a crash is empty, and refused by every reader
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    } catch (FileAlreadyExistsException e) {
      throw new BadInputException(file.toString(), "already exists; keys are never overwritten", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be written", e);
    }
    replace(file, bytes);
  }

  /**
   * Writes a file, or the new content of one.
   *
   * @throws BadInputException if it cannot be written; the old content stays then
   */
  public void replace(Path file, byte[] bytes) {
    Path folder = folderOf(file);
    try {
      Path beside =
          Files.createTempFile(folder, ".new-", ".tmp", PosixFilePermissions.asFileAttribute(FILE));
      try {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
          channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
      force(folder);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be written", e);
    }
  }

  /** Deletes a file that may be there. */
  public void delete(Path file) {
    try {
      if (Files.deleteIfExists(file)) {
        force(folderOf(file));
      }
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be deleted", e);
    }
  }

  /**
   * Makes a folder of mode 0700.
   *
   * @throws BadInputException if it exists or cannot be made
   */
  public void createFolder(Path folder) {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } catch (FileAlreadyExistsException e) {
      throw new BadInputException(folder.toString(), "already exists", e);
    } catch (IOException e) {
      throw new BadInputException(folder.toString(), "cannot be made", e);
    }
  }

  /**
   * Refuses a folder that others may use.
   *
   * @param what for messages, for example {@code key store}
   * @throws BadInputException naming the rule that it breaks
   */
  public void requireFolder(Path folder, String what) {
    try {
      if (!require(folder, what, "700").isDirectory()) {
        throw new BadInputException(folder.toString(), "is not a folder");
      }
    } catch (NoSuchFileException e) {
      throw new BadInputException(folder.toString(), what + " does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(folder.toString(), what + " cannot be read", e);
    }
  }

  private PosixFileAttributes require(Path path, String what, String mode) throws IOException {
    String where = path.toString();
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      throw new BadInputException(where, "is a symbolic link; name the " + what + " itself");
    }
    int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != user) {
      throw new BadInputException(
          where,
          "belongs to user "
              + owner
              + ", but this process runs as user "
              + user
              + "; run as its owner, or copy the "
              + what);
    }
    if (!FOLDER.containsAll(attributes.permissions())) {
      throw new BadInputException(
          where,
          "has mode "
              + PosixFilePermissions.toString(attributes.permissions())
              + ", so others than its owner may use it; run: chmod "
              + mode
              + " "
              + path);
    }
    return attributes;
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new BadInputException(file.toString(), "is not the name of a file");
    }
    return folder;
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
