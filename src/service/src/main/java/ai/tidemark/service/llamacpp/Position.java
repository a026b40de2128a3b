package ai.tidemark.service.llamacpp;

/**
 * One position of a draft: what the engine chose, and its most probable candidates with raw
 * probabilities (softmax of the logits at temperature 1, before every sampler and bias).
 */
public final class Position {
  private final int draft;
  private final int[] ids;
  private final double[] logprobs;
  private final byte[][] pieces;

  /** Takes over the arrays, all of one length. */
  Position(int draft, int[] ids, double[] logprobs, byte[][] pieces) {
    this.draft = draft;
    this.ids = ids;
    this.logprobs = logprobs;
    this.pieces = pieces;
  }

  /** Returns the id the engine goes on with. */
  public int draft() {
    return draft;
  }

  /** Returns how many candidates are listed, at least 1. */
  public int size() {
    return ids.length;
  }

  /** Returns a candidate's id; 0 is the most probable. */
  public int id(int index) {
    return ids[index];
  }

  /**
   * Returns a candidate's natural log probability, at most about 0, never rising with the index.
   */
  public double logprob(int index) {
    return logprobs[index];
  }

  /** Returns the bytes a candidate adds to the text: empty for control tokens. Not a copy. */
  public byte[] piece(int index) {
    return pieces[index];
  }
}
