package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.Randperm;

/**
 * How many tokens of a vocabulary are green.
 *
 * @param vocabulary how many tokens, in 2..2^24
 * @param gamma share of green ones as the source is given it
 * @param green how many: floor(vocabulary gamma) in double precision, in 1..vocabulary-1
 * @param tail whether the list is the end of the permutation instead of its beginning
 */
public record GreenShare(int vocabulary, double gamma, int green, boolean tail) {
  /**
   * Reads {@code vocab_size} and the share.
   *
   * @param share name of the field
   * @param usual its value where it is absent
   */
  public static GreenShare read(StrictJson parameters, String share, double usual) {
    return parameters.has(share)
        ? read(parameters, share)
        : of(parameters.where() + "/" + share, SeededScheme.vocabulary(parameters), usual, false);
  }

  /** Reads {@code vocab_size} and the share, both of which must be there. */
  public static GreenShare read(StrictJson one, String share) {
    int vocabulary = SeededScheme.vocabulary(one);
    return of(one.where() + "/" + share, vocabulary, one.number(share), false);
  }

  public static GreenShare of(String where, int vocabulary, double gamma, boolean tail) {
    double green = vocabulary * gamma;
    if (!(green >= 1 && green < vocabulary)) {
      throw new BadInputException(
          where, "must leave at least one of " + vocabulary + " tokens on each side of the list");
    }
    return new GreenShare(vocabulary, gamma, (int) green, tail);
  }

  /** Returns the permutations whose first entries are the list, or with {@code tail} the rest. */
  public Randperm lists() {
    return new Randperm(vocabulary, tail ? vocabulary - green : green);
  }

  /**
   * Returns how many tuples the binomial law may be claimed for. A word modulo m favours small
   * values by at most 2^-32 each, so a token's chance to be among the first s of V is off by at
   * most (1 - s/V)(s + 1) / 2^32; n is where that shifts the sum by a tenth of its standard
   * deviation.
   */
  public long mostTuples() {
    double steps = tail ? vocabulary - green : green;
    double bias = (1 - steps / vocabulary) * (steps + 1) / 0x1p32;
    double share = (double) green / vocabulary;
    double root = 0.1 * StrictMath.sqrt(share * (1 - share)) / bias;
    return (long) Math.min(root * root, 0x1p32 * vocabulary);
  }

  /**
   * Returns (green - gamma n) / sqrt(n gamma (1 - gamma)), the z of every detector of this family.
   */
  public double z(long greenTokens, long n) {
    return (greenTokens - gamma * n) / StrictMath.sqrt(n * gamma * (1 - gamma));
  }
}
