package ai.tidemark.keys.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a growing tree: of each level of tiles the hashes of the tile that is not full
 * yet. All else of the tree is in full tiles. Not thread-safe.
 */
final class TreeEdge {
  private static final int TILE = TilePath.FULL;

  private final List<List<byte[]>> levels = new ArrayList<>();
  private long size;

  /** Takes tiles that became full. */
  @FunctionalInterface
  interface FullTiles {
    /**
     * Takes a tile.
     *
     * @param hashes 256
     */
    void full(int level, long index, List<byte[]> hashes);
  }

  /** Reads tiles that are full. */
  @FunctionalInterface
  interface TileReader<E extends Exception> {
    /** Returns the 256 hashes of a tile. */
    List<byte[]> tile(int level, long index) throws E;
  }

  /** The edge of the empty tree. */
  TreeEdge() {}

  /** The edge of a tree whose size is a multiple of 256, from its full tiles. */
  static <E extends Exception> TreeEdge of(long size, TileReader<E> tiles) throws E {
    if (size % TILE != 0) {
      throw new IllegalArgumentException("size must be a multiple of 256, but is " + size);
    }
    TreeEdge edge = new TreeEdge();
    edge.size = size;
    edge.levels.add(new ArrayList<>());
    for (int level = 1; (size >>> (8 * level)) > 0; level++) {
      long hashes = size >>> (8 * level);
      List<byte[]> partial = new ArrayList<>();
      for (long i = hashes - hashes % TILE; i < hashes; i++) {
        partial.add(Merkle.root(tiles.tile(level - 1, i)));
      }
      edge.levels.add(partial);
    }
    return edge;
  }

  /** Returns the number of leaves. */
  long size() {
    return size;
  }

  /** Appends a leaf. */
  void add(byte[] leafHash, FullTiles sink) {
    byte[] hash = leafHash;
    long index = size++; // of the hash in its level
    for (int level = 0; ; level++, index /= TILE) {
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<byte[]> tile = levels.get(level);
      tile.add(hash);
      if (tile.size() < TILE) {
        return;
      }
      sink.full(level, index / TILE, List.copyOf(tile));
      hash = Merkle.root(tile);
      tile.clear();
    }
  }

  /** Returns how many levels of tiles there are. */
  int levels() {
    return levels.size();
  }

  /** Returns the hashes of the tile of a level that is not full, 0 to 255 of them. */
  List<byte[]> partial(int level) {
    return List.copyOf(levels.get(level));
  }

  /** Returns the root: the perfect subtrees of the edge, folded from the right. */
  byte[] root() {
    byte @Nullable [] root = null;
    for (List<byte[]> tile : levels) {
      int end = tile.size();
      for (int width = 1; width < TILE; width *= 2) {
        if ((tile.size() & width) != 0) {
          byte[] left = Merkle.root(tile.subList(end - width, end));
          root = root == null ? left : Merkle.node(left, root);
          end -= width;
        }
      }
    }
    return root == null ? Merkle.root(List.of()) : root;
  }
}
