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
   * 64 candidates; one token at a time, or drafts of up to 64 where nearly all is accepted. The
   * threshold is what llama.cpp's server shows with Gemma 3 270M on two cores, see
   * docs/decisions/007-draft-length.md: a call costs about a tenth of a token, a cut more than one.
   */
  public static final WalkOptions DEFAULT = new WalkOptions(64, new DraftLength.Adaptive(64, 0.9));

  /** Validates. */
  public WalkOptions {
    if (topN < 1 || topN > 1024) {
      throw new IllegalArgumentException("topN must be in 1..1024, but is " + topN);
    }
  }
}
