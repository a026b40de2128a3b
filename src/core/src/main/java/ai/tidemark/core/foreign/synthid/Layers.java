package ai.tidemark.core.foreign.synthid;

/** The g-values of one key set, as the sources compute them. */
interface Layers {

  /** Returns the parameters. */
  Parameters parameters();

  /** Returns what the hash of every n-gram starts from. */
  long start();

  /**
   * Returns a g-value, 0 or 1.
   *
   * @param hash of the whole n-gram, from {@link #start}
   * @param layer from 0
   */
  int g(long hash, int layer);
}
