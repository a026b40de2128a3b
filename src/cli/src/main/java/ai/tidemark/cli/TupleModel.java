package ai.tidemark.cli;

import ai.tidemark.core.power.GreenListPower;
import ai.tidemark.core.power.MarkedScore;
import ai.tidemark.core.power.Power;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one tuple of marked text is worth, and what the exact test of such tuples sees. Each tuple
 * is scored under the keys of one or several eras, of which one at most marked it, and all scores
 * are added.
 */
sealed interface TupleModel {
  /** Returns the probability that n tuples of which a share is marked reach ln p <= lnAlpha. */
  double probability(long n, int eras, double lnAlpha, double share);

  /** Returns the fewest tuples that reach a power; empty beyond 2^50 scores. */
  OptionalLong tuplesFor(int eras, double lnAlpha, double power, double share);

  /** Returns the smallest share that n tuples show, or empty where even share 1 is not shown. */
  OptionalDouble shareFor(long n, int eras, double lnAlpha, double power);

  /**
   * Gumbel scores, by the cumulants of a tuple's scores.
   *
   * @param excess mean score of a marked tuple minus 1, in nats
   */
  record Gumbel(double excess) implements TupleModel {
    @Override
    public double probability(long n, int eras, double lnAlpha, double share) {
      return Power.probability(n * eras, lnAlpha, score(eras, share));
    }

    @Override
    public OptionalLong tuplesFor(int eras, double lnAlpha, double power, double share) {
      return perTuple(Power.tuplesFor(lnAlpha, power, score(eras, share)), eras);
    }

    @Override
    public OptionalDouble shareFor(long n, int eras, double lnAlpha, double power) {
      if (eras == 1) {
        return Power.shareFor(lnAlpha, power, n, excess);
      }
      if (probability(n, eras, lnAlpha, 1) < power) {
        return OptionalDouble.empty();
      }
      double low = 0;
      double high = 1;
      while (high - low > high * 1e-6 && high > 1e-12) {
        double middle = (low + high) / 2;
        if (probability(n, eras, lnAlpha, middle) < power) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return OptionalDouble.of(high);
    }

    private MarkedScore score(int eras, double share) {
      return MarkedScore.ofExcess(excess).dilutedTo(share).averagedWithUnmarked(eras - 1);
    }
  }

  /**
   * Green lists. With several eras the greens are counted as if each score were marked with
   * probability share / eras: the true count varies less, so at the mean the power is a little
   * higher (Hoeffding 1956, "On the distribution of the number of successes in independent
   * trials").
   */
  record Green(GreenListPower tuples) implements TupleModel {
    @Override
    public double probability(long n, int eras, double lnAlpha, double share) {
      return tuples.probability(n * eras, lnAlpha, share / eras);
    }

    @Override
    public OptionalLong tuplesFor(int eras, double lnAlpha, double power, double share) {
      return perTuple(tuples.tuplesFor(lnAlpha, power, share / eras), eras);
    }

    @Override
    public OptionalDouble shareFor(long n, int eras, double lnAlpha, double power) {
      double scores = tuples.shareFor(lnAlpha, power, n * eras).orElse(Double.POSITIVE_INFINITY);
      return scores * eras <= 1 ? OptionalDouble.of(scores * eras) : OptionalDouble.empty();
    }
  }

  private static OptionalLong perTuple(OptionalLong scores, int eras) {
    return scores.isEmpty()
        ? scores
        : OptionalLong.of(Math.ceilDiv(scores.getAsLong(), (long) eras));
  }
}
