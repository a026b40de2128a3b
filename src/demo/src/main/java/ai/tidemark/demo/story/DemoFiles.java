package ai.tidemark.demo.story;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a demonstration, all in one folder.
 *
 * @param folder the folder
 */
public record DemoFiles(Path folder) {
  /** The profile, for {@code tidemark scan --profile}. */
  public Path profile() {
    return folder.resolve("profile.json");
  }

  /** The keys made from the seed, for {@code tidemark scan --keys}. */
  public Path keys() {
    return folder.resolve("keys.json");
  }

  /** The deployment's log. */
  Path log() {
    return folder.resolve("log");
  }

  /** What the deployment remembers of its era. */
  Path eras() {
    return folder.resolve("eras");
  }

  /** Checkpoints of the log that were dated. */
  Path anchors() {
    return folder.resolve("anchors");
  }

  /** The plan of the scan. */
  Path plan() {
    return folder.resolve("plan.json");
  }

  /** The finding, with everything needed to check it. */
  Path bundle() {
    return folder.resolve("case.tmev");
  }

  /** The same with one digit changed. */
  Path tampered() {
    return folder.resolve("tampered.tmev");
  }

  /** What whoever checks it trusts. */
  Path trust() {
    return folder.resolve("trust.json");
  }

  /** The proxy's records. */
  public Path records() {
    return folder.resolve("records.jsonl");
  }

  /** The documents that are scanned. */
  public Path corpus() {
    return folder.resolve("corpus.jsonl");
  }

  /** What each of them is. */
  public Path truth() {
    return folder.resolve("truth.jsonl");
  }

  /** The human documents alone. */
  public Path innocent() {
    return folder.resolve("innocent.jsonl");
  }

  /** The report on the corpus. */
  public Path report() {
    return folder.resolve("report");
  }

  /** The report on the human documents alone. */
  public Path innocentReport() {
    return folder.resolve("innocent-report");
  }

  /** Marks the folder as one that a demonstration may clear. */
  private Path mark() {
    return folder.resolve(".tidemark-demo");
  }

  /**
   * Makes the folder, or clears the one that an earlier demonstration made.
   *
   * @throws BadInputException if it holds anything else, or cannot be written
   */
  public void prepare() {
    try {
      Files.createDirectories(folder);
      if (!isEmpty() && !Files.exists(mark())) {
        throw new BadInputException(
            folder.toString(), "holds files that no demonstration made; give an empty folder");
      }
      clear();
      Files.createFile(mark());
    } catch (IOException e) {
      throw new BadInputException(
          folder.toString(), "cannot be made or written; name another folder with --out", e);
    }
  }

  /**
   * Removes every file of a demonstration, and the folder if nothing else is in it.
   *
   * @throws IOException if that fails
   */
  public void discard() throws IOException {
    clear();
    if (isEmpty()) {
      Files.delete(folder);
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private void clear() throws IOException {
    for (Path file :
        List.of(
            profile(),
            keys(),
            log(),
            eras(),
            anchors(),
            plan(),
            bundle(),
            tampered(),
            trust(),
            records(),
            corpus(),
            truth(),
            innocent(),
            report(),
            innocentReport(),
            mark())) {
      removeTree(file);
    }
  }

  private static void removeTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> tree;
    try (Stream<Path> files = Files.walk(root)) {
      tree = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : tree) {
      Files.delete(file);
    }
  }
}
