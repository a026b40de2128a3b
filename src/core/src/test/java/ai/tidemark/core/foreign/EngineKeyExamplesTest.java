package ai.tidemark.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example key files of the engines' schemes are key files, and make detectors. */
final class EngineKeyExamplesTest {
  private static final Path EXAMPLES = Path.of("../../docs/formats/foreign-keys");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sbw-v1",
        "sglang-dual-gumbel-murmur-v1",
        "sglang-gumbel-murmur-v1",
        "vllm-dual-key-gumbel-philox-v1",
        "vllm-gumbel-philox-v1"
      })
  void examplesAreKeyFiles(String id) {
    ForeignKeyFile file = ForeignKeyFile.read(EXAMPLES.resolve(id + ".json"));
    assertThat(file.profile().facts().id()).isEqualTo(id);
    assertThat(file.profile().facts().verified()).isTrue();
    ForeignDetector detector = new ForeignDetector(file.key());
    detector.begin();
    detector.add(new int[] {3, 1, 4, 1, 5, 9, 2, 6}, 8);
    ForeignEvidence evidence = detector.evidence();
    assertThat(evidence.n()).isPositive();
    assertThat(evidence.lnP()).isLessThanOrEqualTo(0).isGreaterThan(-30);
    assertThat(file.key().originals()).hasSize(1);
  }
}
