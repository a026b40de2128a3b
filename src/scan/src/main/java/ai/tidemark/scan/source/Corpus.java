package ai.tidemark.scan.source;

import java.io.IOException;
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
  private long entries; // before the one in hand, or before the next
  private Position resumed = Position.START;
  private volatile long files;

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

  /**
   * Goes on where an earlier corpus of the same files was: passes over the files before without
   * opening them. Called before anything is read.
   *
   * @throws IllegalArgumentException if the corpus ends before it
   */
  public void resume(Position position) {
    if (entries > 0 || open.isPresent() || !resumed.equals(Position.START)) {
      throw new IllegalStateException("the corpus is being read");
    }
    while (entries < position.file()) {
      Optional<FileTree.Entry> entry = tree.next();
      if (entry.isEmpty()) {
        throw new IllegalArgumentException(
            "position is after entry " + entries + ", the last: " + position);
      }
      count(entry.get());
      entries++;
    }
    resumed = position;
  }

  /** Returns the next chunk, or empty at the end. */
  public Optional<Chunk> next() {
    while (true) {
      if (open.isEmpty()) {
        Optional<FileTree.Entry> entry = tree.next();
        if (entry.isEmpty()) {
          return Optional.empty();
        }
        count(entry.get());
        open = Optional.of(new Open(entry.get()));
      }
      Open current = open.get();
      Optional<Chunk> chunk = current.next();
      if (chunk.isEmpty()) {
        close();
        entries++;
      } else if (entries != resumed.file() || current.handedOut > resumed.chunk()) {
        return chunk;
      }
    }
  }

  /** Returns how many files were met so far, those that could not be opened included. */
  public long files() {
    return files;
  }

  // Only the reading thread writes files.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void count(FileTree.Entry entry) {
    if (entry instanceof FileTree.Entry.File) {
      files++;
    }
  }

  /** The entry in hand. */
  private final class Open {
    private final FileTree.Entry entry;
    private Optional<Input> in = Optional.empty();
    private Optional<Chunks> chunks = Optional.empty();
    private boolean ended;
    private long handedOut;

    Open(FileTree.Entry entry) {
      this.entry = entry;
    }

    Optional<Chunk> next() {
      return content()
          .map(
              content -> {
                handedOut++;
                return new Chunk(content, content.bytes(), 1, new Position(entries, handedOut));
              });
    }

    private Optional<Content> content() {
      if (ended) {
        return Optional.empty();
      }
      switch (entry) {
        case FileTree.Entry.Problem(Skip skip) -> {
          ended = true;
          return Optional.of(new Content.Skipped(skip));
        }
        case FileTree.Entry.File file -> {
          try {
            return content(file);
          } catch (IOException e) {
            return skipped(file, Skip.reason(e));
          }
        }
      }
    }

    private Optional<Content> content(FileTree.Entry.File file) throws IOException {
      if (chunks.isEmpty()) {
        boolean records = isRecords(file.name());
        if (file.size() == 0 && records) {
          return skipped(file, SkipReason.EMPTY_FILE);
        }
        Input input = new Input(opener.open(file.path()));
        in = Optional.of(input);
        chunks =
            Optional.of(
                records
                    ? new LineChunks(file.name(), input, Math.multiplyExact(LINE_TO_TEXT, textCap))
                    : new TextChunks(file.name(), file.size(), input, textCap));
      }
      Optional<Content> content = chunks.get().next();
      if (content.isPresent()) {
        return content;
      }
      ended = true;
      Optional<IOException> failure = in.get().failure();
      return failure.isEmpty() ? Optional.empty() : skipped(file, Skip.reason(failure.get()));
    }

    private Optional<Content> skipped(FileTree.Entry.File file, SkipReason reason) {
      ended = true;
      long read = in.map(Input::position).orElse(0L);
      long rest = Math.max(0, file.size() - read);
      return Optional.of(new Content.Skipped(new Skip(Place.whole(file.name()), reason, rest)));
    }

    void close() {
      try {
        if (chunks.isPresent()) {
          chunks.get().close();
        }
        if (in.isPresent()) {
          in.get().close();
        }
      } catch (IOException e) {
        // it was only read, and every byte that came was used
      }
    }
  }

  private static boolean isRecords(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
  }

  /** Closes the file in hand. */
  @Override
  public void close() {
    open.ifPresent(Open::close);
    open = Optional.empty();
  }
}
