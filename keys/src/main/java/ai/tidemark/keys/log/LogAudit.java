package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recomputes a whole log from its entries: every tile that a tree of the checkpoint's size has must
 * be the one that the entries make, and the root the one that was signed.
 */
public final class LogAudit {
  private static final int MOST_PROBLEMS = 20;

  private final TileSource source;
  private final LogReader reader;
  private final List<String> problems = new ArrayList<>();
  private long files;

  /**
   * What came of it.
   *
   * @param entries in the tree
   * @param files of tiles and entries that were compared
   * @param problems the first 20, empty if all is well
   */
  public record Result(long entries, long files, List<String> problems) {
    /** Copies the list. */
    public Result {
      problems = List.copyOf(problems);
    }
  }

  private LogAudit(TileSource source, LogReader reader) {
    this.source = source;
    this.reader = reader;
  }

  /**
   * Audits a log in a folder; its signatures are for {@link LogPolicy}.
   *
   * @param sink takes all entries in order, while they are read
   * @throws BadInputException if it has no readable checkpoint
   */
  public static Result run(Path folder, LogReader.EntrySink sink) {
    TileSource source = path -> Disk.real().read(folder.resolve(path));
    return new LogAudit(source, LogReader.open(source, folder.toString())).run(sink);
  }

  private Result run(LogReader.EntrySink sink) {
    TreeEdge edge = new TreeEdge();
    try {
      reader.forEach(
          0,
          reader.size(),
          (index, entry) -> {
            edge.add(Merkle.leaf(entry), this::full);
            sink.entry(index, entry);
          });
    } catch (BadInputException e) {
      problem(String.valueOf(e.getMessage()));
      return new Result(edge.size(), files, problems);
    }
    for (TilePath tile : TilePath.edge(reader.size())) {
      if (tile.level() == TilePath.ENTRIES) {
        files += tile.index() + 1;
      } else if (tile.width() < TilePath.FULL) {
        compare(tile, edge.partial(tile.level()));
      }
    }
    if (!Arrays.equals(edge.root(), reader.checkpoint().root())) {
      problem("the entries do not make the root of the checkpoint");
    }
    return new Result(edge.size(), files, problems);
  }

  private void full(int level, long index, List<byte[]> hashes) {
    compare(new TilePath(level, index, TilePath.FULL), hashes);
  }

  private void compare(TilePath tile, List<byte[]> hashes) {
    files++;
    try {
      byte[] there = read(tile);
      byte[] expected = Tile.encode(hashes);
      if (there.length < expected.length
          || !Arrays.equals(there, 0, expected.length, expected, 0, expected.length)
          || (there.length != expected.length && tile.width() == TilePath.FULL)) {
        problem(tile.path() + " is not what the entries make");
      }
    } catch (NoSuchFileException _) {
      problem(tile.path() + " is missing");
    } catch (IOException e) {
      problem(tile.path() + " cannot be read: " + e.getMessage());
    }
  }

  /** A partial tile may have been replaced by the full one since the checkpoint was read. */
  private byte[] read(TilePath tile) throws IOException {
    try {
      return source.read(tile.path());
    } catch (NoSuchFileException e) {
      if (tile.width() == TilePath.FULL) {
        throw e;
      }
      return source.read(tile.full().path());
    }
  }

  private void problem(String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }
}
