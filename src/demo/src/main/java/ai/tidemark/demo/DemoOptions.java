package ai.tidemark.demo;

import ai.tidemark.demo.model.DemonstrationModel;
import ai.tidemark.demo.text.Documents;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How the demonstration is told.
 *
 * @param seed what its keys, its edits and the order of its documents come from; not secret
 * @param out folder for its files; made if missing, earlier files of a demonstration are replaced
 * @param answers how many answers are asked for, at least 3
 * @param maxTokens most tokens of an answer, at least 20
 * @param documents human documents, in 1..3,000
 * @param cache folder where the trained model is kept
 * @param home root of the source tree, where the verifier in Python lies
 */
public record DemoOptions(
    String seed, Path out, int answers, int maxTokens, int documents, Path cache, Path home) {
  /** Where the files go unless said otherwise. */
  public static final Path DEFAULT_OUT = Path.of("target", "demo");

  /** Validates. */
  public DemoOptions {
    require("answers", answers, 3, 10_000);
    require("maxTokens", maxTokens, 20, 4_000);
    require("documents", documents, 1, Documents.HUMAN);
    if (seed.isBlank()) {
      throw new IllegalArgumentException("seed must not be blank");
    }
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be in " + least + ".." + most + ", but is " + value);
    }
  }

  /** The whole story: 60 answers of at most 240 tokens among 3,000 human documents. */
  public static DemoOptions of(String seed, Path out) {
    return new DemoOptions(
        seed, out, 60, 240, Documents.HUMAN, DemonstrationModel.cacheFolder(), Path.of(""));
  }

  /** Returns a fresh seed, 8 hex digits. */
  public static String randomSeed() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns these options with fewer answers and documents. */
  public DemoOptions withSizes(int newAnswers, int newDocuments) {
    return new DemoOptions(seed, out, newAnswers, maxTokens, newDocuments, cache, home);
  }

  /** Returns these options with another folder for the trained model. */
  public DemoOptions withCache(Path newCache) {
    return new DemoOptions(seed, out, answers, maxTokens, documents, newCache, home);
  }

  /** Returns these options with another root of the source tree. */
  public DemoOptions withHome(Path newHome) {
    return new DemoOptions(seed, out, answers, maxTokens, documents, cache, newHome);
  }
}
