package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Cl100kTest {
  private static final Cl100k CL100K = Cl100k.get();

  @Test
  void specialTokensInTextAreText() {
    assertThat(CL100K.encode("<|endoftext|>")).containsExactly(27, 91, 8862, 728, 428, 91, 29);
  }

  @Test
  void controlAndUnassignedIdsHaveNoBytes() {
    assertThat(CL100K.vocabularySize()).isEqualTo(100_277);
    for (int id = 0; id < 100_277; id++) {
      boolean control = id >= 100_256;
      assertThat(CL100K.isControl(id)).isEqualTo(control);
      assertThat(CL100K.bytes(id).length == 0).isEqualTo(control);
    }
  }

  @Test
  void bytesOfAnIdEncodeToThatId() {
    int checked = 0;
    for (int id = 0; id < 100_256; id += 7) {
      byte[] bytes = CL100K.bytes(id);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') < 0 && text.matches("[a-z]{2,}")) {
        assertThat(CL100K.encode(text)).containsExactly(id);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 100_277, Integer.MAX_VALUE})
  void refusesIdsOutOfRange(int id) {
    assertThatThrownBy(() -> CL100K.bytes(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id must be in 0..100276, but is " + id);
  }

  /** jtokkit boxes every byte of such a piece. */
  @Test
  void fourMebibytesOfOneLetterAreEncoded() {
    TokenBuffer out = new TokenBuffer(1 << 21);
    CL100K.encode("a".repeat(4 << 20), out);
    assertThat(out.size()).isEqualTo((4 << 20) / 8);
    assertThat(CL100K.bytes(out.get(1000))).isEqualTo("aaaaaaaa".getBytes(StandardCharsets.UTF_8));
  }
}
