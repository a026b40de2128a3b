package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Count;
import ai.tidemark.benchmarks.nullrun.Contender.TextKey;
import ai.tidemark.core.law.NullLaw;
import java.util.concurrent.atomic.LongAdder;

/** Single texts, each under fresh keys, as the product tests a document. */
final class TextTrials {
  private final double[] lnP;
  private final double[] p;
  private final long positions;

  TextTrials(double[] lnP, double[] p, long positions) {
    this.lnP = lnP;
    this.p = p;
    this.positions = positions;
  }

  /**
   * Returns the exact ln p of text t under its key k, at t keysPerText + k; NaN where no tuple
   * counts.
   */
  double[] lnP() {
    return lnP;
  }

  /** Returns the same p with ties broken at random. */
  double[] p() {
    return p;
  }

  /** Returns how many tuples counted in all trials together. */
  long positions() {
    return positions;
  }

  /** Tests the plan's texts: every so many-th of the corpus. */
  static TextTrials run(Contender contender, Texts texts, Plan plan, int threads) {
    int perText = plan.keysPerText();
    int group = plan.textsPerKey();
    double[] lnP = new double[plan.texts() * perText];
    double[] p = new double[lnP.length];
    LongAdder positions = new LongAdder();
    NullLaw law = contender.law();
    int groups = (plan.texts() + group - 1) / group;
    ThreadLocal<int[]> buffers = ThreadLocal.withInitial(() -> new int[texts.mostIds()]);
    KeyTrials.spread(
        groups * perText,
        threads,
        task -> {
          int first = task / perText * group;
          int k = task % perText;
          int[] ids = buffers.get();
          TextKey key = contender.textKey(Keys.seed(contender.profile(), Keys.TEXTS + task));
          for (int t = first; t < Math.min(plan.texts(), first + group); t++) {
            int text = (int) ((long) t * texts.count() / plan.texts());
            int n = Math.min(plan.idsPerText(), texts.read(text, ids));
            Count count = key.count(ids, n);
            int at = t * perText + k;
            positions.add(count.n());
            lnP[at] = count.n() == 0 ? Double.NaN : Fit.lnP(law, count);
            p[at] =
                count.n() == 0
                    ? Double.NaN
                    : Fit.randomisedP(law, count, Keys.tie(contender.profile(), Keys.TEXTS + at));
          }
        });
    return new TextTrials(lnP, p, positions.sum());
  }

  /** Returns how many trials have p at most alpha; k of each text below {@code keys} only. */
  long atMost(double alpha, int perText, int keys) {
    long count = 0;
    double lnAlpha = Math.log(alpha);
    for (int i = 0; i < lnP.length; i++) {
      if (i % perText < keys && lnP[i] <= lnAlpha) {
        count++;
      }
    }
    return count;
  }
}
