package ai.tidemark.evidence.plan;

import ai.tidemark.core.power.Power;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.SampleRates;
import java.util.OptionalLong;

/**
 * How coarse a scan may sample and still show a share of marked text: what a plan fixes.
 *
 * <p><b>Needed</b> is the n at which the sum test of one key has the power ({@link
 * Power#tuplesFor}), at the level that a report's own "a share of ... would have been seen" is held
 * to: alpha, divided by the sum test's part, the text forms and all keys together (Bonferroni, the
 * first step of Holm).
 *
 * <p><b>A key scores a part of the distinct tuples.</b> A corpus is kept as wide and as narrow
 * grams; a key's coin takes one of the two at a position, and its tier has its share of them. So n
 * is taken to be (wide + narrow) / 2 times the tier's share. There are fewer narrow grams than wide
 * ones, since short ones repeat more; as long as at most half of the positions are narrow, n is
 * then larger than that.
 *
 * <p><b>The rate</b> is the coarsest at which {@link #MARGIN} times what is needed is expected to
 * be left, and never finer than what the budget is expected to hold, unless every tuple is kept.
 * Decoys, and the test of single tuples that looks at the same slice, get as many as their budget
 * is expected to hold.
 *
 * @param question what is to be shown
 * @param needed scored tuples of one key; empty where 2^50 do not suffice
 * @param expected scored tuples of one key in the whole corpus
 * @param kept of them at the rate
 * @param decoys of them in the slice of the decoys
 * @param rates what the plan fixes
 * @param byMemory whether the budget asks for a coarser rate than the question does
 */
public record PlannedRate(
    Question question,
    OptionalLong needed,
    long expected,
    long kept,
    long decoys,
    SampleRates rates,
    boolean byMemory) {
  /** A sample is planned this many times as large as needed: the corpus's size is an estimate. */
  public static final int MARGIN = 2;

  /**
   * Scored tuples from which the law of z is as good as normal: its fourth moment then adds less
   * than 0.2 % to the standard deviation of a variance, sqrt(1 + 3 / n).
   */
  public static final long DECOY_TUPLES = 1000;

  /**
   * What is to be shown.
   *
   * @param share of one key's scored tuples that are marked, in (0, 1]
   * @param power probability to show it, in (0, 1)
   * @param keys that are tested together, at least 1
   * @param tenants whether some of them are tenants'
   * @param contexts of the profile
   */
  public record Question(
      double share, double power, long keys, boolean tenants, Contexts.Coined contexts) {
    /** Validates. */
    public Question {
      if (!(share >= 1e-9 && share <= 1)) {
        throw new IllegalArgumentException("share must be in 1e-9..1, but is " + share);
      }
      if (!(power > 0 && power < 1)) {
        throw new IllegalArgumentException("power must be between 0 and 1, but is " + power);
      }
      if (keys < 1) {
        throw new IllegalArgumentException("keys must be at least 1, but are " + keys);
      }
    }

    /** Returns the share of the tuples of both widths that the key with the fewest scores. */
    double scored() {
      double fleet = (double) contexts.fleetShare() / Contexts.Coined.ONE;
      double least = tenants && fleet < 1 ? Math.min(fleet, 1 - fleet) : fleet;
      return (least > 0 ? least : 1 - fleet) / 2;
    }
  }

  /**
   * Chooses the rates.
   *
   * @param tuples distinct tuples that the corpus is expected to have, at least 1
   */
  public static PlannedRate of(Question question, PlanMethod method, long tuples) {
    long hypotheses =
        Math.multiplyExact(
            (long) CorpusTest.Kind.SUM.weight() * method.normalisation().forms().size(),
            question.keys());
    OptionalLong needed =
        Power.tuplesFor(
            Power.lnAlpha(method.levels().alpha(), hypotheses),
            question.power(),
            question.share(),
            method.levels().excess());
    double perTuple = question.scored();
    long expected = Math.round(tuples * perTuple);
    int byNeed = 0;
    while (needed.isPresent()
        && byNeed < SampleRates.MOST_LEVELS
        && (expected >> (byNeed + 1)) / MARGIN >= needed.getAsLong()) {
      byNeed++;
    }
    int byMemory = method.exact() ? 0 : fitting(tuples, method.tupleBudget(), 0);
    int level = Math.max(byNeed, byMemory);
    int decoyLevel = fitting(tuples, method.decoyTupleBudget(), level);
    return new PlannedRate(
        question,
        needed,
        expected,
        expected >> level,
        expected >> decoyLevel,
        new SampleRates(level, decoyLevel),
        byMemory > byNeed);
  }

  /** Returns the least level, not below one, at which a budget holds what is expected. */
  private static int fitting(long tuples, long budget, int from) {
    int level = from;
    while (level < SampleRates.MOST_LEVELS && tuples >> level > budget) {
      level++;
    }
    return level;
  }

  /** Returns whether as many tuples are expected to be kept as are needed. */
  public boolean suffices() {
    return needed.isPresent() && kept >= needed.getAsLong();
  }
}
