package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyFiles;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.SeededSums;
import ai.tidemark.core.law.NullLaw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tuples, scores and key files of both SynthID profiles. */
final class SynthIdSchemesTest {
  private static final SynthIdTable16 TABLE = new SynthIdTable16();
  private static final SynthIdDm2025 DM = new SynthIdDm2025();
  private static final String DEFAULT_KEYS =
      "[654,400,836,123,340,443,597,160,57,29,590,639,13,715,468,990,966,226,324,585,118,504,421,"
          + "521,129,669,732,225,90,960]";

  /** Computed outside this project: g of two n-grams, and the start of the hash. */
  @Test
  void deepMindRepositoryKnownAnswers() {
    Dm2025Key key = (Dm2025Key) KeyFiles.keyed(DM, "{'ngram_len':5}", DEFAULT_KEYS);
    assertThat(key.start()).isEqualTo(1614033703599872695L);
    assertThat(g(key, 1, 2, 3, 4, 5)).isEqualTo("010001100011101000101110010010");
    assertThat(g(key, 1000, 2000, 3000, 4000, 70000)).isEqualTo("010110001100111001010100011101");
  }

  /** Token ids equal mod 65536 are one token to the table, and two to the twelve rounds. */
  @Test
  void sixteenBitsAreAllTheTableSees() {
    KeyedScheme table = KeyFiles.keyed(TABLE, "{'ngram_len':5}", DEFAULT_KEYS);
    KeyedScheme dm = KeyFiles.keyed(DM, "{'ngram_len':5}", DEFAULT_KEYS);
    int[] text = {1000, 2000, 3000, 4000, 70000};
    int[] other = {1000, 2000, 3000, 4000, 70000 - 65536};
    assertThat(tuples(table.scheme(), text)).isEqualTo(tuples(table.scheme(), other));
    assertThat(tuples(dm.scheme(), text)).isNotEqualTo(tuples(dm.scheme(), other));
  }

  /** A score is the sum over layers of weight times g, for both statistics and both profiles. */
  @Test
  void scoreIsTheWeighedSumOfG() {
    int[] ids = {5, 17, 99_999, 12, 70_000, 3, 255_999, 5, 17, 99_999};
    for (String parameters : List.of("{'ngram_len':4}", "{'ngram_len':4,'statistic':'weighted'}")) {
      for (KeyedScheme key :
          List.of(
              KeyFiles.keyed(TABLE, parameters, DEFAULT_KEYS),
              KeyFiles.keyed(DM, parameters, DEFAULT_KEYS))) {
        Layers layers = (Layers) key;
        int[] positions = {3};
        int scored =
            key.scheme()
                .forEach(
                    ids,
                    ids.length,
                    (position, words, at) -> {
                      assertThat(position).isEqualTo(positions[0]++);
                      long hash = LcgHash.of(layers.start(), ids, position - 3, position + 1);
                      long expected = 0;
                      for (int layer = 0; layer < 30; layer++) {
                        long weight = parameters.contains("weighted") ? 290 - 9 * layer : 1;
                        expected += weight * layers.g(hash, layer);
                      }
                      assertThat(key.score(words, at)).isEqualTo(expected);
                    });
        assertThat(scored).isEqualTo(7);
        assertThat(positions[0]).isEqualTo(10);
      }
    }
  }

  @Test
  void anEndTokenEndsTheText() {
    ForeignScheme scheme = KeyFiles.scheme(TABLE, "{'ngram_len':3,'eos_token_id':1}");
    assertThat(scheme.forEach(new int[] {9, 8, 7, 6, 1, 5, 1, 4}, 8, (_, _, _) -> {})).isEqualTo(2);
    assertThat(scheme.forEach(new int[] {9, 8, 7, 6, 1, 5, 1, 4}, 4, (_, _, _) -> {})).isEqualTo(2);
    assertThat(scheme.forEach(new int[] {9, 1}, 2, (_, _, _) -> {})).isZero();
    assertThat(scheme.forEach(new int[0], 0, (_, _, _) -> {})).isZero();
  }

  @Test
  void lawsFollowTheNumberOfKeys() {
    KeyedScheme nine = KeyFiles.keyed(TABLE, "{'ngram_len':5}", "[1,2,3,4,5,6,7,8,'9']");
    assertThat(nine.scheme().law())
        .isEqualTo(new NullLaw.TableBits(Collections.nCopies(9, 1L), 32743, 65536));
    assertThat(nine.scheme().mostTuples()).isEqualTo(65536);
    KeyedScheme ten =
        KeyFiles.keyed(DM, "{'ngram_len':5,'statistic':'weighted'}", "[1,2,3,4,5,6,7,8,9,0]");
    assertThat(ten.scheme().law())
        .isEqualTo(
            new NullLaw.WeightedBits(List.of(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L), 1, 2));
    assertThat(KeyFiles.keyed(DM, "{'ngram_len':5}", "[7]").scheme().law())
        .isEqualTo(new NullLaw.Binomial(1, 1, 2));
  }

