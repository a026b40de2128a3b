package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.prf.GreenLists;
import java.util.List;

/** A green-list scheme under one key: a tuple gives a seed, the seed a list. */
public abstract class GreenKey implements KeyedScheme {
  private static final long MOST_BYTES = 16L << 20;

  private final GreenScheme scheme;
  private final GreenLists lists;

  /** A key of a scheme, with its own cache of at most 16 MiB. */
  protected GreenKey(GreenScheme scheme) {
    this.scheme = scheme;
    this.lists = new GreenLists(scheme.lists(), MOST_BYTES);
  }

  /**
   * Returns the seed of a tuple's list as the source hands it to PyTorch, which keeps the low 32
   * bits.
   *
   * @param words holds the tuple at [at, at + width)
   */
  protected abstract long seed(int[] words, int at);

  @Override
  public GreenScheme scheme() {
    return scheme;
  }

  @Override
  public final long score(int[] words, int at) {
    return isGreen((int) seed(words, at), words[at + scheme.width() - 1]) ? 1 : 0;
  }

  private boolean isGreen(int seed, int token) {
    if (scheme.share().tail()) {
      return token < scheme.share().vocabulary() && !lists.contains(seed, token);
    }
    return lists.contains(seed, token);
  }

  @Override
  public final boolean merges() {
    return true;
  }

  @Override
  public final long stateHigh(int[] words, int at) {
    return (int) seed(words, at);
  }

  @Override
  public final long stateLow(int[] words, int at) {
    return words[at + scheme.width() - 1];
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
  final void requireTokens(int[] ids, int n, int least) {
    int there = n - scheme.start(ids, n);
    if (there < least) {
      throw new BadInputException(
          "profile " + scheme.profile(),
          "the source refuses a text of " + there + " tokens; it asks for " + least);
    }
  }

  /**
   * Counts as the source does.
   *
   * @param distinct whether an n-gram of the source's span counts once
   */
  final Counts count(int[] ids, int n, boolean distinct) {
    int span = scheme.windows().span();
    WordTuples seen = new WordTuples(span);
    Counts counts = new Counts();
    scheme.walk(
        ids,
        n,
        (position, words, at) -> {
          if (!distinct || seen.add(ids, position - span + 1)) {
            counts.scored++;
            counts.green += score(words, at);
          }
        });
    return counts;
  }

  /** Scored and green tokens. */
  static final class Counts {
    long scored;
    long green;
  }
}
