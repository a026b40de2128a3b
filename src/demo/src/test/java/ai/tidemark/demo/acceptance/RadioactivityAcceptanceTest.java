package ai.tidemark.demo.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.demo.model.NGramModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Number 13 of the acceptance list: a model depends on marked text that it was trained on, and one
 * that was not does not. The students are 3-gram models (neural ones come later). Mutations caught:
 * scoring tuples whose context stands in the prompt (the test without the exclusion must fail its
 * own bound), and counting repeats (students repeat themselves: without distinct tuples the
 * unmarked ones are no longer uniform).
 */
final class RadioactivityAcceptanceTest {
  private static final DrawKey KEY = Students.key("teacher", 1);
  private static final int TRAINING = 200_000;
  private static final int TEXTS = 100;
  private static final int LENGTH = 200;
  private static final double LN_10 = Math.log(10);

  private static Students students;
  private static List<int[]> answers;

  @BeforeAll
  static void teach() {
    students = new Students();
    answers = students.answers(KEY, 60_000, new SplittableRandom(13));
  }

  private static TupleSet said(double share, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NGramModel student = students.student(answers, share, TRAINING, random);
    return Students.tuples(Students.samples(student, TEXTS, LENGTH, random), List.of());
  }

  private static double log10P(double share, int seed) {
    Evidence evidence = Students.evidence(said(share, seed), KEY);
    double n = evidence.n();
    double shift = evidence.sum().toBigInteger().doubleValue() * 0x1p-32 / n - 1;
    double log10P = evidence.lnP() / LN_10;
    System.out.printf(
        Locale.ROOT,
        "acceptance 8.4.13 student with %4.1f %% marked, seed %d: n %.0f, shift %.4f, log10 p"
            + " %.1f%n",
        100 * share,
        seed,
        n,
        shift,
        log10P);
    return log10P;
  }

  @Test
  void aStudentOfMarkedTextShowsItAndMoreTextShowsMore() {
    double some = log10P(0.05, 1);
    double much = log10P(0.2, 1);
    assertThat(much).as("20 % marked, must be below 1e-6").isLessThan(-6);
    assertThat(much).as("more than 5 %").isLessThan(some);
  }

  @Test
  void studentsOfHumanTextGiveUniformP() {
    uniform(3, 100, "3 students x 100 decoy keys");
  }

  @Tag("statistics")
  @Test
  void thirtyStudentsOfHumanTextGiveUniformP() {
    uniform(30, 100, "30 students x 100 decoy keys");
  }

  @Tag("statistics")
  @Test
  void powerOverSeeds() {
    for (double share : new double[] {0.01, 0.05, 0.2}) {
      int shown = 0;
      for (int seed = 1; seed <= 5; seed++) {
        shown += log10P(share, seed) <= -6 ? 1 : 0;
      }
      System.out.printf(
          Locale.ROOT,
          "acceptance 8.4.13 students with %.0f %% marked: %d of 5 shown at 1e-6%n",
          100 * share,
          shown);
      if (share == 0.2) {
        assertThat(shown).isEqualTo(5);
      }
    }
  }

  private static void uniform(int count, int keys, String what) {
    double[] p = new double[count * keys];
    int n = 0;
    for (int student = 0; student < count; student++) {
      TupleSet tuples = said(0, 1000 + student);
      for (int k = 0; k < keys; k++) {
        p[n++] = Math.exp(Students.evidence(tuples, Students.key("decoy", k + 1L)).lnP());
      }
    }
    Arrays.sort(p);
    double ks = 0;
    for (int i = 0; i < n; i++) {
      ks = Math.max(ks, Math.max(p[i] - (double) i / n, (i + 1.0) / n - p[i]));
    }
    // students share n-grams, so one decoy's p on two students are not independent: the limit is
    // that of the keys' number of independent draws at worst, the students' at best
    double limit = 1.63 / Math.sqrt(keys);
    System.out.printf(
        Locale.ROOT, "acceptance 8.4.13 %s: KS %.4f, must be below %.4f%n", what, ks, limit);
    assertThat(ks).isLessThan(limit);
  }

  /** Prompts that are marked answers: without the exclusion an innocent model looks guilty. */
  @Test
  void promptWindowsMustBeLeftOut() {
    SplittableRandom random = new SplittableRandom(7);
    NGramModel innocent = students.student(answers, 0, TRAINING, random);
    List<int[]> prompts = answers.subList(0, 60);
    List<int[]> said = Students.quoting(innocent, prompts, LENGTH, random);
    Evidence careless = Students.evidence(Students.tuples(said, List.of()), KEY);
    Evidence careful = Students.evidence(Students.tuples(said, prompts), KEY);
    System.out.printf(
        Locale.ROOT,
        "acceptance 8.4.13 innocent student, marked prompts: log10 p %.1f with prompt windows"
            + " (must be below -6: a false alarm), %.2f without (must be above -3), n %d and %d%n",
        careless.lnP() / LN_10,
        careful.lnP() / LN_10,
        careless.n(),
        careful.n());
    assertThat(careless.lnP() / LN_10).isLessThan(-6);
    assertThat(careful.lnP() / LN_10).isGreaterThan(-3);
  }

  /**
   * Sander et al. 2024, released outputs of the closed, supervised run (5 % of the fine-tuning text
   * marked, green list of a quarter): .2588 of 248,200 distinct tuples are green, p = 10^-23.6.
   * Recomputed from the published rounded rate, so to 3 %. For its clean control (p = .97 of
   * 105,400) no count is published, so there is nothing to recompute.
   */
  @Test
  void publishedCountsGiveThePublishedP() {
    long n = 248_200;
    double log10P = BinomialTail.lnUpper(n, Math.round(.2588 * n), 1, 4) / LN_10;
    System.out.printf(
        Locale.ROOT, "acceptance 8.4.13 published counts: log10 p %.2f, published -23.6%n", log10P);
    assertThat(log10P).isCloseTo(-23.6, within(0.7));
  }
}
