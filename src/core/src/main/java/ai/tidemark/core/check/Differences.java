package ai.tidemark.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects which fields of a case differ; no value is kept, since values may be secret. */
public final class Differences {
  private static final int MOST = 8;

  private final List<String> names = new ArrayList<>();

  /** Notes one comparison. */
  public void note(String name, boolean agrees) {
    if (!agrees && names.size() < MOST) {
      names.add(name);
    }
  }

  /** Returns the first fields that differ, or empty if none does. */
  public Optional<String> all() {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("differs in " + String.join(", ", names));
  }
}
