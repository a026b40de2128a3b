package ai.tidemark.demo.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.token.Cl100k;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Number 17 of the acceptance list: the same marked text read through three tokenizers. The wrong
 * one loses the mark and never makes one up. Mutation caught: the best of several tokenizers taken
 * without paying for them.
 */
final class TokenizerMismatchAcceptanceTest {
  private static final DrawKey KEY = Students.key("teacher", 17);
  private static final int KEYS = 300;

  private static Students students;
  private static List<int[]> answers;

  @BeforeAll
  static void teach() {
    students = new Students();
    answers = students.answers(KEY, 10_000, new SplittableRandom(17));
  }

  private static Map<String, Function<String, int[]>> tokenizers() {
    Map<String, Function<String, int[]>> tokenizers = new LinkedHashMap<>();
    tokenizers.put("cl100k (the model's)", Cl100k.get()::encode);
    for (EncodingType type : List.of(EncodingType.O200K_BASE, EncodingType.P50K_BASE)) {
      Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
      tokenizers.put(type.getName(), text -> encoding.encodeOrdinary(text).toArray());
    }
    return tokenizers;
  }

  private static String text(int[] ids) {
    return new String(Cl100k.get().decode(ids, 0, ids.length), StandardCharsets.UTF_8);
  }

  private static double log10P(List<int[]> texts) {
    return Students.evidence(Students.tuples(texts, List.of()), KEY).lnP() / Math.log(10);
  }

  @Test
  void anotherTokenizerLosesTheMarkAndKeepsTheNull() {
    double fromIds = log10P(answers);
    System.out.printf(
        Locale.ROOT, "acceptance 8.4.17 the model's own ids: log10 p %.1f%n", fromIds);
    tokenizers()
        .forEach(
            (name, tokenizer) -> {
              double marked =
                  log10P(answers.stream().map(ids -> tokenizer.apply(text(ids))).toList());
              double ks = nullDistance(tokenizer);
              double limit = 1.63 / Math.sqrt(KEYS);
              System.out.printf(
                  Locale.ROOT,
                  "acceptance 8.4.17 %s: log10 p of marked text %.1f; unmarked text, %d keys: KS"
                      + " %.4f, must be below %.4f%n",
                  name,
                  marked,
                  KEYS,
                  ks,
                  limit);
              assertThat(ks).as(name).isLessThan(limit);
              if (name.startsWith("cl100k")) {
                assertThat(marked).as("re-tokenised").isLessThan(0.8 * fromIds).isLessThan(-20);
              } else {
                assertThat(marked).as("loss of power").isGreaterThan(0.5 * fromIds);
              }
            });
  }

  /** The best of three tokenizers, not paid for: the broken variant. */
  @Test
  void takingTheBestTokenizerUnpaidFails() {
    double[] best = new double[KEYS];
    Arrays.fill(best, 1);
    for (Function<String, int[]> tokenizer : tokenizers().values()) {
      double[] p = nullP(tokenizer);
      for (int k = 0; k < KEYS; k++) {
        best[k] = Math.min(best[k], p[k]);
      }
    }
    double ks = distance(best);
    System.out.printf(
        Locale.ROOT,
        "acceptance 8.4.17 (mutant, must fail: best of three tokenizers, unpaid): KS %.4f, must be"
            + " below %.4f%n",
        ks,
        1.63 / Math.sqrt(KEYS));
    assertThat(ks).isGreaterThan(2 * 1.63 / Math.sqrt(KEYS));
  }

  private static double nullDistance(Function<String, int[]> tokenizer) {
    return distance(nullP(tokenizer));
  }

  private static double[] nullP(Function<String, int[]> tokenizer) {
    List<int[]> texts = new ArrayList<>();
    for (int[] ids : students.human().subList(0, 40)) {
      texts.add(tokenizer.apply(text(ids)));
    }
    TupleSet tuples = Students.tuples(texts, List.of());
    double[] p = new double[KEYS];
    for (int k = 0; k < KEYS; k++) {
      p[k] = Math.exp(Students.evidence(tuples, Students.key("mismatch", k + 1L)).lnP());
    }
    return p;
  }

  private static double distance(double[] values) {
    double[] p = values.clone();
    Arrays.sort(p);
    double ks = 0;
    for (int i = 0; i < KEYS; i++) {
      ks = Math.max(ks, Math.max(p[i] - (double) i / KEYS, (i + 1.0) / KEYS - p[i]));
    }
    return ks;
  }
}
