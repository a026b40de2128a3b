package ai.tidemark.service.walk;

/** How many tokens to ask for at once. It changes what an answer costs, never the answer. */
public sealed interface DraftLength {
  /** Longest draft; one draft may wait in memory while its client is slow. */
  int MOST = 256;

  /**
   * Always the same.
   *
   * @param tokens in 1..256
   */
  record Fixed(int tokens) implements DraftLength {
    /** Validates. */
    public Fixed {
      if (tokens < 1 || tokens > MOST) {
        throw new IllegalArgumentException("tokens must be in 1.." + MOST + ", but is " + tokens);
      }
    }
  }

  /**
   * One token, or as many as may come until a mismatch cuts the draft short.
   *
   * <p>Why nothing in between: let each position be accepted with probability a, a call cost h
   * beyond its tokens, and a cut w more than a clean end (the engine goes on for a moment). A draft
   * of K tokens yields (1 - a^K) / (1 - a) tokens and costs h + w (1 - a^(K-1)) beyond them. With x
   * = a^K the cost per token is proportional to (h + w - x w / a) / (1 - x), whose derivative has
   * the sign of h + w - w / a for every x: so K = 1 is best where a &lt; w / (h + w), and the
   * longest draft everywhere else.
   *
   * @param longest most tokens, in 1..256
   * @param threshold w / (h + w), in [0, 1]: below this recent acceptance, one token at a time
   */
  record Adaptive(int longest, double threshold) implements DraftLength {
    /** Validates. */
    public Adaptive {
      if (longest < 1 || longest > MOST) {
        throw new IllegalArgumentException("longest must be in 1.." + MOST + ", but is " + longest);
      }
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException("threshold must be in [0, 1], but is " + threshold);
      }
    }
  }
}
