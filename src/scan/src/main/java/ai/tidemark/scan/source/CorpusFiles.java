package ai.tidemark.scan.source;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of a corpus under the names and in the order that a scan meets them. */
public final class CorpusFiles {
  private CorpusFiles() {}

  /** Takes what is met. */
  public interface Visitor {
    /**
     * Takes a regular file.
     *
     * @param path where it is
     * @param name as {@link Place#file}
     * @param size bytes when it was listed
     */
    void file(Path path, String name, long size) throws IOException;

    /** Takes something that a scan would skip. */
    void problem(Skip skip) throws IOException;
  }

  /**
   * Walks a corpus; reads no file.
   *
   * @param roots files and directories
   * @param excluded directories to leave out silently, for example a report's own
   * @throws BadInputException if a root does not exist
   */
  public static void forEach(List<Path> roots, List<Path> excluded, Visitor visitor)
      throws IOException {
    FileTree tree = new FileTree(roots, excluded);
    for (var entry = tree.next(); entry.isPresent(); entry = tree.next()) {
      switch (entry.get()) {
        case FileTree.Entry.File(Path path, String name, long size) ->
            visitor.file(path, name, size);
        case FileTree.Entry.Problem(Skip skip) -> visitor.problem(skip);
      }
    }
  }
}
