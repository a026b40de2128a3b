package ai.tidemark.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.ledger.Generation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class TextHashTest {
  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void piecesHashAsTheWholeInNfc() throws Exception {
    TextHash hash = new TextHash();
    hash.push("cafe");
    hash.push("\u0301 ");
    hash.push("潮");
    assertThat(hash.finish()).isEqualTo(sha256("café 潮"));
    assertThat(new TextHash().finish()).isEqualTo(sha256(""));
  }

  @Test
  void aTextThatNobodyWritesHasNone() {
    TextHash hash = new TextHash();
    hash.push("e");
    for (int i = 0; i <= TextHash.MOST_HELD; i++) {
      hash.push("\u0301");
    }
    hash.push("e");
    assertThat(hash.finish()).isEqualTo(Generation.NONE);
  }
}
