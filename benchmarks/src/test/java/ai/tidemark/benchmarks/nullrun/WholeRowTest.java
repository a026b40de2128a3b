package ai.tidemark.benchmarks.nullrun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.benchmarks.nullrun.Contender.Tally;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.law.NullLaw;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WholeRowTest {
  private static final int KEYS = 6;
  private static final int PARTS = 3;

  private final HumanTexts texts = SamplerTest.random(60, 400);

  static List<Contender> contenders() {
    return List.of(
        new OwnContender(),
        foreign("vllm-gumbel-philox-v1", "{\"context_width\": 2}"),
        foreign("sbw-v1", "{\"seeding_scheme\": \"gpu-selfhash\", \"gamma\": 0.25}"),
        foreign("sbw-v1", "{\"seeding_scheme\": \"gpu-minhash\", \"gamma\": 0.25}"),
        foreign("textseal-v1", "{\"watermark_type\": \"gumbelmax\", \"ngram\": 2}"));
  }

  private static Contender foreign(String profile, String parameters) {
    StrictJson json = StrictJson.parse("parameters", parameters.getBytes(UTF_8));
    return new ForeignContender(ForeignProfiles.of("profile", profile).scheme(json));
  }

  /** Sums over parts, in bulk, are those over the whole, one by one; states that merge included. */
  @ParameterizedTest
  @MethodSource("contenders")
  void partsAddUpToTheWhole(Contender contender) {
    CountedTuples all = new Sampler(texts, contender).byTuple(Sampler.WHOLE, 16);
    WholeRow row = run(contender, all.size());
    assertThat(row.parts()).isEqualTo(PARTS);
    assertThat(row.tuples()).isEqualTo(all.size());
    assertThat(row.occurrences())
        .isEqualTo(Arrays.stream(all.occurrences(), 0, all.size()).asLongStream().sum());
    assertThat(row.proven()).isBetween(all.size() / 6, all.size() / 2);
    for (int key = 0; key < KEYS; key++) {
      byte[] seed = Keys.seed(contender.profile(), key);
      assertThat(row.trials().tallies().get(key)).isEqualTo(contender.oneByOne(seed, all));
      assertThat(contender.tally(seed, all)).isEqualTo(contender.oneByOne(seed, all));
    }
  }

  private WholeRow run(Contender contender, long distinct) {
    return WholeRow.run(List.of(contender), texts, distinct, KEYS, PARTS).getFirst();
  }

  /** Rows with the same tuples run together and get what each gets alone. */
  @Test
  void rowsWithTheSameTuplesShareThem() {
    Contender one = foreign("vllm-gumbel-philox-v1", "{\"context_width\": 2}");
    Contender two =
        foreign("vllm-dual-key-gumbel-philox-v1", "{\"context_width\": 2, \"alpha\": 0.3}");
    Contender wider = foreign("vllm-gumbel-philox-v1", "{\"context_width\": 3}");
    Contender hashed = foreign("sglang-gumbel-murmur-v1", "{\"context_window\": 2}");
    Contender textSeal = contenders().getLast();
    assertThat(WholeRow.tuples(one, texts))
        .isEqualTo(WholeRow.tuples(two, texts))
        .isNotEqualTo(WholeRow.tuples(wider, texts));
    assertThat(WholeRow.tuples(hashed, texts)).isNotEqualTo(WholeRow.tuples(textSeal, texts));
    List<WholeRow> rows = WholeRow.run(List.of(one, two), texts, 1000, KEYS, PARTS);
    assertThat(rows.getFirst().trials().tallies()).isEqualTo(run(one, 1000).trials().tallies());
    assertThat(rows.getLast().trials().tallies()).isEqualTo(run(two, 1000).trials().tallies());
  }

  @Test
  void selfhashMergesTuples() {
    Contender selfhash = contenders().get(2);
    byte[] seed = Keys.seed(selfhash.profile(), 0);
    CountedTuples all = new Sampler(texts, selfhash).byTuple(Sampler.WHOLE, 16);
    assertThat(selfhash.merges(seed)).isTrue();
    assertThat(selfhash.oneByOne(seed, all).once().n()).isLessThan(all.size());
  }

  /** Bulk code that counts one tuple twice doesn't get to its keys. */
  @Test
  void refusesBulkCodeThatDiffers() {
    Contender wrong = new CountsTwice(new OwnContender());
    assertThatThrownBy(() -> run(wrong, 1000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bulk gives");
  }

  @Test
  void sumsThatCouldOverflowAreRefused() {
    assertThatThrownBy(() -> new Weights().once(new long[] {Long.MAX_VALUE / 2, 1, 1}, 3))
        .isInstanceOf(ArithmeticException.class);
  }

  private record CountsTwice(Contender right) implements Contender {
    @Override
    public String profile() {
      return right.profile();
    }

    @Override
    public int width() {
      return right.width();
    }

    @Override
    public int forEach(int[] ids, int n, ForeignScheme.Sink sink) {
      return right.forEach(ids, n, sink);
    }

    @Override
    public NullLaw law() {
      return right.law();
    }

    @Override
    public Pooling pooling() {
      return right.pooling();
    }

    @Override
    public long mostTuples() {
      return right.mostTuples();
    }

    @Override
    public Tally tally(byte[] seed, CountedTuples tuples) {
      return right.tally(seed, tuples);
    }

    @Override
    public Tally oneByOne(byte[] seed, CountedTuples tuples) {
      return right.oneByOne(seed, tuples);
    }

    @Override
    public void bulk(byte[] seed, WeighedColumns tuples, Weights into) {
      right.bulk(seed, tuples, into);
      into.once(1);
    }

    @Override
    public boolean merges(byte[] seed) {
      return right.merges(seed);
    }

    @Override
    public TextKey textKey(byte[] seed) {
      return right.textKey(seed);
    }
  }
}
