package ai.tidemark.scan.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.segment.Segment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForeignSegmentsTest {
  private static final String VLLM =
      "{\"profile\":\"vllm-gumbel-philox-v1\",\"parameters\":{\"algorithm\":\"gumbel\","
          + "\"context_width\":4},\"key\":\"11400714819323198485\"}";

  /** Several draws per token. */
  private static final String TEXT_SEAL =
      "{\"profile\":\"textseal-v1\",\"parameters\":{\"watermark_type\":\"synthid\",\"ngram\":2},"
          + "\"key\":42}";

  private static KeyedScheme key(String json) {
    return ForeignKeyFile.parse("key", json.getBytes(StandardCharsets.UTF_8)).key();
  }

  /** Replaces the ids of [from, to) by the best of eight candidates under the key. */
  private static void mark(KeyedScheme key, int[] ids, int from, int to, SplittableRandom random) {
    for (int i = from; i < to; i++) {
      int[] window = Arrays.copyOfRange(ids, i - 8, i + 1);
      long most = -1;
      for (int candidate : random.ints(8, 5, 30_000).toArray()) {
        window[8] = candidate;
        long[] score = new long[1];
        key.scheme()
            .forEach(
                window,
                window.length,
                (position, words, at) -> score[0] += position == 8 ? key.score(words, at) : 0);
        if (score[0] > most) {
          most = score[0];
          ids[i] = candidate;
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {VLLM, TEXT_SEAL})
  void theMarkedPartOfThreeIsFound(String json) {
    KeyedScheme key = key(json);
    SplittableRandom random = new SplittableRandom(815);
    int[] ids = random.ints(600, 5, 30_000).toArray();
    mark(key, ids, 200, 400, random);
    List<Segment> found = ForeignSegments.find(key, ids, StrictMath.log(1e-6));
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().estimatedFrom()).isBetween(190, 215);
    assertThat(found.getLast().estimatedTo()).isBetween(385, 410);
    int inside = 0;
    for (Segment s : found) {
      assertThat(s.toPosition()).isGreaterThan(200);
      assertThat(s.fromPosition()).isLessThan(400);
      inside += Math.min(400, s.toPosition()) - Math.max(200, s.fromPosition());
    }
    assertThat(inside).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {VLLM, TEXT_SEAL})
  void falseSegmentsStayWithinTheLevel(String json) {
    KeyedScheme key = key(json);
    SplittableRandom random = new SplittableRandom(816);
    int texts = 300;
    int alarms = 0;
    for (int t = 0; t < texts; t++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      int[] ids = random.ints(300, 5, 30_000).toArray();
      KeyedScheme other = key.scheme().seeded(seed);
      alarms += ForeignSegments.find(other, ids, StrictMath.log(.05)).isEmpty() ? 0 : 1;
    }
    assertThat(alarms).isLessThanOrEqualTo((int) (.05 * texts));
  }
}
