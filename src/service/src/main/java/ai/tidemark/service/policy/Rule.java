package ai.tidemark.service.policy;

/** What happens to a request that cannot be marked. */
public enum Rule {
  /** It is passed to the engine and leaves unmarked, labelled with the reason. */
  ALLOW,
  /** It is answered with an error that says why. */
  REFUSE
}
