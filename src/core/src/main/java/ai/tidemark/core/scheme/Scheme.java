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

  /**
   * Green-list bias (Kirchenbauer et al. 2023, Algorithm 2).
   *
   * @param contexts which tokens seed a list
   * @param green how many of {@code vocabulary} ids are green, in 1..vocabulary-1
   * @param vocabulary size of the vocabulary the list is drawn from
   * @param bias added to the logits of green tokens, in nats
   */
  record GreenList(Contexts contexts, int green, int vocabulary, double bias) implements Scheme {
    /** Validates. */
    public GreenList {
      if (green < 1 || green >= vocabulary) {
        throw new IllegalArgumentException(
            "green must be in 1..vocabulary-1, but is " + green + " of " + vocabulary);
      }
    }
  }

  /**
   * Tournament sampling (Dathathri et al. 2024).
   *
   * @param contexts which tokens seed a tournament
   * @param depth g-values per token, in 1..64
   */
  record Tournament(Contexts contexts, int depth) implements Scheme {
    /** Validates. */
    public Tournament {
      if (depth < 1 || depth > 64) {
        throw new IllegalArgumentException("depth must be in 1..64, but is " + depth);
      }
    }
  }

  /** How a (context, token) pair becomes a keyed word. */
  enum Prf {
    /** AES-128 on one injective block of 18-bit ids; see {@link ai.tidemark.core.gumbel.Block}. */
    AES128_BLOCK18
  }
}
