package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.prf.GreenLists;

/** A green-list scheme under one key. */
public abstract class GreenKey extends SeededKey {
  private static final long MOST_BYTES = 16L << 20;

  private final GreenScheme scheme;
  private final GreenLists lists;

  /** A key of a scheme, with its own cache of at most 16 MiB. */
  protected GreenKey(GreenScheme scheme) {
    super(scheme);
    this.scheme = scheme;
    this.lists = new GreenLists(scheme.lists(), MOST_BYTES);
  }

  @Override
  public GreenScheme scheme() {
    return scheme;
  }

  @Override
  public final long score(int[] words, int at) {
    return isGreen((int) seed(words, at), token(words, at)) ? 1 : 0;
  }

  private boolean isGreen(int seed, int token) {
    if (scheme.share().tail()) {
      return token < scheme.vocabulary() && !lists.contains(seed, token);
    }
    return lists.contains(seed, token);
  }

  /**
   * Counts as the source does.
   *
   * @param distinct whether an n-gram of the source's span counts once
   */
  protected final Counts count(int[] ids, int n, boolean distinct) {
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
  protected static final class Counts {
    private long scored;
    private long green;

    private Counts() {}

    /** Returns how many were scored. */
    public long scored() {
      return scored;
    }

    /** Returns how many of them are green. */
    public long green() {
      return green;
    }
  }
}
