package ai.tidemark.keys.store;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.scheme.Scheme;

/** A profile without a tokenizer. */
final class TestProfile {
  static final Profile PROFILE =
      new Profile(
          Profile.TIDEMARK_GUMBEL_AES,
          new Scheme.Gumbel(Contexts.Coined.DEFAULT, Scheme.Prf.AES128_BLOCK18),
          new Profile.TokenizerPin("test", "sha256:" + "0".repeat(64)));

  private TestProfile() {}
}
