package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files and trees as a stream of chunks, in an order that depends on names only. A file that cannot
 * be read becomes a {@link Chunk.Skipped} and the stream goes on. One thread reads; {@link #files}
 * may be asked from any.
 */
public final class Corpus implements AutoCloseable {
  /** A line may be this many times the cap on its text, for escapes and the other fields. */
  private static final int LINE_TO_TEXT = 2;

  private final FileTree tree;
  private final Opener opener;
  private final int textCap;
  private Optional<Open> open = Optional.empty();
  private volatile long files;

  private record Open(FileTree.Entry.File file, InputStream in, Chunks chunks) {}

  /**
   * A corpus.
   *
   * @param roots files and directories
   * @param excluded directories to leave out
   * @param textCap bytes of a record's text at most
   * @throws ai.tidemark.core.BadInputException if a root does not exist
   */
  public Corpus(List<Path> roots, List<Path> excluded, int textCap, Opener opener) {
    this.tree = new FileTree(roots, excluded);
    this.textCap = textCap;
    this.opener = opener;
  }

  /**
   * Returns the bytes of all files, by listing them.
   *
   * @throws ai.tidemark.core.BadInputException if a root does not exist
   */
  public static long size(List<Path> roots, List<Path> excluded) {
    FileTree tree = new FileTree(roots, excluded);
    long bytes = 0;
    for (var entry = tree.next(); entry.isPresent(); entry = tree.next()) {
      if (entry.get() instanceof FileTree.Entry.File file) {
        bytes += file.size();
      }
    }
    return bytes;
  }

  /** Returns the next chunk, or empty at the end. */
  public Optional<Chunk> next() {
    while (true) {
      if (open.isPresent()) {
        Optional<Chunk> chunk = nextOf(open.get());
        if (chunk.isPresent()) {
          return chunk;
        }
        close();
      } else {
        Optional<FileTree.Entry> entry = tree.next();
        if (entry.isEmpty()) {
          return Optional.empty();
        }
        switch (entry.get()) {
          case FileTree.Entry.Problem(Skip skip) -> {
            return Optional.of(new Chunk.Skipped(skip));
          }
          case FileTree.Entry.File file -> {
            Optional<Chunk> problem = begin(file);
            if (problem.isPresent()) {
              return problem;
            }
          }
        }
      }
    }
  }

  /** Returns how many files were opened so far. */
  public long files() {
    return files;
  }

  // Only the reading thread writes files.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private Optional<Chunk> begin(FileTree.Entry.File file) {
    boolean records = isRecords(file.name());
    if (file.size() == 0 && records) {
      files++;
      return skipped(file, SkipReason.EMPTY_FILE);
    }
    try {
      InputStream in = opener.open(file.path());
      files++;
      Chunks chunks =
          records
              ? new LineChunks(file.name(), in, Math.multiplyExact(LINE_TO_TEXT, textCap))
              : new TextChunks(file.name(), file.size(), in, textCap);
      open = Optional.of(new Open(file, in, chunks));
      return Optional.empty();
    } catch (IOException e) {
      return skipped(file, Skip.reason(e));
    }
  }

  private Optional<Chunk> nextOf(Open current) {
    try {
      return current.chunks().next();
    } catch (IOException e) {
      close();
      return skipped(current.file(), Skip.reason(e));
    }
  }

  private static Optional<Chunk> skipped(FileTree.Entry.File file, SkipReason reason) {
    return Optional.of(new Chunk.Skipped(new Skip(Place.whole(file.name()), reason, file.size())));
  }

  private static boolean isRecords(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
  }

  /** Closes the file in hand. */
  @Override
  public void close() {
    if (open.isPresent()) {
      try {
        open.get().in().close();
      } catch (IOException e) {
        // it was only read, and every byte that came was used
      }
      open = Optional.empty();
    }
  }
}
