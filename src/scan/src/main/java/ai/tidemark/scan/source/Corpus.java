package ai.tidemark.scan.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Files and trees as a stream of chunks, in an order that depends on names only. A file that cannot
 * be read becomes a {@link Chunk.Skipped} and the stream goes on. One thread reads; {@link #files}
 * may be asked from any.
 */
public final class Corpus implements AutoCloseable {
  private final ChosenFiles tree;
  private final Opener opener;
  private final Formats formats;
  private Optional<Open> open = Optional.empty();
  private long entries; // before the one in hand, or before the next
  private Position resumed = Position.START;
  private volatile long files;

  /**
   * A corpus.
   *
   * @param roots files and directories
   * @param excluded directories to leave out
   * @param rules which files are read, and what of them
   * @throws ai.tidemark.core.BadInputException if a root does not exist
   */
  public Corpus(List<Path> roots, List<Path> excluded, SourceRules rules, Opener opener) {
    this.tree = new ChosenFiles(roots, excluded, rules);
    this.formats = new Formats(rules);
    this.opener = opener;
  }

  /**
   * Returns the bytes of all files, by listing them.
   *
   * @throws ai.tidemark.core.BadInputException if a root does not exist
   */
  public static long size(List<Path> roots, List<Path> excluded, SourceRules rules) {
    long[] bytes = {0};
    forEach(roots, excluded, rules, file -> bytes[0] += file.size());
    return bytes[0];
  }

  /** Lists the files that are read. */
  static void forEach(
      List<Path> roots,
      List<Path> excluded,
      SourceRules rules,
      Consumer<FileTree.Entry.File> visitor) {
    ChosenFiles tree = new ChosenFiles(roots, excluded, rules);
    for (var entry = tree.next(); entry.isPresent(); entry = tree.next()) {
      if (entry.get() instanceof FileTree.Entry.File file) {
        visitor.accept(file);
      }
    }
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

  /** Returns how many files were left out by the globs of the selection so far. */
  public long filesLeftOut() {
    return tree.leftOut();
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
    private Optional<Formats.Opened> opened = Optional.empty();
    private boolean ended;
    private long handedOut;
    private long contentBytes;
    private long used; // bytes of the file read
    private long claimed; // bytes of the file that pieces skipped stand for
    private long accounted; // bytes of the file that chunks stand for

    Open(FileTree.Entry entry) {
      this.entry = entry;
    }

    Optional<Chunk> next() {
      if (ended) {
        return Optional.empty();
      }
      Optional<Content> content =
          switch (entry) {
            case FileTree.Entry.Problem(Skip skip) -> {
              ended = true;
              yield Optional.of(new Content.Skipped(skip, true));
            }
            case FileTree.Entry.File file -> content(file);
          };
      return content.map(this::chunk);
    }

    private Chunk chunk(Content content) {
      handedOut++;
      Position end = new Position(entries, handedOut);
      Optional<LongSupplier> tells = opened.flatMap(Formats.Opened::used);
      long now = tells.map(LongSupplier::getAsLong).orElse(0L);
      contentBytes += content.bytes();
      double perByte =
          tells.isEmpty() || contentBytes == 0
              ? 1
              : Math.min(1, (double) Math.max(used, now) / contentBytes);
      Content named = content;
      long bytes = tells.isEmpty() ? content.bytes() : Math.max(0, now - used);
      used = Math.max(used, now);
      if (content instanceof Content.Skipped(Skip skip, boolean inFile)) {
        long skipped = inFile ? skip.bytes() : Math.round(perByte * skip.bytes());
        skipped = Math.min(skipped, size() - claimed);
        claimed += skipped;
        named = new Content.Skipped(new Skip(skip.place(), skip.reason(), skipped), true);
        bytes = inFile || tells.isEmpty() ? skipped : bytes;
      }
      bytes = Math.min(bytes, size() - accounted);
      accounted += bytes;
      return new Chunk(named, bytes, perByte, end);
    }

    /** Returns the bytes of the file; whatever it says of itself, no more of it is read or lost. */
    private long size() {
      return switch (entry) {
        case FileTree.Entry.File file -> Math.max(file.size(), in.map(Input::position).orElse(0L));
        case FileTree.Entry.Problem(Skip skip) -> skip.bytes();
      };
    }

    private Optional<Content> content(FileTree.Entry.File file) {
      try {
        if (opened.isEmpty()) {
          Input input = new Input(opener.open(file.path()));
          in = Optional.of(input);
          opened = Optional.of(formats.file(file, input));
        }
        Optional<Content> content = opened.get().chunks().next();
        if (content.isPresent()) {
          return content;
        }
        ended = true;
        Optional<IOException> failure = opened.get().failure();
        return failure.isEmpty() ? Optional.empty() : skipped(file, failure.get());
      } catch (IOException e) {
        // A stream below that failed says more than what a format makes of its end.
        return skipped(file, in.flatMap(Input::failure).orElse(e));
      }
    }

    private Optional<Content> skipped(FileTree.Entry.File file, IOException failure) {
      ended = true;
      long rest = opened.map(o -> o.left(file.size())).orElse(file.size());
      Skip skip = new Skip(Place.whole(file.name()), Skip.reason(failure), rest);
      return Optional.of(new Content.Skipped(skip, true));
    }

    void close() {
      try {
        if (opened.isPresent()) {
          opened.get().close();
        }
        if (in.isPresent()) {
          in.get().close();
        }
      } catch (IOException e) {
        // it was only read, and every byte that came was used
      }
    }
  }

  /** Closes the file in hand. */
  @Override
  public void close() {
    open.ifPresent(Open::close);
    open = Optional.empty();
  }
}
