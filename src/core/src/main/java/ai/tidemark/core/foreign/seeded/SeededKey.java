package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import java.util.List;

/** A scheme on PyTorch's CPU generator under one key: a tuple gives a seed. */
public abstract class SeededKey implements KeyedScheme {
  private final SeededScheme scheme;

  /** A key of a scheme. */
  protected SeededKey(SeededScheme scheme) {
    this.scheme = scheme;
  }

  /**
   * Returns the seed of a tuple as the source hands it to PyTorch, which keeps the low 32 bits.
   *
   * @param words holds the tuple at [at, at + width)
   */
  public abstract long seed(int[] words, int at);

  /** Returns the token scored. */
  final int token(int[] words, int at) {
    return words[at + scheme.width() - 1];
  }

  @Override
  public final boolean merges() {
    return true;
  }

  @Override
  public final long stateHigh(int[] words, int at) {
    return seed(words, at) & 0xFFFFFFFFL;
  }

  @Override
  public final long stateLow(int[] words, int at) {
    return token(words, at);
  }

  @Override
  public List<String> originals() {
    return List.of();
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    throw noSuchVersion(version);
  }

  /** Returns what to throw for a version that is not listed. */
  protected final BadInputException noSuchVersion(String version) {
    return new BadInputException(
        "--as-original " + version,
        "is not a version whose detector of "
            + scheme.profile()
            + " is repeated here; there are "
            + originals());
  }

  /**
   * Refuses a text that leaves its source nothing to score.
   *
   * @param least how many tokens it asks for, without a dropped first one
   */
  protected final void requireTokens(int[] ids, int n, int least) {
    int there = n - scheme.start(ids, n);
    if (there < least) {
      throw new BadInputException(
          "profile " + scheme.profile(),
          "the source refuses a text of " + there + " tokens; it asks for " + least);
    }
  }
}
