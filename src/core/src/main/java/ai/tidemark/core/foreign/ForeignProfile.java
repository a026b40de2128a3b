package ai.tidemark.core.foreign;

import ai.tidemark.core.json.StrictJson;

/**
 * A watermark of another program, by its profile id: what is public about it apart from the
 * parameters a deployment chooses. Stateless.
 */
public interface ForeignProfile {

  /** Returns what a reader must know before trusting a finding. */
  Facts facts();

  /**
   * Reads the parameters of a key file, named as the source names them.
   *
   * @param parameters the field {@code parameters}; every field is read, and the object ended
   * @throws ai.tidemark.core.BadInputException naming the field
   */
  ForeignScheme scheme(StrictJson parameters);

  /**
   * Reads the key of a key file: the field {@code key} of the root, in the notation of the source.
   *
   * @param scheme what {@link #scheme} of this profile returned
   * @param root the key file; only {@code key} is read
   * @throws ai.tidemark.core.BadInputException naming the field, never its value
   */
  KeyedScheme keyed(ForeignScheme scheme, StrictJson root);
}
