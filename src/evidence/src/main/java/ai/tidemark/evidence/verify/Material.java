package ai.tidemark.evidence.verify;

import ai.tidemark.core.token.Tokenizer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a verifier looks at beside the bundle itself.
 *
 * @param texts the material; reads more than the blocks alone, but takes a whole scan
 * @param blocks the scored blocks, where the bundle has them encrypted or not at all
 * @param log the log's own files, as whoever publishes it serves them
 * @param now the instant at which certificates must still be valid, and that no time stamp is after
 * @param workers threads
 */
public record Material(
    Optional<Texts> texts, Optional<Path> blocks, Optional<Path> log, Instant now, int workers) {

  /**
   * The material itself.
   *
   * @param root the folder or file that was scanned
   * @param tokenizer the one that the profile is pinned to
   */
  public record Texts(Path root, Tokenizer tokenizer) {}

  /** The bundle and nothing else. */
  public static Material none(Instant now) {
    return new Material(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now,
        Runtime.getRuntime().availableProcessors());
  }

  /** Returns the same with scored blocks. */
  public Material withBlocks(Path file) {
    return new Material(texts, Optional.of(file), log, now, workers);
  }

  /** Returns the same with texts. */
  public Material withTexts(Path root, Tokenizer tokenizer) {
    return new Material(Optional.of(new Texts(root, tokenizer)), blocks, log, now, workers);
  }

  /** Returns the same with the log's files. */
  public Material withLog(Path directory) {
    return new Material(texts, blocks, Optional.of(directory), now, workers);
  }
}
