package ai.tidemark.keys.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerifierTest {
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void acceptsItsOwnAndNothingElse(Algorithm algorithm) {
    LocalSigner signer = LocalSigner.generate(algorithm);
    byte[] message = "what was said".getBytes(StandardCharsets.UTF_8);
    byte[] signature = signer.sign(message);
    byte[] key = signer.publicKey();
    assertThat(key).hasSize(algorithm.publicKeyBytes());
    assertThat(signature).hasSize(algorithm.signatureBytes());
    assertThat(Verifier.verify(algorithm, key, message, signature)).isTrue();
    assertThat(Verifier.verify(algorithm, key, new byte[0], signature)).isFalse();
    assertThat(Verifier.verify(algorithm, key, message, new byte[signature.length])).isFalse();
    assertThat(Verifier.verify(algorithm, key, message, new byte[3])).isFalse();
    assertThat(Verifier.verify(algorithm, new byte[key.length - 1], message, signature)).isFalse();
    byte[] other = LocalSigner.generate(algorithm).publicKey();
    assertThat(Verifier.verify(algorithm, other, message, signature)).isFalse();
    for (int i = 0; i < signature.length; i += 7) {
      byte[] forged = signature.clone();
      forged[i] ^= (byte) (1 << (i % 8));
      assertThat(Verifier.verify(algorithm, key, message, forged)).isFalse();
    }
  }
}
