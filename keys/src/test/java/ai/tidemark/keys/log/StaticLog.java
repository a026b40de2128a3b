package ai.tidemark.keys.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A log in memory that writes its tiles as files, the plain way: a list of hashes for each level.
 */
final class StaticLog implements Subtrees {
  private final List<byte[]> entries;
  private final List<List<byte[]>> levels = new ArrayList<>();

  StaticLog(List<byte[]> entries) {
    this.entries = entries;
    List<byte[]> level = entries.stream().map(Merkle::leaf).toList();
    while (!level.isEmpty()) {
      levels.add(level);
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(Merkle.node(level.get(i), level.get(i + 1)));
      }
      level = above;
    }
  }

  @Override
  public byte[] hash(int level, long index) {
    return levels.get(level).get((int) index);
  }

  /** Writes all full tiles, and the partial ones of the trees of some sizes. */
  void write(Path directory, int... sizes) throws IOException {
    for (TilePath last : TilePath.edge(entries.size())) {
      for (long i = 0; i < TilePath.hashes(last.level(), entries.size()) / TilePath.FULL; i++) {
        write(directory, new TilePath(last.level(), i, TilePath.FULL));
      }
    }
    for (int size : sizes) {
      for (TilePath last : TilePath.edge(size)) {
        write(directory, last);
      }
    }
  }

  private void write(Path directory, TilePath tile) throws IOException {
    Path path = directory.resolve(tile.path());
    Files.createDirectories(path.getParent());
    int from = (int) tile.index() * TilePath.FULL;
    byte[] bytes =
        tile.level() == TilePath.ENTRIES
            ? EntryBundle.encode(entries.subList(from, from + tile.width()))
            : Tile.encode(levels.get(8 * tile.level()).subList(from, from + tile.width()));
    Files.write(path, bytes);
  }
}