  @Test
  void sumsOverKeysFollowTheLaw() {
    int[] ids = ids(3_000);
    double p = 32743.0 / 65536;
    int n =
        tuples(KeyFiles.scheme(TABLE, "{'ngram_len':5}"), ids).stream().distinct().toList().size();
    double finite = (65536.0 - n) / 65535;
    SeededSums.assertLaw(
        KeyFiles.scheme(TABLE, "{'ngram_len':5}"),
        ids,
        2_000,
        30 * p,
        30 * p * (1 - p) * finite,
        0.02);
    double squares = 0;
    double weights = 0;
    for (int layer = 0; layer < 30; layer++) {
      weights += 290 - 9 * layer;
      squares += (290.0 - 9 * layer) * (290 - 9 * layer);
    }
    SeededSums.assertLaw(
        KeyFiles.scheme(TABLE, "{'ngram_len':5,'statistic':'weighted'}"),
        ids,
        2_000,
        weights * p,
        squares * p * (1 - p) * finite,
        0.02);
    SeededSums.assertLaw(KeyFiles.scheme(DM, "{'ngram_len':5}"), ids(600), 1_000, 15, 7.5, 0);
    SeededSums.assertLaw(
        KeyFiles.scheme(DM, "{'ngram_len':5,'statistic':'weighted'}"),
        ids(600),
        1_000,
        weights / 2,
        squares / 4,
        0);
  }

  @Test
  void originalsRepeatTheSourcesMask() {
    KeyedScheme key = KeyFiles.keyed(TABLE, "{'ngram_len':3,'eos_token_id':1}", DEFAULT_KEYS);
    int[] ids = {9, 8, 7, 9, 8, 6, 1, 9, 9};
    OriginalFinding finding = key.asOriginal("5.23", ids, ids.length);
    assertThat(finding.scored()).isEqualTo(3); // of 4 before the end, one context is a repeat
    assertThat(finding.p()).isEmpty();
    assertThat(key.originals()).containsExactly("0.2.1", "5.23");
    refused(() -> key.asOriginal("5.18", ids, 9), "no such version");
    refused(() -> key.asOriginal("5.23", ids, 2), "mean of none");
  }

  @Test
  void keyFilesAreReadStrictly() {
    refused(() -> KeyFiles.scheme(TABLE, "{}"), "/parameters/ngram_len: is missing");
    refused(() -> KeyFiles.scheme(TABLE, "{'ngram_len':1}"), "/ngram_len: must be in 2..64");
    refused(() -> KeyFiles.scheme(TABLE, "{'ngram_len':5,'gamma':1}"), "/gamma: is not a known");
    refused(
        () -> KeyFiles.scheme(TABLE, "{'ngram_len':5,'sampling_table_size':1000}"), "power of two");
    refused(() -> KeyFiles.scheme(TABLE, "{'ngram_len':5,'device':'cuda'}"), "must be \"cpu\"");
    refused(
        () -> KeyFiles.scheme(DM, "{'ngram_len':5,'sampling_table_size':65536}"), "not a known");
    refused(
        () -> KeyFiles.scheme(DM, "{'ngram_len':5,'statistic':'median'}"), "/statistic: must be");
    refused(() -> KeyFiles.keyed(TABLE, "{'ngram_len':5}", "[]"), "/key: must hold 1..128");
    refused(() -> KeyFiles.keyed(DM, "{'ngram_len':5}", "[1,'x']"), "/key/1: must be a 64-bit");
    refused(
        () -> KeyFiles.keyed(TABLE, "{'ngram_len':5,'watermarking_depth':30}", "[111,222]"),
        "/key: must hold as many layer keys as watermarking_depth says, 30, but holds 2");
    assertThat(KeyFiles.keyed(TABLE, "{'ngram_len':5,'temperature':0.7}", "[111]").toString())
        .doesNotContain("111");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("222");
  }

  private static List<List<Integer>> tuples(ForeignScheme scheme, int[] ids) {
    List<List<Integer>> tuples = new ArrayList<>();
    scheme.forEach(
        ids,
        ids.length,
        (_, words, at) -> {
          List<Integer> tuple = new ArrayList<>();
          for (int i = 0; i < scheme.width(); i++) {
            tuple.add(words[at + i]);
          }
          tuples.add(tuple);
        });
    return tuples;
  }

  private static String g(Layers layers, int... ngram) {
    StringBuilder bits = new StringBuilder();
    long hash = LcgHash.of(layers.start(), ngram, 0, ngram.length);
    for (int layer = 0; layer < layers.parameters().depth(); layer++) {
      bits.append(layers.g(hash, layer));
    }
    return bits.toString();
  }

  private static int[] ids(int n) {
    Random random = new Random(n);
    int[] ids = new int[n];
    for (int i = 0; i < n; i++) {
      ids[i] = (int) (256_000 * Math.pow(random.nextDouble(), 4));
    }
    return ids;
  }
}
