package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.verify.TrustPolicy;
import java.util.Set;

/**
 * A bundle that must not pass.
 *
 * @param name what was done
 * @param bundle the archive
 * @param trust the policy to verify it under
 * @param expected the codes one of which a verifier must answer with
 * @param withTexts whether the verifier has the texts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Mutant(
    String name, byte[] bundle, TrustPolicy trust, Set<Code> expected, boolean withTexts) {
  /** A mutant with one expected code. */
  public static Mutant of(Code code, String name, byte[] bundle) {
    return new Mutant(name, bundle, Forge.trust(), Set.of(code), false);
  }

  /** A mutant with one expected code, under another policy. */
  public static Mutant of(Code code, String name, byte[] bundle, TrustPolicy trust) {
    return new Mutant(name, bundle, trust, Set.of(code), false);
  }
}
