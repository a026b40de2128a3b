package ai.tidemark.scan.clean;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.source.Place;
import ai.tidemark.scan.source.RecordText;
import ai.tidemark.scan.source.Skip;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.source.TextParts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the files of a clean corpus, one by one, under the names that the scan gave them. */
final class CleanWriter {
  /** A line may be this many times the cap on its text. */
  private static final int LINE_TO_TEXT = 2;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Flags flags;
  private final Path folder;
  private final RecordText text;
  private final int textBytes;
  private CleanOutcome.Counts counts = CleanOutcome.Counts.NONE;

  /**
   * @param folder made here, mode 0700: a corpus may be private where its copy is put
   */
  CleanWriter(Flags flags, Path folder) throws IOException {
    this.flags = flags;
    this.folder = Files.createDirectory(folder, OWNER_ONLY);
    this.text = new RecordText(flags.report().field());
    this.textBytes = flags.report().textBytes();
  }

  CleanOutcome.Counts counts() {
    return counts;
  }

  /** Writes a file, or leaves it out; returns a problem if it cannot be read. */
  Optional<Skip> file(Path path, String name, long size) throws IOException {
    FileFlags flagged = flags.files().get(name);
    if (flagged != null && flagged.whole()) {
      counts = counts.plusLeft(size);
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      return Optional.of(new Skip(Place.whole(name), SkipReason.NO_PERMISSION, size));
    }
    Path target = target(name);
    try {
      if (flagged == null) {
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        counts = counts.plusCopied(Files.size(target));
      } else {
        long dropped = without(path, name, size, flagged, target);
        counts = counts.plusChanged(dropped, size, Files.size(target));
      }
      return Optional.empty();
    } catch (FileAlreadyExistsException e) {
      throw new BadInputException(name, "is the name of two files of the corpus", e);
    } catch (AccessDeniedException e) {
      throw new BadInputException(name, "cannot be copied", e);
    }
  }

  private long without(Path path, String name, long size, FileFlags flagged, Path target)
      throws IOException {
    Files.createFile(target, permissions(path));
    long dropped;
    try (InputStream in = Files.newInputStream(path);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      dropped =
          flagged.lineCount() > 0
              ? Lines.copyWithout(
                  in,
                  flagged::hasLine,
                  Math.multiplyExact(LINE_TO_TEXT, textBytes),
                  (line, bytes) -> requireText(name, line, bytes),
                  out)
              : TextParts.copyWithout(in, size, textBytes, flagged::hasOffset, out);
    }
    long expected = flagged.lineCount() + flagged.offsetCount();
    if (dropped != expected) {
      throw new BadInputException(
          name,
          "has "
              + dropped
              + " of its "
              + expected
              + " flagged documents, so it was changed after"
              + " the scan; scan again");
    }
    return dropped;
  }

  /** A flagged line held a text when it was scanned. */
  private void requireText(String name, long line, byte[] bytes) {
    boolean mark =
        line == 1
            && bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    byte[] record = mark ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    try {
      text.of(name + ":" + line, record);
    } catch (BadInputException e) {
      throw new BadInputException(
          name + ":" + line,
          "is flagged, but holds no text now, so the file was changed after the scan; scan again",
          e);
    }
  }

  private static FileAttribute<?>[] permissions(Path file) throws IOException {
    try {
      return new FileAttribute<?>[] {
        PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))
      };
    } catch (UnsupportedOperationException e) {
      return new FileAttribute<?>[0]; // a file system without them
    }
  }

  /** Returns where a file goes: below the folder, whatever its name. */
  private Path target(String name) throws IOException {
    List<String> parts = Stream.of(name.split("/")).filter(p -> !p.isEmpty()).toList();
    if (parts.isEmpty() || parts.contains("..") || parts.contains(".")) {
      throw new BadInputException(
          name, "cannot be written below another folder; scan and clean it from a folder above");
    }
    Path target = folder.resolve(String.join("/", parts));
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return target;
  }

  /** Removes what is still in the working folder, and the folder. */
  void discard() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
