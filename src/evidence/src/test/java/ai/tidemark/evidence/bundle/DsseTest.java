package ai.tidemark.evidence.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The examples of the protocol's own document and repository. */
final class DsseTest {
  @Test
  void paeAndSignaturesAreThoseOfTheProtocol() throws IOException {
    byte[] json;
    try (InputStream in =
        Objects.requireNonNull(DsseTest.class.getResourceAsStream("/vectors/dsse/pae.json"))) {
      json = in.readAllBytes();
    }
    List<StrictJson> cases = StrictJson.parse("pae.json", json).objects("cases");

    assertThat(cases).hasSize(7);
    int signatures = 0;
    for (StrictJson one : cases) {
      byte[] payload = Base64.getDecoder().decode(one.text("payload"));
      byte[] pae = Dsse.pae(one.text("payloadType"), payload);
      assertThat(HexFormat.of().formatHex(pae)).isEqualTo(one.text("pae"));
      for (StrictJson signature : one.objects("signatures")) {
        assertThat(
                Verifier.verify(
                    Algorithm.ED25519,
                    HexFormat.of().parseHex(signature.text("ed25519")),
                    pae,
                    HexFormat.of().parseHex(signature.text("sig"))))
            .isTrue();
        signatures++;
      }
    }
    assertThat(signatures).isEqualTo(7);
  }
}
