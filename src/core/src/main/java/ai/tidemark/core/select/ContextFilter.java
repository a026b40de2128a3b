package ai.tidemark.core.select;

import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.scheme.Contexts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The only way to choose tuples: by their context. A filter sees the preceding tokens and never the
 * token that is scored, so what it keeps is fixed before any draw is made, and the null law holds
 * for the rest.
 *
 * <p>A filter by (context, token) would keep what a marking model chose, that is high scores: on
 * innocent text that shares contexts with the ledger it made z = +18.5 in the mean. So there is no
 * such filter, and lists that hold tuples where contexts belong are refused.
 *
 * <p>Not thread-safe; {@link #copy} gives another thread its own.
 */
public final class ContextFilter {
  /** Decides on a context alone, the same for the same context; and without the key. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Returns whether tuples of this context are counted.
     *
     * @param context the preceding token ids, oldest first; lent, not to be kept or modified
     */
    boolean keeps(int[] context);
  }

  private final Rule rule;
  private int[] scratch = new int[0];

  private ContextFilter(Rule rule) {
    this.rule = rule;
  }

  /** Returns the filter of a rule. */
  public static ContextFilter of(Rule rule) {
    return new ContextFilter(rule);
  }

  /**
   * Returns the filter that keeps the listed contexts, for example all that the ledger's answers
   * contain. Contexts are compared by a 64-bit hash: a collision keeps one more context, whatever
   * its tokens score.
   *
   * @param contexts which lengths a context can have
   * @param listed contexts, each of such a length, not modified
   * @throws IllegalArgumentException for an entry of another length, as a (context, token) has
   */
  public static ContextFilter ofContexts(Contexts contexts, List<int[]> listed) {
    int[] lengths =
        switch (contexts) {
          case Contexts.Fixed(int width) -> new int[] {width};
          case Contexts.Coined(int wide, int narrow, _, _) -> new int[] {narrow, wide};
        };
    long[] kept = new long[listed.size()];
    for (int i = 0; i < kept.length; i++) {
      int[] context = listed.get(i);
      if (IntStream.of(lengths).noneMatch(length -> length == context.length)) {
        throw new IllegalArgumentException(
            "entry "
                + i
                + " has "
                + context.length
                + " ids, but a context of this profile has "
                + IntStream.of(lengths)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" or "))
                + "; tuples are selected by context only, never by context and token");
      }
      kept[i] = WordTuples.hash(context, 0, context.length);
    }
    Arrays.sort(kept);
    return of(c -> Arrays.binarySearch(kept, WordTuples.hash(c, 0, c.length)) >= 0);
  }

  /**
   * Returns whether the tuple whose context is ids[from, to) is counted. What follows the context
   * is not read.
   */
  public boolean keeps(int[] ids, int from, int to) {
    if (scratch.length != to - from) {
      scratch = new int[to - from];
    }
    System.arraycopy(ids, from, scratch, 0, to - from);
    return rule.keeps(scratch);
  }

  /** Returns the same filter for another thread; the rule is shared. */
  public ContextFilter copy() {
    return new ContextFilter(rule);
  }
}
