package ai.tidemark.demo.story;

/**
 * An answer as a client of the proxy got it.
 *
 * @param text what the model said
 * @param tokens how many tokens it has, by the proxy's count
 * @param status the header {@code x-tidemark-status}; empty if there was none
 */
record Reply(String text, int tokens, String status) {
  /** Value of the header for an answer that was marked. */
  static final String MARKED = "marked";
}
