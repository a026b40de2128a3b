package ai.tidemark.core.foreign.seeded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SeededProfilesTest {
  private static final Path EXAMPLES = Path.of("../../docs/formats/foreign-keys");
  private static final int VOCABULARY = 1000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kgw-hf-cpu",
        "kgw-markllm-cpu",
        "kgw-orig-cpu",
        "markllm-exp",
        "threebricks-hash-greenlist",
        "threebricks-hash-gumbel",
        "unigram-pcg64"
      })
  void exampleKeyFileIsRead(String id) throws IOException {
    KeyedScheme keyed = KeyFiles.read(Files.readAllBytes(EXAMPLES.resolve(id + ".json")));
    assertThat(keyed.scheme().profile()).isEqualTo(id);
    ForeignProfile profile = ForeignProfiles.of("test", id);
    assertThat(profile.facts().pooling()).isEqualTo(keyed.scheme().pooling());
    assertThat(profile.facts().verified()).isEqualTo(!id.startsWith("threebricks"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kgw-hf-cpu | {} | 1 | /parameters/vocab_size: is missing",
        "kgw-hf-cpu | {'vocab_size':1} | 1 | /parameters/vocab_size: must be in 2..16777216",
        "kgw-hf-cpu | {'vocab_size':9,'other':1} | 1 | /parameters/other: is not a known field",
        "kgw-hf-cpu | {'vocab_size':9,'greenlist_ratio':1.0} | 1 | /parameters/greenlist_ratio",
        "kgw-hf-cpu | {'vocab_size':9,'seeding_scheme':'right'} | 1 | /parameters/seeding_scheme",
        "kgw-hf-cpu | {'vocab_size':9,'context_width':65} | 1 | /parameters/context_width",
        "kgw-hf-cpu | {'vocab_size':9} | -98765 | #/key: must be in 0..2^63-1",
        "kgw-hf-cpu | {'vocab_size':9} | '98765x' | #/key: must be a 64-bit integer",
        "kgw-orig-cpu | {'vocab_size':9} | 1 | /parameters/seeding_scheme: is missing",
        "kgw-orig-cpu | {'vocab_size':9,'seeding_scheme':'ff-no_prf-4-True'} | 1 | not a seeding",
        "kgw-orig-cpu | {'vocab_size':9,'seeding_scheme':'ff-minhash_prf-4-True-7'} | 1 | the key"
            + " b",
        "kgw-orig-cpu | {'vocab_size':9,'seeding_scheme':'ff-minskipgram_prf-1-True'} | 1 | least"
            + " 2",
        "kgw-markllm-cpu | {'vocab_size':9,'f_scheme':'max'} | 1 | /parameters/f_scheme",
        "markllm-exp | {'vocab_size':9,'prefix_length':0} | 1 | /parameters/prefix_length",
        "markllm-exp | {'vocab_size':9} | 9223372036854775807 | #/key: is too large",
        "unigram-pcg64 | {'vocab_size':9,'gamma':0.01} | 1 | at least one of 9 tokens",
        "threebricks-hash-gumbel | {'vocab_size':9,'seeding':'min'} | 1 | must be \"hash\"",
        "threebricks-hash-greenlist | {'vocab_size':9,'payload':1} | 1 | /parameters/payload",
      })
  void badKeyFilesAreRefusedByTheirField(String id, String parameters, String key, String says) {
    assertThatThrownBy(
            () -> KeyFiles.read(id, parameters.replace('\'', '"'), key.replace('\'', '"')))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(says)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("98765"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kgw-hf-cpu | {'vocab_size':100,'context_width':2} | 2:[11, 12] 3:[12, 13] 4:[13, 14]",
        "kgw-hf-cpu | {'vocab_size':100,'context_width':3,'seeding_scheme':'selfhash'} |"
            + " 2:[10, 11, 12] 3:[11, 12, 13] 4:[12, 13, 14]",
        "kgw-hf-cpu | {'vocab_size':100,'bos_token_id':10} | 2:[11, 12] 3:[12, 13] 4:[13, 14]",
        "kgw-orig-cpu | {'vocab_size':100,'seeding_scheme':'ff-additive_prf-3-False'} |"
            + " 3:[10, 11, 12, 13] 4:[11, 12, 13, 14]",
        "kgw-orig-cpu | {'vocab_size':100,'seeding_scheme':'selfhash'} |"
            + " 3:[10, 11, 12, 13] 4:[11, 12, 13, 14]",
        "kgw-orig-cpu | {'vocab_size':100,'seeding_scheme':'ff-skipgram_prf-2-False'} |"
            + " 2:[10, 12] 3:[11, 13] 4:[12, 14]",
        "kgw-markllm-cpu | {'vocab_size':100,'prefix_length':3} | 3:[20, 13] 4:[16, 14]",
        "kgw-markllm-cpu | {'vocab_size':100,'prefix_length':3,'f_scheme':'min'} |"
            + " 3:[10, 11, 12, 13] 4:[11, 12, 13, 14]",
        "kgw-markllm-cpu | {'vocab_size':20,'prefix_length':3,'f_scheme':'additive'} |"
            + " 3:[13, 13] 4:[16, 14]",
        "markllm-exp | {'vocab_size':100,'prefix_length':3} | 3:[20, 13] 4:[16, 14]",
        "unigram-pcg64 | {'vocab_size':100} | 0:[10] 1:[11] 2:[12] 3:[13] 4:[14]",
        "threebricks-hash-gumbel | {'vocab_size':100,'ngram':2} | 3:[11, 12, 13] 4:[12, 13, 14]",
        "threebricks-hash-greenlist | {'vocab_size':100} | 2:[11, 12] 3:[12, 13] 4:[13, 14]",
      })
  void tuplesStandWhereTheSourceScores(String id, String parameters, String expected) {
    ForeignScheme scheme = KeyFiles.read(id, parameters.replace('\'', '"'), "1").scheme();
    List<String> tuples = new ArrayList<>();
    int[] ids = {10, 11, 12, 13, 14, 99999};
    int scored =
        scheme.forEach(
            ids,
            5,
            (position, words, at) -> {
              List<Integer> tuple = new ArrayList<>();
              for (int i = at; i < at + scheme.width(); i++) {
                tuple.add(words[i]);
              }
              tuples.add(position + ":" + tuple);
            });
    assertThat(String.join(" ", tuples)).isEqualTo(expected);
    assertThat(scored).isEqualTo(tuples.size());
    assertThat(scheme.forEach(ids, 0, (_, _, _) -> tuples.clear())).isZero();
    assertThatThrownBy(() -> scheme.forEach(ids, 6, (_, _, _) -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("token 5: has id 99999, but vocab_size is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kgw-hf-cpu | {'vocab_size':1000}",
        "kgw-hf-cpu | {'vocab_size':1000,'greenlist_ratio':0.5,'seeding_scheme':'selfhash',"
            + "'context_width':4}",
        "kgw-orig-cpu | {'vocab_size':1000,'seeding_scheme':'selfhash'}",
        "kgw-orig-cpu | {'vocab_size':1000,'seeding_scheme':'skipgram'}",
        "kgw-orig-cpu | {'vocab_size':1000,'seeding_scheme':'lefthash',"
            + "'select_green_tokens':false}",
        "kgw-markllm-cpu | {'vocab_size':1000,'prefix_length':2}",
        "kgw-markllm-cpu | {'vocab_size':1000,'window_scheme':'self','gamma':0.3}",
        "markllm-exp | {'vocab_size':1000}",
        "threebricks-hash-greenlist | {'vocab_size':1000,'ngram':2}",
        "threebricks-hash-gumbel | {'vocab_size':1000,'ngram':2}",
        "unigram-pcg64 | {'vocab_size':9000,'gamma':0.3}",
      })
  void scoresFollowTheLawUnderSeededKeys(String id, String parameters) {
    ForeignScheme scheme = KeyFiles.read(id, parameters.replace('\'', '"'), "1").scheme();
    Random seeds = new Random(32);
    int[] ids = new Random(31).ints(2500, 0, VOCABULARY).toArray();
    double sum = 0;
    double squares = 0;
    int keys = 24;
    for (int i = 0; i < keys; i++) {
      byte[] seed = new byte[32];
      seeds.nextBytes(seed);
      ForeignDetector detector = new ForeignDetector(scheme.seeded(seed));
      detector.add(ids, ids.length);
      ForeignEvidence evidence = detector.evidence();
      assertThat(evidence.n())
          .isGreaterThan(id.startsWith("unigram") ? 900 : id.contains("markllm") ? 1000 : 2000);
      double z = z(scheme.law(), evidence);
      sum += z;
      squares += z * z;
    }
    assertThat(sum / Math.sqrt(keys)).as("mean, in standard errors").isCloseTo(0, within(4.0));
    double error = Math.sqrt(2.0 / keys); // of a normal variance
    assertThat(squares / keys).as("variance").isCloseTo(1, within(4 * error));
  }

  private static double z(NullLaw law, ForeignEvidence evidence) {
    long n = evidence.n();
    return (evidence.sum().doubleValue() - law.mean(n)) / Math.sqrt(law.variance(n));
  }

  @Test
  void unigramListHasItsSizeAndIsNeverPooled() {
    KeyedScheme keyed = KeyFiles.read("unigram-pcg64", "{\"vocab_size\":1000,\"gamma\":0.3}", "5");
    int green = 0;
    for (int x = 0; x < VOCABULARY; x++) {
      green += (int) keyed.score(new int[] {x}, 0);
    }
    assertThat(green).isEqualTo(300);
    assertThat(keyed.scheme().law()).isEqualTo(new NullLaw.Hypergeometric(300, 1000));
    assertThat(keyed.scheme().mostTuples()).isEqualTo(1000);
    assertThat(keyed.scheme().pooling()).isEqualTo(Pooling.REFUSED);
    ForeignDetector detector = new ForeignDetector(keyed);
    detector.add(new int[] {1, 1, 2}, 3);
    assertThat(detector.evidence().n()).isEqualTo(2);
    assertThatThrownBy(() -> detector.add(new int[] {3}, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot pool texts");
  }

  @Test
  void windowsThatReachOneListCountOnce() {
    KeyedScheme keyed =
        KeyFiles.read(
            "kgw-orig-cpu",
            "{\"vocab_size\":1000,\"seeding_scheme\":\"ff-additive_prf-2-False\"}",
            "15485863");
    ForeignDetector detector = new ForeignDetector(keyed);
    detector.add(new int[] {5, 6, 7, 6, 5, 7, 4, 7, 7}, 9);
    // (5,6)7 = (6,5)7 = (4,7)7; (6,7)6, (7,6)5, (5,7)4, (7,4)7 is a fourth sum of 11: 7 again
    assertThat(detector.evidence().positions()).isEqualTo(7);
    assertThat(detector.evidence().n()).isEqualTo(4);
  }

  @Test
  void keyThatOverflowsTheGeneratorStillMergesItsLists() {
    // 2^40 times a token keeps nothing in the low 32 bits: one list for all
    KeyedScheme keyed = KeyFiles.read("kgw-hf-cpu", "{\"vocab_size\":1000}", "1099511627776");
    ForeignDetector detector = new ForeignDetector(keyed);
    detector.add(new int[] {1, 9, 2, 9, 3, 9}, 6);
    assertThat(detector.evidence().positions()).isEqualTo(5);
    assertThat(detector.evidence().n()).isEqualTo(3); // tokens 9, 2, 3
  }

  @Test
  void copiesScoreTheSame() {
    Random random = new Random(41);
    for (String parameters :
        List.of(
            "{\"vocab_size\":1000}",
            "{\"vocab_size\":1000,\"seeding_scheme\":\"selfhash\",\"context_width\":2}")) {
      KeyedScheme keyed = KeyFiles.read("kgw-hf-cpu", parameters, "\"987654321987654321\"");
      KeyedScheme copy = keyed.copy();
      for (int i = 0; i < 500; i++) {
        int[] tuple = {random.nextInt(20), random.nextInt(1000)};
        assertThat(copy.score(tuple, 0)).isEqualTo(keyed.score(tuple, 0));
      }
    }
  }

  @Test
  void endOfThePermutationIsWhatItsBeginningLeaves() {
    String scheme = ",\"seeding_scheme\":\"lefthash\"";
    KeyedScheme head =
        KeyFiles.read("kgw-orig-cpu", "{\"vocab_size\":1000,\"gamma\":0.75" + scheme + "}", "7");
    KeyedScheme tail =
        KeyFiles.read(
            "kgw-orig-cpu",
            "{\"vocab_size\":1000,\"gamma\":0.25,\"select_green_tokens\":false" + scheme + "}",
            "7");
    int green = 0;
    for (int x = 0; x < VOCABULARY; x++) {
      int[] tuple = {42, x};
      assertThat(tail.score(tuple, 0)).isEqualTo(1 - head.score(tuple, 0));
      green += (int) tail.score(tuple, 0);
    }
    assertThat(green).isEqualTo(250);
  }

  @Test
  void claimsStopWhereTheGeneratorsBiasWouldShow() {
    ForeignScheme small = KeyFiles.read("kgw-hf-cpu", "{\"vocab_size\":50257}", "1").scheme();
    ForeignScheme large = KeyFiles.read("kgw-hf-cpu", "{\"vocab_size\":262144}", "1").scheme();
    assertThat(small.mostTuples()).isBetween(300_000_000L, 500_000_000L);
    assertThat(large.mostTuples()).isBetween(10_000_000L, 20_000_000L);
    ForeignScheme exp = KeyFiles.read("markllm-exp", "{\"vocab_size\":50257}", "1").scheme();
    assertThat(exp.mostTuples()).isEqualTo(50257L * 50257);
    ForeignScheme tiny = KeyFiles.read("markllm-exp", "{\"vocab_size\":3}", "1").scheme();
    ForeignDetector detector = new ForeignDetector(tiny.seeded(new byte[32]));
    detector.add(new int[] {0, 1, 2, 1, 2, 0, 1, 1, 1, 2, 2, 2, 0, 0}, 14);
    assertThat(detector.evidence().n()).isLessThanOrEqualTo(9);
  }
}
