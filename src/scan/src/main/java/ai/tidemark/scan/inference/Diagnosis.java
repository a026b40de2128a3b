package ai.tidemark.scan.inference;

import java.util.List;

/**
 * What was looked at when decoys contradicted the null law, on the slice that they were scored on.
 *
 * @param cause what explains it
 * @param tuples tuples of the slice
 * @param repeated tuples that were counted more than once
 * @param equalDraws different tuples that drew the same 64 bits under a decoy key
 */
public record Diagnosis(Cause cause, long tuples, long repeated, long equalDraws) {

  /** Why decoys vary too much. */
  public enum Cause {
    /** Global dedup failed. */
    DUPLICATES("duplicates: tuples were counted more than once"),
    /** Tuples that differ have one state, so one draw counts for several of them. */
    COLLISIONS("state collisions: different tuples drew the same bits"),
    /** Tuples were chosen by what they score. */
    FILTER("filter: the mean of z is off, as when tuples were chosen by their scores"),
    /** None of these. */
    UNKNOWN("not found: neither duplicates nor state collisions nor a filter by scores");

    private final String word;

    Cause(String word) {
      this.word = word;
    }

    /** Returns the words that reports print. */
    public String word() {
      return word;
    }
  }

  /** Returns the diagnosis that counts and panels lead to. */
  public static Diagnosis of(long tuples, long repeated, long equalDraws, List<DecoyPanel> panels) {
    Cause cause = Cause.UNKNOWN;
    if (repeated > 0) {
      cause = Cause.DUPLICATES;
    } else if (equalDraws > 0) {
      cause = Cause.COLLISIONS;
    } else if (panels.stream().anyMatch(DecoyPanel::shifted)) {
      cause = Cause.FILTER;
    }
    return new Diagnosis(cause, tuples, repeated, equalDraws);
  }
}
