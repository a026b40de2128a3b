package ai.tidemark.scan.source;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files below some roots, in an order that depends on their names only. Links are followed; a
 * directory is read once, so loops end. Holds one listing per open directory. Not thread-safe.
 */
final class FileTree {

  /** What the tree meets. */
  sealed interface Entry {
    /**
     * A regular file.
     *
     * @param path where it is
     * @param name as {@link Place#file}
     * @param size bytes when it was listed
     */
    record File(Path path, String name, long size) implements Entry {}

    /**
     * Something that cannot be read.
     *
     * @param skip what and why
     */
    record Problem(Skip skip) implements Entry {}
  }

  private record Node(Path path, String name) {}

  private final Deque<Deque<Node>> open = new ArrayDeque<>();
  private final Set<Path> seen = new HashSet<>();

  /**
   * A tree.
   *
   * @param roots files and directories
   * @param excluded directories to leave out silently, for example the report's own
   * @throws BadInputException if a root does not exist
   */
  FileTree(List<Path> roots, List<Path> excluded) {
    for (Path path : excluded) {
      realPath(path).ifPresent(seen::add);
    }
    excludedPaths = Set.copyOf(seen);
    TreeMap<String, Path> sorted = new TreeMap<>();
    Set<Path> absolute = new HashSet<>();
    for (Path root : roots) {
      if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        throw new BadInputException(root.toString(), "does not exist; name a file or a directory");
      }
      if (absolute.add(root.toAbsolutePath().normalize())) {
        sorted.put(slashed(root.normalize()), root);
      }
    }
    Deque<Node> first = new ArrayDeque<>();
    if (sorted.size() == 1) {
      Path only = sorted.firstEntry().getValue();
      Path fileName = only.getFileName();
      boolean directory = Files.isDirectory(only);
      first.add(new Node(only, directory || fileName == null ? "" : fileName.toString()));
    } else {
      sorted.forEach((name, path) -> first.add(new Node(path, name)));
    }
    open.push(first);
  }

  private final Set<Path> excludedPaths;

  /** Returns the next file or problem, or empty at the end. */
  Optional<Entry> next() {
    while (!open.isEmpty()) {
      Node node = open.peek().poll();
      if (node == null) {
        open.pop();
        continue;
      }
      Optional<Entry> entry = visit(node);
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  private Optional<Entry> visit(Node node) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(node.path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return enter(node);
      }
      if (!attributes.isRegularFile()) {
        return problem(node, SkipReason.NOT_A_FILE);
      }
      return Optional.of(new Entry.File(node.path, node.name, attributes.size()));
    } catch (NoSuchFileException e) {
      boolean dangling = Files.isSymbolicLink(node.path);
      return problem(node, dangling ? SkipReason.NOT_A_FILE : SkipReason.VANISHED);
    } catch (IOException e) {
      SkipReason reason = Skip.reason(e);
      boolean ownLoop = reason == SkipReason.READ_ERROR && Files.isSymbolicLink(node.path);
      return problem(node, ownLoop ? SkipReason.LINK_LOOP : reason);
    }
  }

  /** Opens a directory; returns a problem if it was read before. */
  private Optional<Entry> enter(Node node) throws IOException {
    Path real = node.path.toRealPath();
    if (!seen.add(real)) {
      return excludedPaths.contains(real) ? Optional.empty() : problem(node, SkipReason.LINK_LOOP);
    }
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> listing = Files.newDirectoryStream(node.path)) {
      listing.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(children);
    Deque<Node> nodes = new ArrayDeque<>();
    for (Path child : children) {
      String prefix = node.name.isEmpty() ? "" : node.name + "/";
      nodes.add(new Node(child, prefix + child.getFileName()));
    }
    open.push(nodes);
    return Optional.empty();
  }

  private static Optional<Entry> problem(Node node, SkipReason reason) {
    String name = node.name.isEmpty() ? "." : node.name;
    return Optional.of(new Entry.Problem(new Skip(Place.whole(name), reason, 0)));
  }

  private static Optional<Path> realPath(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty(); // not there, so the tree cannot meet it
    }
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
