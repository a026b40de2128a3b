package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;

/**
 * How often its owner could have tried: what a p-value pays for beside the hypotheses of its own
 * scan (Bonferroni, since whoever chose among N tries chose the best).
 *
 * @param eras era commitments of the log whose windows overlap the era's, itself included. A key's
 *     tag occurs at most once in each, and since not every commitment file is there to be looked
 *     at, all of them count
 * @param looks plans that test the era, up to this one; one with several finished results counts as
 *     often
 */
public record Multiplicity(long eras, long looks) {
  /** Returns N, the product. */
  public long total() {
    return Math.multiplyExact(eras, looks);
  }

  /**
   * Counts.
   *
   * @param commit of the era
   * @param plan where the plan's record stands in the log
   * @param result where the result's record stands
   */
  static Multiplicity of(LogRecords records, EraCommit commit, long plan, long result) {
    long eras = records.of(EraCommit.class).stream().filter(commit::overlaps).count();
    String eraRecord = commit.leafHash();
    long looks = 0;
    for (LogRecords.Entry entry : records.entries()) {
      if (entry.index() <= plan
          && entry.record() instanceof PlanRecord other
          && other.eras().contains(eraRecord)) {
        looks += Math.max(1, finished(records, other.leafHash(), result));
      }
    }
    return new Multiplicity(eras, looks);
  }

  private static long finished(LogRecords records, String plan, long result) {
    return records.entries().stream()
        .filter(entry -> entry.index() <= result)
        .filter(
            entry ->
                entry.record() instanceof ResultRecord other
                    && other.plan().equals(plan)
                    && other.outcome() == ResultRecord.Outcome.FINISHED)
        .count();
  }
}
