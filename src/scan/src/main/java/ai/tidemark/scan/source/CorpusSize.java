package ai.tidemark.scan.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How large the files of a corpus are.
 *
 * @param files how many
 * @param plain bytes of those that hold their texts as they are
 * @param packed bytes of those that are compressed, archives or Parquet
 */
public record CorpusSize(long files, long plain, long packed) {

  /**
   * Lists the files that a scan would read, and looks at the head of each.
   *
   * @param roots files and directories
   * @param rules which files are read
   * @throws ai.tidemark.core.BadInputException if a root does not exist
   */
  public static CorpusSize of(List<Path> roots, SourceRules rules) {
    long[] counts = new long[3];
    Corpus.forEach(
        roots,
        List.of(),
        rules,
        file -> {
          counts[0]++;
          counts[isPacked(file.path()) ? 2 : 1] += file.size();
        });
    return new CorpusSize(counts[0], counts[1], counts[2]);
  }

  private static boolean isPacked(Path file) {
    try {
      return Packed.of(file).isPresent();
    } catch (IOException e) {
      return false; // the scan will say so
    }
  }
}
