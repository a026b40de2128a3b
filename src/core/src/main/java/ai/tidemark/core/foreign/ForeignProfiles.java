package ai.tidemark.core.foreign;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.vllm.VllmDualKeyGumbel;
import ai.tidemark.core.foreign.vllm.VllmGumbel;
import java.util.List;

/** Every foreign profile this version reads. */
public final class ForeignProfiles {
  private static final List<ForeignProfile> ALL =
      List.of(new VllmDualKeyGumbel(), new VllmGumbel());

  private ForeignProfiles() {}

  /** Returns all of them, in the order of their ids. */
  public static List<ForeignProfile> all() {
    return ALL;
  }

  /**
   * Returns a profile by its id.
   *
   * @param where names the source of the id in messages
   * @throws BadInputException listing the known ids
   */
  public static ForeignProfile of(String where, String id) {
    for (ForeignProfile profile : ALL) {
      if (profile.facts().id().equals(id)) {
        return profile;
      }
    }
    throw new BadInputException(
        where,
        "names a profile this version does not read; it reads "
            + ALL.stream().map(profile -> profile.facts().id()).toList());
  }
}
