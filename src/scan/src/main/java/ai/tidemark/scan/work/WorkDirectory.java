package ai.tidemark.scan.work;

import ai.tidemark.core.BadInputException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a scan that is under way. Holds no key; of the texts it holds what rows and tuples
 * tell, and most of a text can be put together from its tuples: so every file has mode 0600, the
 * folder 0700.
 */
public final class WorkDirectory {
  /** Its name below the output folder. */
  public static final String NAME = ".tidemark-work";

  static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<?> OWNER_ENTERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String CHECKPOINT = "checkpoint.json";

  private final Path directory;
  private final Runnable before;

  /**
   * @param before called before each write, sync, rename and removal; tests end a scan there
   */
  private WorkDirectory(Path directory, Runnable before) {
    this.directory = directory;
    this.before = before;
  }

  /**
   * Makes the folder below an output folder. One that is there already, with what an earlier scan
   * left, is emptied.
   */
  public static WorkDirectory fresh(Path out, Runnable before) throws IOException {
    WorkDirectory work = new WorkDirectory(out.resolve(NAME), before);
    work.remove();
    Files.createDirectory(work.directory, OWNER_ENTERS);
    return work;
  }

  /** Opens the folder below an output folder for a scan that goes on. */
  public static WorkDirectory existing(Path out, Runnable before) {
    return new WorkDirectory(out.resolve(NAME), before);
  }

  /** Makes an empty file. */
  public AppendFile create(String name) throws IOException {
    return new AppendFile(directory.resolve(name), before);
  }

  /**
   * Goes on with a file, as it was at a mark.
   *
   * @throws BadInputException if it is shorter or holds other bytes than it did
   */
  public AppendFile reopen(String name, AppendFile.Mark mark) throws IOException {
    return new AppendFile(directory.resolve(name), mark, before);
  }

  /** Returns where a file is. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Removes a file, if it is there. */
  public void remove(String name) throws IOException {
    before.run();
    Files.deleteIfExists(directory.resolve(name));
  }

  /** Puts a checkpoint in place of the last one: at any moment one of the two is whole. */
  public void writeCheckpoint(byte[] checkpoint) throws IOException {
    Path temporary = directory.resolve(CHECKPOINT + ".new");
    before.run();
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, OWNER_ONLY);
    before.run();
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      out.write(checkpoint);
      out.getFD().sync();
    }
    before.run();
    Files.move(
        temporary,
        directory.resolve(CHECKPOINT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns the last checkpoint, if there is one. */
  public Optional<byte[]> readCheckpoint() {
    try {
      return Optional.of(Files.readAllBytes(checkpoint()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BadInputException(checkpoint().toString(), "cannot be read", e);
    }
  }

  /** Returns where the checkpoint is. */
  public Path checkpoint() {
    return directory.resolve(CHECKPOINT);
  }

  /** Removes the folder and what is in it. */
  public void remove() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    before.run();
    // the checkpoint first: without it nobody takes the rest for a scan that can go on
    Files.deleteIfExists(checkpoint());
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.delete(directory);
  }
}
