package ai.tidemark.demo.story;

import java.util.ArrayList;
import java.util.List;

/** What the demonstration says of itself, and whether it holds. */
public final class Claims {
  private final List<String> failed = new ArrayList<>();
  private int made;

  /** Makes a claim. */
  public void claim(boolean holds, String claim) {
    made++;
    if (!holds) {
      failed.add(claim);
    }
  }

  /** Returns how many were made. */
  public int made() {
    return made;
  }

  /** Returns those that do not hold. */
  public List<String> failed() {
    return List.copyOf(failed);
  }
}
