package ai.tidemark.core.check;

import ai.tidemark.core.json.StrictJson;
import java.util.Optional;

/** Recomputes the cases of one kind in a known-answer file. */
@FunctionalInterface
public interface CaseCheck {
  /**
   * Recomputes one case. Reads every field of it, so that an unknown field is an error; the caller
   * ends the object.
   *
   * @param file the whole file, for shared parameters
   * @param one the case; {@code kind} has been read
   * @return what differs, in a few words without secrets, or empty when all values agree
   * @throws ai.tidemark.core.BadInputException if a field is missing or of the wrong type
   */
  Optional<String> differs(VectorFile file, StrictJson one);
}
