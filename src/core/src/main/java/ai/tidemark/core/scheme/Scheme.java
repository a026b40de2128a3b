package ai.tidemark.core.scheme;

/**
 * Public parameters of a watermark; holds no key. A scheme and a key together make a detector. A
 * new scheme does not compile until {@link ai.tidemark.core.law.NullLaw#of(Scheme)} states its null
 * law.
 */
public sealed interface Scheme {

  /** Returns which preceding tokens seed a draw. */
  Contexts contexts();

  /**
   * Exponential-minimum sampling (Aaronson 2022): the candidate with the largest ln(u) / q is
   * taken; unbiased in expectation over keys.
   *
   * @param contexts which tokens seed a draw
   * @param prf how a (context, token) pair becomes the uniform u
   */
  record Gumbel(Contexts contexts, Prf prf) implements Scheme {}

  /** How a (context, token) pair becomes a keyed word. */
  enum Prf {
    /** AES-128 on one injective block of 18-bit ids; see {@link ai.tidemark.core.gumbel.Block}. */
    AES128_BLOCK18
  }
}
