package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.BadInputException;
import java.util.Locale;

/** Which repeats the source's own detector drops: its {@code scoring_method}. */
enum Repeats {
  /** None. */
  NONE,
  /** A window that occurred. */
  V1,
  /** A window and token that occurred. */
  V2;

  static Repeats of(String where, String method) {
    for (Repeats repeats : values()) {
      if (repeats.name().toLowerCase(Locale.ROOT).equals(method)) {
        return repeats;
      }
    }
    throw new BadInputException(where, "must be none, v1 or v2");
  }
}
