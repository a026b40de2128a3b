package ai.tidemark.keys.log;

import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The static files of a growing log but its checkpoint: tiles and entry bundles. Holds what is not
 * in a full file yet. Writing a file again writes the same bytes, so it does not matter which of
 * them a crash left. Not thread-safe.
 */
final class TileFiles {
  private final Disk disk;
  private final Durable durable;
  private final Path folder;
  private final TreeEdge edge;
  private final List<byte[]> bundle = new ArrayList<>();
  private final Map<Path, byte[]> full = new LinkedHashMap<>(); // not written yet
  private final List<TilePath> filled = new ArrayList<>(); // its partial files are of no more use
  private Set<TilePath> partial = new HashSet<>(); // written by this object for the last checkpoint

  /**
   * Begins with the entries below an index that is a multiple of 256; their full tiles are there.
   *
   * @throws ai.tidemark.core.BadInputException if one has a wrong length
   * @throws java.nio.file.NoSuchFileException if one is missing
   */
  TileFiles(Disk disk, Durable durable, Path folder, long size) throws IOException {
    this.disk = disk;
    this.durable = durable;
    this.folder = folder;
    this.edge = TreeEdge.of(size, this::read);
  }

  private List<byte[]> read(int level, long index) throws IOException {
    Path file = path(new TilePath(level, index, TilePath.FULL));
    return Tile.parse(file.toString(), TilePath.FULL, disk.read(file));
  }

  private Path path(TilePath tile) {
    return folder.resolve(tile.path());
  }

  /** Appends an entry; nothing is written. */
  void add(byte[] entry) {
    long index = edge.size();
    bundle.add(entry);
    edge.add(
        Merkle.leaf(entry),
        (level, tile, hashes) ->
            filled(new TilePath(level, tile, TilePath.FULL), Tile.encode(hashes)));
    if (bundle.size() == TilePath.FULL) {
      filled(
          new TilePath(TilePath.ENTRIES, index / TilePath.FULL, TilePath.FULL),
          EntryBundle.encode(bundle));
      bundle.clear();
    }
  }

  private void filled(TilePath tile, byte[] bytes) {
    full.put(path(tile), bytes);
    filled.add(tile);
  }

  /** Returns the number of entries. */
  long size() {
    return edge.size();
  }

  /** Returns the root over them. */
  byte[] root() {
    return edge.root();
  }

  /** Returns how many full files wait to be written. */
  int waiting() {
    return full.size();
  }

  /** Writes the full files that wait, durably. */
  void writeFull() throws IOException {
    durable.replaceAll(full, Access.EVERYONE);
    full.clear();
  }

  /** Writes all files that a checkpoint of this size needs, durably. */
  void writeAll() throws IOException {
    writeFull();
    Set<TilePath> needed = new HashSet<>();
    Map<Path, byte[]> missing = new LinkedHashMap<>();
    for (TilePath tile : TilePath.edge(edge.size())) {
      if (tile.width() < TilePath.FULL) {
        needed.add(tile);
        if (!partial.contains(tile)) {
          missing.put(
              path(tile),
              tile.level() == TilePath.ENTRIES
                  ? EntryBundle.encode(bundle)
                  : Tile.encode(edge.partial(tile.level())));
        }
      }
    }
    durable.replaceAll(missing, Access.EVERYONE);
    partial = needed;
  }

  /**
   * Deletes the partial files in the place of full ones. Only after a checkpoint that needs them no
   * more is durable.
   */
  void deletePartial() throws IOException {
    for (TilePath tile : filled) {
      Path place = path(tile);
      Path folderOfPartial = place.resolveSibling(place.getFileName() + ".p");
      if (disk.exists(folderOfPartial)) {
        for (String name : disk.list(folderOfPartial)) {
          disk.delete(folderOfPartial.resolve(name));
        }
        disk.delete(folderOfPartial);
      }
    }
    filled.clear();
  }
}
