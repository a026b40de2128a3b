package ai.tidemark.cli;

import ai.tidemark.core.power.Power;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is tested, and what of it is paid for.
 *
 * <p><b>Eras.</b> A key of every era is a key of its own. Text from E eras, each with 1/E of the
 * marked tuples, is looked at in two ways, both of them charged, so that the hypotheses are E + 1
 * times keys and forms:
 *
 * <ul>
 *   <li><b>pooled</b>: every tuple is scored under the E keys of the eras and the scores are added:
 *       E n scores, of which share / E are marked. In z this is share / E * sqrt(E n), so E eras
 *       cost sqrt(E) in z and E times the tuples;
 *   <li><b>one era's key alone</b>: n scores of which share / E are marked, E in z; but where all
 *       marked tuples come from that one era, n scores of which the whole share is marked.
 * </ul>
 *
 * @param model what a tuple is worth
 * @param alpha level of all hypotheses together, in (0, 1)
 * @param power wanted, in (0, 1)
 * @param keys tested, at least 1
 * @param forms of each text that are scored, 1 or 2 (raw, normalised)
 * @param eras at least 1
 */
record PowerPlan(TupleModel model, double alpha, double power, long keys, int forms, int eras) {

  /** One way of looking. */
  enum View {
    /** There is one era only. */
    SINGLE("one era"),
    /** Marked tuples of all eras, evidence of all eras added. */
    POOLED("spread over the eras, evidence of all eras added"),
    /** Marked tuples of all eras, one key. */
    ALONE("spread over the eras, one era's key alone"),
    /** Marked tuples of one era, that key. */
    CONCENTRATED("all from one era, that era's key alone");

    private final String title;

    View(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  List<View> views() {
    return eras == 1 ? List.of(View.SINGLE) : List.of(View.POOLED, View.ALONE, View.CONCENTRATED);
  }

  /** Returns the number of hypotheses that share alpha. */
  long hypotheses() {
    return Math.multiplyExact(keys * forms, eras == 1 ? 1L : eras + 1L);
  }

  /** Returns the natural logarithm of the level of each hypothesis. */
  double lnAlpha() {
    return Power.lnAlpha(alpha, hypotheses());
  }

  /** Returns the largest n that every view can be asked for. */
  long mostTuples() {
    return Power.MOST_TUPLES / eras;
  }

  /** Returns the power that n distinct tuples have. */
  double probability(View view, long n, double share) {
    return model.probability(n, passes(view), lnAlpha(), share / dilution(view));
  }

  /** Returns the fewest distinct tuples that reach the power. */
  OptionalLong tuplesFor(View view, double share) {
    return model.tuplesFor(passes(view), lnAlpha(), power, share / dilution(view));
  }

  /** Returns the smallest share of the distinct tuples that reaches the power. */
  OptionalDouble shareFor(View view, long n) {
    OptionalDouble share = model.shareFor(n, passes(view), lnAlpha(), power);
    double whole = share.orElse(Double.POSITIVE_INFINITY) * dilution(view);
    return whole <= 1 ? OptionalDouble.of(whole) : OptionalDouble.empty();
  }

  private int passes(View view) {
    return view == View.POOLED ? eras : 1;
  }

  private int dilution(View view) {
    return view == View.ALONE ? eras : 1;
  }
}
