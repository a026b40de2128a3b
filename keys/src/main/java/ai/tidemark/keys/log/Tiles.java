package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tiles of a tree of one size, the last ones used kept. Thread-safe. */
final class Tiles implements Subtrees {
  private static final int MOST_KEPT = 512; // 4 MiB of hashes
  private static final int TILE_BITS = 8;

  private final TileSource source;
  private final String where;
  private final long size;
  private final Map<TilePath, List<byte[]>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, List<byte[]>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  Tiles(TileSource source, String where, long size) {
    this.source = source;
    this.where = where;
    this.size = size;
  }

  @Override
  public byte[] hash(int height, long index) {
    int level = height / TILE_BITS;
    int width = 1 << (height % TILE_BITS);
    long first = index * width; // of its hashes in the level
    int in = (int) (first % TilePath.FULL);
    return Merkle.root(tile(level, first / TilePath.FULL).subList(in, in + width));
  }

  /** Returns the hashes of a tile, as many as a tree of this size has. */
  private List<byte[]> tile(int level, long index) {
    TilePath path = path(level, index);
    synchronized (kept) {
      List<byte[]> tile = kept.get(path);
      if (tile != null) {
        return tile;
      }
    }
    List<byte[]> tile = read(path, (file, width, bytes) -> Tile.parse(file, width, bytes));
    synchronized (kept) {
      kept.put(path, tile);
    }
    return tile;
  }

  /** Returns the entries of a bundle, as many as a tree of this size has. */
  List<byte[]> bundle(long index) {
    return read(
        path(TilePath.ENTRIES, index),
        (file, width, bytes) -> EntryBundle.parse(file, width, bytes));
  }

  private TilePath path(int level, long index) {
    long there = TilePath.hashes(level, size) - index * TilePath.FULL;
    return new TilePath(level, index, (int) Math.min(TilePath.FULL, there));
  }

  @FunctionalInterface
  private interface Parser {
    List<byte[]> parse(String file, int width, byte[] bytes);
  }

  private List<byte[]> read(TilePath path, Parser parser) {
    try {
      return parser.parse(where + "/" + path.path(), path.width(), source.read(path.path()));
    } catch (NoSuchFileException e) {
      if (path.width() == TilePath.FULL) {
        throw new BadInputException(where + "/" + path.path(), "is missing", e);
      }
      // the log has grown and the file become full
      TilePath full = path.full();
      byte[] bytes = LogReader.read(source, where, full.path());
      return parser.parse(where + "/" + full.path(), TilePath.FULL, bytes).subList(0, path.width());
    } catch (IOException e) {
      throw new BadInputException(where + "/" + path.path(), "cannot be read", e);
    }
  }
}
