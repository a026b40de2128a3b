package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How keys that never marked anything score on the tuples of one tier. Under the null law z = (S -
 * n) / sqrt(n) has mean 0 and variance 1; repeats that were counted twice, or a broken draw, show
 * as a variance above 1.
 *
 * @param kind under whose coin
 * @param era whose coin the real keys have
 * @param tier whose tuples
 * @param n counted tuples of the tier in the slice; the fewest of any decoy's
 * @param count how many decoys
 * @param mean of z over the decoys
 * @param variance of z over the decoys
 * @param low lower end of the variance's 99.9 % chi-square interval
 * @param high upper end
 * @param judged whether n is large enough for the interval to mean something
 * @param decoyZ z of each decoy, in the order of the decoys
 * @param ranks real keys of the tier among the decoys
 */
public record DecoyPanel(
    Kind kind,
    String era,
    Tier tier,
    long n,
    int count,
    double mean,
    double variance,
    double low,
    double high,
    boolean judged,
    List<Double> decoyZ,
    List<Rank> ranks) {

  /** Whose coin chooses the tuples. */
  public enum Kind {
    /** The real fleet key's, so that every decoy scores the same tuples. */
    TRUE_COIN("true coin"),
    /** Each decoy's own: the whole of a deployment that never was. */
    OWN_COIN("own coin");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the word that reports print. */
    public String word() {
      return word;
    }
  }

  /**
   * A real key's place.
   *
   * @param name {@code fleet}, or the tenant's pseudonym
   * @param z of the real key on the slice
   * @param rank 1 + how many decoys show at least as much; rank / (count + 1) is a p-value that
   *     needs no law at all, only that the real key was drawn like the decoys
   */
  public record Rank(String name, double z, int rank) {}

  /** Below this n the law of z is too far from normal for a chi-square interval. */
  private static final long LEAST_N = 30;

  private static final double TAIL = 0.0005;

  /** Validates. */
  public DecoyPanel {
    decoyZ = List.copyOf(decoyZ);
    ranks = List.copyOf(ranks);
  }

  /**
   * Judges a panel.
   *
   * @param kind decoys under the true coin all have one n and are ranked by S; those with their own
   *     coins are ranked by their exact p
   * @param tier whose tuples
   * @param real real keys of the tier
   * @param realEvidence of each, on the slice the decoys were scored on
   * @param decoys evidence of each decoy, at least 2
   */
  public static DecoyPanel of(
      Kind kind,
      String era,
      Tier tier,
      List<NamedKey> real,
      List<Evidence> realEvidence,
      List<Evidence> decoys) {
    int count = decoys.size();
    double[] z = decoys.stream().mapToDouble(DecoyPanel::z).toArray();
    double sum = 0;
    for (double value : z) {
      sum += value;
    }
    double mean = sum / count;
    double squares = 0;
    for (double value : z) {
      squares += (value - mean) * (value - mean);
    }
    List<Rank> ranks = new ArrayList<>();
    for (int i = 0; i < real.size(); i++) {
      Evidence own = realEvidence.get(i);
      ranks.add(new Rank(real.get(i).name(), z(own), rank(kind, own, decoys)));
    }
    long n = decoys.stream().mapToLong(Evidence::n).min().orElse(0);
    return new DecoyPanel(
        kind,
        era,
        tier,
        n,
        count,
        mean,
        squares / (count - 1),
        squares / chiSquare(count - 1, 1 - TAIL),
        squares / chiSquare(count - 1, TAIL),
        n >= LEAST_N,
        Arrays.stream(z).boxed().toList(),
        ranks);
  }

  private static int rank(Kind kind, Evidence own, List<Evidence> decoys) {
    BigInteger sum = own.sum().toBigInteger();
    double lnP = kind == Kind.TRUE_COIN ? 0 : own.lnP();
    int rank = 1;
    for (Evidence decoy : decoys) {
      boolean atLeast =
          kind == Kind.TRUE_COIN
              ? decoy.sum().toBigInteger().compareTo(sum) >= 0
              : decoy.lnP() <= lnP;
      rank += atLeast ? 1 : 0;
    }
    return rank;
  }

  /** Returns (S - n) / sqrt(n), 0 for n = 0; the difference is exact. */
  static double z(Evidence evidence) {
    if (evidence.n() == 0) {
      return 0;
    }
    BigInteger mean = BigInteger.valueOf(evidence.n()).shiftLeft(32);
    double above = evidence.sum().toBigInteger().subtract(mean).doubleValue() * 0x1p-32;
    return above / StrictMath.sqrt((double) evidence.n());
  }

  /**
   * Returns the chi-square quantile with k degrees of freedom (Wilson and Hilferty 1931; within 0.1
   * % for k &gt;= 98 and these tails).
   */
  private static double chiSquare(int k, double p) {
    double c = 2.0 / (9.0 * k);
    double root = 1 - c + Normal.quantile(p) * StrictMath.sqrt(c);
    return k * root * root * root;
  }

  /** Returns whether the panel contradicts the null law: its variance is surely above 1. */
  public boolean broken() {
    return judged && low > 1;
  }

  /** Returns whether the mean of z lies further from 0 than decoys' would once in a million. */
  public boolean shifted() {
    return judged && Math.abs(mean) > 5 * StrictMath.sqrt(variance / count);
  }
}
