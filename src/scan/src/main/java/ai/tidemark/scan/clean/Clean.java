package ai.tidemark.scan.clean;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.CorpusFiles;
import ai.tidemark.scan.source.Packed;
import ai.tidemark.scan.source.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a corpus without the documents that a scan of it flagged. Works in a folder beside the
 * wanted one and gives it its name at the end, so there is a whole clean corpus or none.
 *
 * <p>Refuses where it can tell that the files are not those that were scanned: a file that was
 * changed after the report was written, another number of bytes, a flagged file, line or part that
 * is not there, a flagged line that holds no text.
 */
public final class Clean {
  private static final Set<String> UNCOUNTED = Set.of("no permission", "vanished", "read error");

  private final Flags flags;
  private final List<Path> roots;
  private final Path folder;
  private final Path out;
  private final Cancellation cancellation;
  private final List<Skip> unreadable = new ArrayList<>();

  private Clean(Path folder, List<Path> roots, Path out, Cancellation cancellation) {
    this.folder = folder;
    this.flags = Flags.read(folder);
    this.roots = List.copyOf(roots);
    this.out = out;
    this.cancellation = cancellation;
  }

  /**
   * Cleans a corpus.
   *
   * @param folder output folder of the scan
   * @param roots the files and folders that were scanned, named as they were then
   * @param out the clean corpus; must not be there yet, or be an empty folder outside the corpus
   * @throws BadInputException if the inputs are not those that were scanned, if flagged documents
   *     lie in a compressed file, an archive or a table, or if the clean corpus cannot be written
   */
  public static CleanOutcome run(
      Path folder, List<Path> roots, Path out, Cancellation cancellation) {
    Clean clean = new Clean(folder, roots, out, cancellation);
    if (clean.flags.report().verdict().equals(Verdict.INVALID.word())) {
      return new CleanOutcome.Invalid();
    }
    try {
      clean.requireOut();
      clean.requireUnchanged();
      return cancellation.cancelled() ? new CleanOutcome.Interrupted() : clean.write();
    } catch (IOException e) {
      throw new BadInputException(out.toString(), "the clean corpus cannot be written", e);
    }
  }

  private void requireOut() throws IOException {
    if (Files.exists(out)) {
      boolean empty = false;
      if (Files.isDirectory(out)) {
        try (Stream<Path> files = Files.list(out)) {
          empty = files.findAny().isEmpty();
        }
      }
      if (!empty) {
        throw new BadInputException(out.toString(), "is there already; name a folder that is not");
      }
    }
    Path wanted = out.toAbsolutePath().normalize();
    for (Path root : roots) {
      if (wanted.startsWith(root.toAbsolutePath().normalize())) {
        throw new BadInputException(out.toString(), "must not lie inside the corpus " + root);
      }
    }
  }

  /** Looks at every file before anything is written. */
  private void requireUnchanged() throws IOException {
    Set<String> missing = new HashSet<>(flags.files().keySet());
    List<String> packed = new ArrayList<>();
    long[] bytes = {0};
    walk(
        List.of(folder),
        (path, name, size) -> {
          bytes[0] += size;
          FileTime changed = Files.getLastModifiedTime(path);
          if (changed.compareTo(flags.written()) > 0) {
            throw changed(name, "was changed after the report was written;");
          }
          if (missing.remove(name)) {
            Packed.of(path).ifPresent(what -> packed.add(name + " (" + what + ")"));
          }
        },
        _ -> {});
    if (cancellation.cancelled()) {
      return; // not all files were met
    }
    missing.stream().filter(name -> name.contains("!/")).sorted().forEach(packed::add);
    if (!packed.isEmpty()) {
      throw Flags.packed(String.join(", ", packed));
    }
    if (!missing.isEmpty()) {
      throw changed(
          missing.stream().sorted().findFirst().orElseThrow(),
          "holds flagged documents, but is not below the given paths; give those of the scan, or");
    }
    long scanned = flags.report().json().at("/corpus/bytes").asLong();
    if (bytes[0] != scanned && countsBytes()) {
      throw changed(
          roots.getFirst().toString(),
          "has " + bytes[0] + " bytes with the other paths, but " + scanned + " were scanned;");
    }
  }

  /** Returns whether the report counts every byte of the listed files. */
  private boolean countsBytes() {
    boolean selected = flags.report().json().at("/settings").has("selection");
    return !selected
        && flags.report().json().at("/corpus/skipped").properties().stream()
            .noneMatch(e -> UNCOUNTED.contains(e.getKey()));
  }

  private static BadInputException changed(String where, String problem) {
    return new BadInputException(where, problem + " scan again");
  }

  private interface OneFile {
    void file(Path path, String name, long size) throws IOException;
  }

  private interface OneProblem {
    void problem(Skip skip);
  }

  private void walk(List<Path> excluded, OneFile files, OneProblem problems) throws IOException {
    CorpusFiles.forEach(
        roots,
        excluded,
        new CorpusFiles.Visitor() {
          @Override
          public void file(Path path, String name, long size) throws IOException {
            if (!cancellation.cancelled()) {
              files.file(path, name, size);
            }
          }

          @Override
          public void problem(Skip skip) {
            problems.problem(skip);
          }
        });
  }

  private CleanOutcome write() throws IOException {
    Path wanted = out.toAbsolutePath().normalize();
    Path parent = wanted.getParent();
    if (parent == null) {
      throw new BadInputException(out.toString(), "is no folder that can be made");
    }
    Files.createDirectories(parent);
    Path work = parent.resolve(".tidemark-" + UUID.randomUUID() + ".part");
    CleanWriter writer = new CleanWriter(flags, work);
    try {
      walk(
          List.of(folder, work),
          (path, name, size) -> writer.file(path, name, size).ifPresent(unreadable::add),
          skip -> {
            if (skip.reason().unreadable()) {
              unreadable.add(skip);
            }
          });
      if (cancellation.cancelled()) {
        return new CleanOutcome.Interrupted();
      }
      if (writer.counts().dropped() + lost() < flags.documents()) {
        throw changed(folder.toString(), "flags documents that are no longer there;");
      }
      Files.deleteIfExists(wanted);
      Files.move(work, wanted, StandardCopyOption.ATOMIC_MOVE);
      boolean incomplete = flags.report().verdict().equals(Verdict.INCOMPLETE.word());
      return new CleanOutcome.Finished(writer.counts(), unreadable, incomplete);
    } finally {
      writer.discard();
    }
  }

  /** Returns how many flagged documents lie in files that cannot be read now. */
  private long lost() {
    return unreadable.stream()
        .map(skip -> flags.files().get(skip.place().file()))
        .mapToLong(f -> f == null ? 0 : (f.whole() ? 1 : 0) + f.lineCount() + f.offsetCount())
        .sum();
  }
}
