package ai.tidemark.core.foreign.textseal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyFiles;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.SeededSums;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.NullLaw;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tuples, scores and key files of TextSeal. */
final class TextSealSchemeTest {
  private static final TextSealV1 PROFILE = new TextSealV1();

  /** Computed outside this project. */
  @Test
  void knownAnswer() {
    long state = TextSealHash.state(new int[] {5}, 0, 1, 7);
    assertThat(TextSealHash.level(state, TextSealHash.keyPart(42))).isEqualTo(3586);
  }

  @Test
  void positionsStartOneAfterTheWindow() {
    ForeignScheme scheme = scheme("{'ngram':2}");
    int[] next = {3};
    int scored =
        scheme.forEach(
            new int[] {1, 2, 3, 4, 5, 6},
            6,
            (position, words, at) -> {
              assertThat(position).isEqualTo(next[0]++);
              long state = (long) words[at] << 32 | (words[at + 1] & 0xFFFF_FFFFL);
              assertThat(state)
                  .isEqualTo(
                      10000019L * (position - 1)
                          + 10000247L * position
                          + 100000007L * (position + 1));
            });
    assertThat(scored).isEqualTo(3);
    assertThat(scheme.forEach(new int[] {1, 2, 3}, 3, (_, _, _) -> {})).isZero();
    assertThat(scheme.forEach(new int[] {1}, 1, (_, _, _) -> {})).isZero();
  }

  /**
   * The layers of one token lie at equal distances, where the hash's bits are not independent: over
   * uniform states the variance of their sum is .886 of independent bits' (2 million states in
   * numpy, outside this project). It is why the null on a whole corpus has sd(z) below 1.
   */
  @Test
  void layersOfOneTokenVaryLessThanIndependentBits() {
    int green = TextSealHash.greenLevels(0.5);
    double share = (double) green / TextSealHash.LEVELS;
    Random random = new Random(7);
    int runs = 100_000;
    double squares = 0;
    for (int run = 0; run < runs; run++) {
      long state = random.nextLong();
      int sum = 0;
      for (int layer = 0; layer < 30; layer++) {
        sum += TextSealHash.level(state, layer * TextSealHash.PER_TOKEN) < green ? 1 : 0;
      }
      squares += (sum - 30 * share) * (sum - 30 * share);
    }
    double ratio = squares / runs / (30 * share * (1 - share));
    assertThat(ratio).isBetween(0.870, 0.902); // four standard errors
  }

  /** Tokens 50 and 51 after one window share 29 of 30 draws. */
  @Test
  void neighbouringIdsShareDrawsOfATournament() {
    ForeignScheme scheme = scheme("{'watermark_type':'synthid'}");
    WordTuples tuples = new WordTuples(scheme.width());
    int[] ids = {0, 9, 50, 9, 51};
    int scored = scheme.forEach(ids, 5, (_, words, at) -> tuples.add(words, at));
    assertThat(scored).isEqualTo(3);
    assertThat(tuples.size()).isEqualTo(30 + 30 + 1);
  }

  @Test
  void lawsKnowTheLevels() {
    assertThat(scheme("{'watermark_type':'greenlist'}").law())
        .isEqualTo(new NullLaw.Binomial(1, 4096, 8191));
    assertThat(scheme("{'watermark_type':'dipmark','gamma':0.25}").law())
        .isEqualTo(new NullLaw.Binomial(1, 2048, 8191));
    assertThat(scheme("{'watermark_type':'watermax','base_watermark':'synthid'}").law())
        .isEqualTo(new NullLaw.Binomial(1, 4096, 8191));
    assertThat(scheme("{}").law()).isEqualTo(new NullLaw.QuantisedExponential(8191, 0, 1, 8191));
  }

