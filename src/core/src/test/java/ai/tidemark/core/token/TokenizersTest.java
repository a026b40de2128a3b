package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizersTest {

  @Test
  void opensByName() {
    Path file = TokenVectors.file("spm-plain");
    assertThat(Tokenizers.open("cl100k_base").name()).isEqualTo("cl100k_base");
    assertThat(Tokenizers.open("gguf:" + file).name()).isEqualTo("sentencepiece-bpe-2000");
    assertThat(Tokenizers.open(file.toString()).fingerprint())
        .isEqualTo(Tokenizers.open("gguf:" + file).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p50k_base", "CL100K_BASE", "model.bin"})
  void saysWhatIsAllowed(String spec) {
    assertThatThrownBy(() -> Tokenizers.open(spec))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "tokenizer "
                + spec
                + ": is not known; give cl100k_base, o200k_base, tiktoken:ENCODING:FILE, hf:FILE,"
                + " or gguf:FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gguf:", "gguf:\u0000", "gguf:missing", "missing.gguf"})
  void refusesFilesThatAreNotThere(String spec) {
    assertThatThrownBy(() -> Tokenizers.open(spec)).isInstanceOf(BadInputException.class);
  }
}
