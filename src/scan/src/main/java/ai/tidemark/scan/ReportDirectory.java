package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The report's directory: files are written under temporary names and take their own names together
 * at the end. Until then {@link #close} removes all of them, and the directory if it was made here.
 */
final class ReportDirectory implements AutoCloseable {
  private static final String PREFIX = ".tidemark-";
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;
  private final boolean made;
  private final Map<String, Path> pending = new LinkedHashMap<>();
  private final List<Path> scratch = new ArrayList<>();
  private boolean published;

  /**
   * Opens a directory, or makes it.
   *
   * @throws BadInputException if that cannot be done
   */
  ReportDirectory(Path directory) {
    this.directory = directory;
    boolean missing = !Files.exists(directory);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BadInputException(
          directory.toString(),
          "cannot be made a folder; name one that you may write as output",
          e);
    }
    this.made = missing;
  }

  /** Returns a file that goes when this is closed. */
  Path scratch() {
    Path file = fresh();
    scratch.add(file);
    return file;
  }

  /** Returns a file of mode 0600 that goes when this is closed. */
  Path privateScratch() {
    Path file = fresh(OWNER_ONLY);
    scratch.add(file);
    return file;
  }

  /** Returns a temporary file that will take a name. */
  Path file(String name) {
    return pending(name, fresh());
  }

  /** Returns a temporary file of mode 0600 that will take a name. */
  Path privateFile(String name) {
    return pending(name, fresh(OWNER_ONLY));
  }

  private Path pending(String name, Path file) {
    pending.put(name, file);
    return file;
  }

  private Path fresh(FileAttribute<?>... attributes) {
    try {
      // not createTempFile: a report keeps the permissions that new files here have
      Path file = directory.resolve(PREFIX + UUID.randomUUID() + ".part");
      return Files.createFile(file, attributes);
    } catch (IOException e) {
      throw new BadInputException(directory.toString(), "cannot be written", e);
    }
  }

  /** Returns a writer of UTF-8 into a file that will take a name. */
  BufferedWriter writer(String name) throws IOException {
    // not a channel, which would close under a thread that is interrupted
    OutputStream out = new FileOutputStream(file(name).toFile());
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Writes a whole file that will take a name. */
  void write(String name, byte[] bytes) throws IOException {
    try (OutputStream out = new FileOutputStream(file(name).toFile())) {
      out.write(bytes);
    }
  }

  /** Writes a file that will take a name. */
  void write(String name, Content content) throws IOException {
    try (OutputStream out = new FileOutputStream(file(name).toFile())) {
      content.writeTo(out);
    }
  }

  /** What a file holds. */
  interface Content {
    /** Writes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Removes what a scan left that was killed. */
  void removeRemains() throws IOException {
    try (DirectoryStream<Path> remains = Files.newDirectoryStream(directory, PREFIX + "*.part")) {
      for (Path file : remains) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Gives every file its name, in the order of asking; earlier files of those names go. */
  void publish() throws IOException {
    for (Map.Entry<String, Path> entry : pending.entrySet()) {
      move(entry.getValue(), directory.resolve(entry.getKey()));
    }
    published = true;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    for (Path file : pending.values()) {
      Files.deleteIfExists(file);
    }
    for (Path file : scratch) {
      Files.deleteIfExists(file);
    }
    if (made && !published) {
      try (var rest = Files.list(directory)) {
        if (rest.findAny().isPresent()) {
          return; // somebody else's file
        }
      }
      Files.delete(directory);
    }
  }
}
