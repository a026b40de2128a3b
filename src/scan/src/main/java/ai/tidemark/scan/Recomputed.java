package ai.tidemark.scan;

import ai.tidemark.scan.inference.Finding;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a report says, computed again by whoever holds some of its keys and its scored tuples.
 *
 * @param json the parts of the report that could be computed, under the names that the report has;
 *     entries that could not are left out. With every key: {@code corpus} (its three fields of
 *     tuples), {@code tests} (sum and tuples), {@code results}, {@code runnerUp}, {@code decoys},
 *     each to the byte as the scan wrote it
 * @param keys what each key that is held shows, in the order of the report
 * @param differences where the report says something else; empty if it was right
 * @param notRecomputed JSON pointers of what was not computed, each with the reason
 */
public record Recomputed(
    ObjectNode json,
    List<Key> keys,
    List<Difference> differences,
    List<NotRecomputed> notRecomputed) {
  /** Copies the lists. */
  public Recomputed {
    keys = List.copyOf(keys);
    differences = List.copyOf(differences);
    notRecomputed = List.copyOf(notRecomputed);
  }

  /** Returns whether everything that was computed is as the report says. */
  public boolean agrees() {
    return differences.isEmpty();
  }

  /**
   * What a key shows.
   *
   * @param finding n, S, ln p; its adjusted p (Holm) takes the evidence of keys that are not held
   *     from the report
   * @param lnCharged natural logarithm of the p after paying for the text forms, for the sum test's
   *     part of alpha and for every key of the report, (-inf, 0]: Holm's where every key is held,
   *     else Bonferroni's, which trusts nothing that was not computed here
   */
  public record Key(Finding finding, double lnCharged) {}

  /**
   * A difference.
   *
   * @param pointer JSON pointer in the report
   * @param reported the value there, as JSON; empty where there is none
   * @param recomputed what it should be, as JSON; empty where nothing should be there
   */
  public record Difference(String pointer, String reported, String recomputed) {
    @Override
    public String toString() {
      return pointer
          + ": the report says "
          + (reported.isEmpty() ? "nothing" : reported)
          + ", recomputed "
          + (recomputed.isEmpty() ? "nothing" : recomputed);
    }
  }

  /**
   * Something that was not computed.
   *
   * @param pointer JSON pointer in the report
   * @param why for people
   */
  public record NotRecomputed(String pointer, String why) {}
}
