package ai.tidemark.scan.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files and problems of a tree that the rules read, in its order. Not thread-safe. */
final class ChosenFiles {
  private final FileTree tree;
  private final Choice choice;
  private final Formats formats;
  private volatile long leftOut;

  ChosenFiles(List<Path> roots, List<Path> excluded, SourceRules rules) {
    this.tree = new FileTree(roots, excluded);
    this.choice = new Choice(rules.selection());
    this.formats = new Formats(rules);
  }

  /** Returns the next file that is read, or problem. */
  Optional<FileTree.Entry> next() {
    while (true) {
      Optional<FileTree.Entry> entry = tree.next();
      boolean read =
          entry.isEmpty() || !(entry.get() instanceof FileTree.Entry.File file) || reads(file);
      if (read) {
        return entry;
      }
      leave();
    }
  }

  private boolean reads(FileTree.Entry.File file) {
    return switch (choice.file(file.name())) {
      case READ -> true;
      case LEFT_OUT -> false;
      case IF_ARCHIVE -> formats.isArchive(file);
    };
  }

  // Only the reading thread writes it.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void leave() {
    leftOut++;
  }

  /** Returns how many files were left out so far; may be asked from any thread. */
  long leftOut() {
    return leftOut;
  }
}
