package ai.tidemark.core.foreign;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.kgw.HfProfile;
import ai.tidemark.core.foreign.kgw.MarkllmKgwProfile;
import ai.tidemark.core.foreign.kgw.OriginalProfile;
import ai.tidemark.core.foreign.markllm.ExpProfile;
import ai.tidemark.core.foreign.sbw.Sbw;
import ai.tidemark.core.foreign.sglang.SglangDualGumbel;
import ai.tidemark.core.foreign.sglang.SglangGumbel;
import ai.tidemark.core.foreign.synthid.SynthIdDm2025;
import ai.tidemark.core.foreign.synthid.SynthIdTable16;
import ai.tidemark.core.foreign.textseal.TextSealV1;
import ai.tidemark.core.foreign.threebricks.GreenListProfile;
import ai.tidemark.core.foreign.threebricks.GumbelProfile;
import ai.tidemark.core.foreign.unigram.UnigramProfile;
import ai.tidemark.core.foreign.vllm.VllmDualKeyGumbel;
import ai.tidemark.core.foreign.vllm.VllmGumbel;
import java.util.List;

/** Every foreign profile this version reads. */
public final class ForeignProfiles {
  private static final List<ForeignProfile> ALL =
      List.of(
          new HfProfile(),
          new MarkllmKgwProfile(),
          new OriginalProfile(),
          new ExpProfile(),
          new Sbw(),
          new SglangDualGumbel(),
          new SglangGumbel(),
          new SynthIdDm2025(),
          new SynthIdTable16(),
          new TextSealV1(),
          new GreenListProfile(),
          new GumbelProfile(),
          new UnigramProfile(),
          new VllmDualKeyGumbel(),
          new VllmGumbel());

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