  /**
   * Mutant: counting whole tokens, all their layers each, in place of distinct draws. Frequent ids
   * stand near one another after one window, and share layers.
   */
  @Test
  void wholeTokensOfATournamentAreNotIndependent() {
    ForeignScheme scheme = scheme("{'watermark_type':'synthid'}");
    int[] ids = ids(600, 400);
    for (int i = 0; i < ids.length; i += 2) {
      ids[i] = 7; // one frequent window, and frequent ids after it
    }
    WordTuples draws = new WordTuples(2);
    WordTuples tokens = new WordTuples(2);
    int[] all = new int[2 * 30 * ids.length];
    int[] layer = {0};
    int[] size = {0};
    scheme.forEach(
        ids,
        ids.length,
        (_, words, at) -> {
          draws.add(words, at);
          if (layer[0] > 0 || tokens.add(words, at)) {
            all[size[0]++] = words[at];
            all[size[0]++] = words[at + 1];
          }
          layer[0] = (layer[0] + 1) % 30;
        });
    int[] distinct = Arrays.copyOf(draws.words(), 2 * draws.size());
    double p = 4096.0 / 8191;
    double byDraws = SeededSums.moments(scheme, distinct, 2_000, p, p * (1 - p)).variance();
    double byTokens =
        SeededSums.moments(scheme, Arrays.copyOf(all, size[0]), 2_000, p, p * (1 - p)).variance();
    System.out.printf(
        "TextSeal tournament, %d tokens: variance of z %.2f by draws, %.2f by tokens%n",
        tokens.size(), byDraws, byTokens);
    assertThat(byDraws).isBetween(0.7, 1.3);
    assertThat(byTokens).isGreaterThan(3);
  }

  @Test
  void sumsOverKeysFollowTheLaw() {
    double green = 4096.0 / 8191;
    int[] ids = ids(3_000, 128_000);
    SeededSums.assertLaw(
        scheme("{'watermark_type':'greenlist','ngram':2}"),
        ids,
        2_000,
        green,
        green * (1 - green),
        0);
    SeededSums.assertLaw(
        scheme("{'watermark_type':'synthid'}"),
        ids(400, 128_000),
        2_000,
        green,
        green * (1 - green),
        0.13);
    double mean = 0;
    double square = 0;
    for (int level = 0; level < 8191; level++) {
      double score = -Math.log((8191.0 - level) / 8191) * 0x1p32;
      mean += score / 8191;
      square += score * score / 8191;
    }
    assertThat(mean * 0x1p-32).isBetween(0.99933, 0.99935);
    SeededSums.assertLaw(scheme("{'ngram':4}"), ids, 2_000, mean, square - mean * mean, 0);
  }

  @Test
  void originalsDropRepeatsOnlyWithASet() {
    KeyedScheme key = KeyFiles.keyed(PROFILE, "{}", "42");
    int[] ids = {7, 7, 7, 7, 7, 8};
    assertThat(key.asOriginal("0.0.5", ids, 6).scored()).isEqualTo(2);
    assertThat(key.asOriginal("0.0.5-without-set", ids, 6).scored()).isEqualTo(4);
    assertThat(key.asOriginal("0.0.5", ids, 2).p()).isEmpty();
    refused(() -> key.asOriginal("0.0.4", ids, 6), "no such version");
  }

  @Test
  void keyFilesAreReadStrictly() {
    refused(() -> scheme("{'watermark_type':'upv'}"), "/watermark_type: must be one of greenlist");
    refused(
        () -> scheme("{'watermark_type':'watermax','base_watermark':'watermax'}"),
        "/base_watermark: must be one of");
    refused(() -> scheme("{'ngram':11}"), "/ngram: must be in 1..10");
    refused(() -> scheme("{'gamma':0}"), "/gamma: must make 1..8190");
    refused(() -> scheme("{'gamma':1.5}"), "/gamma: must make 1..8190");
    refused(() -> scheme("{'scoring_method':'v3'}"), "/scoring_method: must be none, v1 or v2");
    refused(() -> scheme("{'context_width':4}"), "/context_width: is not a known field");
    refused(() -> KeyFiles.keyed(PROFILE, "{}", "'222x'"), "/key: must be a 64-bit integer");
    assertThat(KeyFiles.keyed(PROFILE, "{'delta':2.0}", "222").toString()).doesNotContain("222");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("222");
  }

  private static ForeignScheme scheme(String parameters) {
    return KeyFiles.scheme(PROFILE, parameters);
  }

  private static int[] ids(int n, int vocabulary) {
    Random random = new Random(n);
    int[] ids = new int[n];
    for (int i = 0; i < n; i++) {
      ids[i] = (int) (vocabulary * Math.pow(random.nextDouble(), 2));
    }
    return ids;
  }
}
