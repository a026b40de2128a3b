package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.corpus.ManifestFile;
import ai.tidemark.scan.source.CorpusFiles;
import ai.tidemark.scan.source.Skip;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the files of a scan are named: arguments, globs, a list, standard input. */
final class SourceOptions implements AutoCloseable {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final int MOST_LIST_BYTES = 512 << 20;

  @Option(
      names = "--files",
      paramLabel = "FILE",
      description =
          "Names the files to scan: one path a line, or a corpus manifest (tidemark plan"
              + " --manifest), whose sizes must then be those of the files.")
  private @Nullable Path files;

  private @Nullable Path spooled;

  /**
   * Returns what to scan: globs that no file is named like are expanded, standard input is kept in
   * a private file, since a scan may read it twice.
   */
  List<Path> paths(CommandSpec spec, List<Path> given) {
    List<Path> paths = new ArrayList<>();
    for (Path path : given) {
      if (path.equals(STANDARD_INPUT)) {
        if (given.size() > 1 || files != null) {
          throw new ParameterException(spec.commandLine(), "- (standard input) must stand alone");
        }
        paths.add(spool());
      } else if (isGlob(path)) {
        paths.addAll(expand(spec, path));
      } else {
        paths.add(path);
      }
    }
    if (files != null) {
      paths.addAll(listed(files));
    }
    return paths;
  }

  private static boolean isGlob(Path path) {
    return path.toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)
        && !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> expand(CommandSpec spec, Path glob) {
    Path root = glob.isAbsolute() ? glob.getRoot() : Path.of("");
    int literal = 0;
    while (literal < glob.getNameCount() - 1 && !isGlob(glob.getName(literal))) {
      root = root.resolve(glob.getName(literal++));
    }
    List<Path> found;
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      boolean deep = glob.toString().contains("**");
      int depth = deep ? Integer.MAX_VALUE : Math.max(1, glob.getNameCount() - literal);
      try (Stream<Path> walk = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
        found = walk.filter(p -> matcher.matches(p) && Files.isRegularFile(p)).sorted().toList();
      }
    } catch (PatternSyntaxException e) {
      throw new ParameterException(spec.commandLine(), "not a glob: " + glob, e);
    } catch (IOException | UncheckedIOException e) {
      throw new BadInputException(root.toString(), "cannot be listed", e);
    }
    if (found.isEmpty()) {
      throw new BadInputException(glob.toString(), "matches no file");
    }
    return found;
  }

  private static List<Path> listed(Path list) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(list)) {
      bytes = in.readNBytes(MOST_LIST_BYTES);
    } catch (IOException e) {
      throw new BadInputException(list.toString(), "cannot be read", e);
    }
    if (bytes.length == MOST_LIST_BYTES) {
      throw new BadInputException(list.toString(), "is too large to be a list of files");
    }
    if (bytes.length > 0 && bytes[0] == '{') {
      return manifest(list, Manifest.parse(list.toString(), bytes));
    }
    List<Path> paths = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        paths.add(path(list + ":" + number, line));
      }
    }
    return paths;
  }

  /** Returns the path that a text names. */
  private static Path path(String where, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new BadInputException(where, "names no file: " + e.getReason(), e);
    }
  }

  /**
   * Returns what to scan by a manifest: what was given, whose files must then be the manifest's, by
   * name and size; or, if nothing was, its files below the current folder.
   */
  static List<Path> ofManifest(Path file, List<Path> given, Path out) {
    Manifest manifest = Manifest.read(file);
    if (given.isEmpty()) {
      return manifest(file, manifest);
    }
    Map<String, Long> expected = new TreeMap<>();
    manifest.files().forEach(f -> expected.put(f.path(), f.size()));
    List<String> differences = new ArrayList<>();
    try {
      CorpusFiles.forEach(
          given,
          List.of(out),
          new CorpusFiles.Visitor() {
            @Override
            public void file(Path path, String name, long size) {
              Long planned = expected.remove(name);
              if (planned == null) {
                differences.add(name + " is not in it");
              } else if (planned != size) {
                differences.add(name + " has " + size + " bytes, not " + planned);
              }
            }

            @Override
            public void problem(Skip skip) {
              // the scan says so
            }
          });
    } catch (IOException e) {
      throw new BadInputException(given.getFirst().toString(), "cannot be listed", e);
    }
    expected.keySet().forEach(name -> differences.add(name + " is missing"));
    if (!differences.isEmpty()) {
      throw new BadInputException(
          file.toString(),
          "is of another corpus: "
              + differences.getFirst()
              + (differences.size() > 1 ? ", and " + (differences.size() - 1) + " more" : ""));
    }
    return given;
  }

  private static List<Path> manifest(Path list, Manifest manifest) {
    List<Path> paths = new ArrayList<>();
    for (ManifestFile file : manifest.files()) {
      Path path = path(list.toString(), file.path());
      try {
        if (Files.size(path) != file.size()) {
          throw new BadInputException(
              path.toString(), "has not the size that " + list + " says: it is another file");
        }
      } catch (IOException e) {
        throw new BadInputException(
            path.toString(), "cannot be read, but " + list + " names it", e);
      }
      paths.add(path);
    }
    return paths;
  }

  private Path spool() {
    try {
      Path folder = Files.createTempDirectory("tidemark-");
      Path file = folder.resolve("stdin");
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      spooled = file;
      try (var out = Files.newOutputStream(file)) {
        System.in.transferTo(out);
      }
      return file;
    } catch (IOException e) {
      throw new BadInputException("standard input", "cannot be kept for the scan", e);
    }
  }

  /** Removes what was kept of standard input. */
  @Override
  public void close() {
    if (spooled != null) {
      try {
        Files.deleteIfExists(spooled);
        Files.deleteIfExists(spooled.toAbsolutePath().getParent());
      } catch (IOException e) {
        // a private file in the system's temporary folder, which the system clears
      }
    }
  }
}
