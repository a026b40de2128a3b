package ai.tidemark.core.acceptance;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.multiplicity.BenjaminiHochberg;
import ai.tidemark.core.multiplicity.BenjaminiYekutieli;
import ai.tidemark.core.multiplicity.EBenjaminiHochberg;
import ai.tidemark.core.multiplicity.Simes;
import ai.tidemark.core.sequential.Mixture;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many null documents at once: those that share tuples (8.4.3: any rejection at .05 in at most
 * .075), and the worst dependence there can be, under which only e-BH and BY keep their level.
 */
final class DependenceTest {
  private static final double Q = 0.05;
  private static final NullLaw GUMBEL = new NullLaw.ExponentialSum();

  /** Judges the documents of one key by their p- and e-values. */
  private interface Judge {
    boolean rejectsAny(double[] lnP, double[] lnE);
  }

  private static boolean bh(double[] lnP) {
    return BenjaminiHochberg.decide(lnP, lnP.length, Q).rejected() > 0;
  }

  private static boolean eBh(double[] lnE) {
    return EBenjaminiHochberg.decide(lnE, lnE.length, Q).rejected() > 0;
  }

  private static boolean simes(double[] lnP) {
    return Simes.lnP(lnP, lnP.length) <= StrictMath.log(Q);
  }

  /**
   * Documents of 118 tuples, 40 of them from one of five blocks of boilerplate.
   *
   * @param trials keys
   * @param counted how often a document counts each tuple of its boilerplate; 1 is right
   */
  private static double sharedTuples(int trials, int counted, Judge judge) {
    SplittableRandom random = new SplittableRandom(43);
    Mixture mixture = Mixture.of(GUMBEL);
    int any = 0;
    double[] lnP = new double[100];
    double[] lnE = new double[100];
    for (int trial = 0; trial < trials; trial++) {
      double[] blocks = new double[5];
      for (int i = 0; i < blocks.length * 40; i++) {
        blocks[i / 40] += Draws.plain(random);
      }
      for (int d = 0; d < lnP.length; d++) {
        double sum = counted * blocks[d % 5];
        for (int i = 0; i < 78; i++) {
          sum += Draws.plain(random);
        }
        int n = 78 + counted * 40;
        lnP[d] = GUMBEL.lnP(n, Draws.units(sum));
        lnE[d] = mixture.lnE(n, Draws.units(sum));
      }
      any += judge.rejectsAny(lnP, lnE) ? 1 : 0;
    }
    return (double) any / trials;
  }

  private static void shared(int trials) {
    String what = "8.4.3 documents that share tuples, any rejection at .05: ";
    double limit = 0.075;
    Figure.atMost(what + "BH", sharedTuples(trials, 1, (p, _) -> bh(p)), limit).mustHold();
    Figure.atMost(what + "e-BH", sharedTuples(trials, 1, (_, e) -> eBh(e)), limit).mustHold();
    Figure.atMost(what + "Simes", sharedTuples(trials, 1, (p, _) -> simes(p)), limit).mustHold();
  }

  /** Catches documents whose own repeats are counted. */
  @Test
  void documentsThatShareTuplesKeepTheLevel() {
    shared(300);
  }

  @Tag("statistics")
  @Test
  void documentsThatShareTuplesKeepTheLevelInFull() {
    shared(10_000);
  }

  @Test
  void repeatsCountedInsideADocumentAreCaught() {
    double got = sharedTuples(300, 6, (p, _) -> bh(p));
    Figure.atMost("8.4.3 any rejection at .05: BH", got, 0.075)
        .mustFail("each boilerplate tuple counted six times");
    double simes = sharedTuples(300, 6, (p, _) -> simes(p));
    Figure.atMost("8.4.3 any rejection at .05: Simes", simes, 0.075)
        .mustFail("each boilerplate tuple counted six times");
    double e = sharedTuples(300, 6, (_, x) -> eBh(x));
    Figure.atMost("8.4.3 any rejection at .05: e-BH", e, 0.075)
        .mustFail("each boilerplate tuple counted six times");
  }

  /**
   * Twenty uniform p-values made to be rejected together: with probability Q / k, k of them fall
   * into ((k-1) Q / 20, k Q / 20] and the others above Q (Benjamini and Yekutieli 2001, section 3;
   * Guo and Rao 2008). BH then rejects with probability Q (1 + 1/2 + ... + 1/20) = .18.
   */
  private static double worst(int trials, Judge judge) {
    SplittableRandom random = new SplittableRandom(44);
    int m = 20;
    int any = 0;
    for (int trial = 0; trial < trials; trial++) {
      double u = random.nextDouble();
      int together = 0;
      for (int k = 1; k <= m && together == 0; k++) {
        u -= Q / k;
        together = u < 0 ? k : 0;
      }
      double[] lnP = new double[m];
      for (int i = 0; i < m; i++) {
        double x = 1 - random.nextDouble();
        lnP[i] = StrictMath.log(i < together ? (together - 1 + x) * Q / m : Q + (1 - Q) * x);
      }
      // p^(-1/2) / 2 is an e-value where p is a p-value (Vovk and Wang 2021)
      double[] lnE = Arrays.stream(lnP).map(p -> -0.5 * p - StrictMath.log(2)).toArray();
      any += judge.rejectsAny(lnP, lnE) ? 1 : 0;
    }
    return (double) any / trials;
  }

  /** Catches e-BH fed with anything but e-values, and BY without its harmonic factor. */
  @Test
  void theStrictOptionsKeepTheLevelUnderAnyDependence() {
    String what = "3.2 worst dependence, any rejection at .05: ";
    int trials = 20_000;
    double limit = Q + 3 * Math.sqrt(Q * (1 - Q) / trials);
    Figure.atMost(what + "e-BH", worst(trials, (_, e) -> eBh(e)), limit).mustHold();
    double by = worst(trials, (p, _) -> BenjaminiYekutieli.decide(p, p.length, Q).rejected() > 0);
    Figure.atMost(what + "BY", by, limit).mustHold();
    double bh = worst(trials, (p, _) -> bh(p));
    Figure.atMost(what + "BY", bh, limit).mustFail("no harmonic factor");
    Judge inverse = (p, _) -> eBh(Arrays.stream(p).map(x -> -x).toArray());
    Figure.atMost(what + "e-BH", worst(trials, inverse), limit).mustFail("1 / p called an e-value");
  }
}
