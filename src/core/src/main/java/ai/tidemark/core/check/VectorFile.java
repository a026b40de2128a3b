package ai.tidemark.core.check;

import ai.tidemark.core.json.StrictJson;
import java.util.List;

/**
 * A known-answer file of the shape {profile, source, parameters, cases}.
 *
 * @param profile whose answers it holds
 * @param parameters shared by the cases; may hold notes for people
 * @param cases in file order
 */
public record VectorFile(String profile, StrictJson parameters, List<StrictJson> cases) {
  /** Validates. */
  public VectorFile {
    cases = List.copyOf(cases);
  }
}
