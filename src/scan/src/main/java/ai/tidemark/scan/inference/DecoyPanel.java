package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.Tier;
import java.util.List;

/**
 * How keys that never marked anything score on the tuples of one tier. Under the null law z = (S -
 * n) / sqrt(n) has mean 0 and variance 1; repeats that were counted twice, or a broken draw, show
 * as a variance above 1.
 *
 * @param tier whose tuples
 * @param n counted tuples of the tier in the slice
 * @param count how many decoys
 * @param mean of z over the decoys
 * @param variance of z over the decoys
 * @param low lower end of the variance's 99.9 % chi-square interval
 * @param high upper end
 * @param judged whether n is large enough for the interval to mean something
 * @param ranks the real keys of the tier among the decoys
 */
public record DecoyPanel(
    Tier tier,
    long n,
    int count,
    double mean,
    double variance,
    double low,
    double high,
    boolean judged,
    List<Rank> ranks) {

  /**
   * A real key's place.
   *
   * @param name {@code fleet}, or the tenant's pseudonym
   * @param z of the real key on the slice
   * @param rank 1 + how many decoys have at least its z; rank / (count + 1) is a p-value that needs
   *     no law at all, only that the real key was drawn like the decoys
   */
  public record Rank(String name, double z, int rank) {}

  /** Validates. */
  public DecoyPanel {
    ranks = List.copyOf(ranks);
  }

  /** Returns whether the panel contradicts the null law: its variance is surely above 1. */
  public boolean broken() {
    return judged && low > 1;
  }
}
