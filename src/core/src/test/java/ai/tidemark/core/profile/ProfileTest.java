package ai.tidemark.core.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.scheme.Scheme;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfileTest {
  private static final String PIN = "sha256:" + "0123456789abcdef".repeat(4);
  private static final Profile PROFILE =
      new Profile(
          Profile.TIDEMARK_GUMBEL_AES,
          new Scheme.Gumbel(Contexts.Coined.DEFAULT, Scheme.Prf.AES128_BLOCK18),
          new Profile.TokenizerPin("some-tokenizer", PIN));

  /** Written out by hand: the bytes that get hashed must never change by accident. */
  private static final String CANONICAL =
      "{\"format\":\"tidemark-profile-v1\",\"id\":\"tidemark-gumbel-aes-v1\","
          + "\"rules\":{\"controlTokens\":\"end-document\",\"dedup\":\"tuple\",\"eos\":\"candidate\","
          + "\"firstScored\":4,\"idLimit\":262144},"
          + "\"scheme\":{\"contexts\":{\"fleetShare\":2147483648,\"kind\":\"coined\",\"narrow\":2,"
          + "\"narrowShare\":1073741824,\"wide\":4},\"kind\":\"gumbel\",\"prf\":\"aes128-block18\"},"
          + "\"tokenizer\":{\"fingerprint\":\""
          + PIN
          + "\",\"name\":\"some-tokenizer\"}}";

  @Test
  void canonicalFormIsTheOneWrittenDown() {
    assertThat(new String(PROFILE.canonicalJson(), StandardCharsets.UTF_8)).isEqualTo(CANONICAL);
    assertThat(PROFILE.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void comesBackAsItWas() {
    assertThat(Profile.parse("p.json", PROFILE.canonicalJson())).isEqualTo(PROFILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "wide":4          | "wide":7           | p.json#/scheme/contexts/wide: must be in 3..6, but is 7
          "narrow":2        | "narrow":4         | p.json#/scheme/contexts/narrow: must be in 2..3
          "narrowShare":107 | "narrowShare":9107 | p.json#/scheme/contexts/narrowShare: must be in 0..4294967296
          "eos":"candidate" | "eos":"never"      | p.json#/rules/eos: must be "candidate"
          "dedup":"tuple",  |                    | p.json#/rules/dedup: is missing
          "format"          | "x":1,"format"     | p.json#/x: is not a known field
          sha256:01         | sha1:01            | p.json#/tokenizer/fingerprint: must match
          gumbel-aes-v1     | gumbel-aes-v2      | p.json#/id: must be "tidemark-gumbel-aes-v1"
          "firstScored":4   | "firstScored":0    | p.json#/rules/firstScored: must be in 4..4, but is 0
          """)
  void refusesWhatItDoesNotImplement(String old, @Nullable String changed, String message) {
    String json = CANONICAL.replace(old, changed == null ? "" : changed);
    assertThat(json).isNotEqualTo(CANONICAL);
    assertThatThrownBy(() -> Profile.parse("p.json", json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(message);
  }
}
