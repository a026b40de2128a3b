package ai.tidemark.service.walk;

/**
 * How to walk.
 *
 * @param topN candidates the engine lists per position, in 1..1024; what lies outside is never
 *     chosen, and how much that was is measured per answer
 * @param draftLength how many tokens to ask for at once
 */
public record WalkOptions(int topN, DraftLength draftLength) {
  /**
   * 64 candidates; one token or drafts of up to 64. The threshold lies between the two values
   * measured on llama.cpp's server with Gemma 3 270M on two cores, 14.7 ms a token: 0.58 for a
   * short prompt (h 14 ms, w 19 ms) and 0.75 for one of 1,500 tokens (h 5 ms, w 15 ms).
   */
  public static final WalkOptions DEFAULT = new WalkOptions(64, new DraftLength.Adaptive(64, 0.65));

  /** Validates. */
  public WalkOptions {
    if (topN < 1 || topN > 1024) {
      throw new IllegalArgumentException("topN must be in 1..1024, but is " + topN);
    }
  }
}
