package ai.tidemark.evidence.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SoftwareTest {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("tidemark.root", "../.."), ".git");

  @Test
  void saysWhichCommitItWasBuiltFrom() {
    String commit = Software.here("1").commit().orElseThrow();
    if (!Files.exists(REPOSITORY)) {
      assertThat(commit).isEqualTo(Software.UNKNOWN);
    } else {
      // where git itself is missing, or refuses, a build knows no more than outside a repository
      assertThat(commit).matches("([0-9a-f]{40}|[0-9a-f]{64})(-dirty)?|unknown");
    }
  }

  @Test
  void comesBackAsWritten() {
    Software here = Software.here("1");
    assertThat(Software.parse(here.encode())).isEqualTo(here);
    assertThat(new String(here.encode(), StandardCharsets.UTF_8)).contains("\"commit\":\"");
    Software silent = new Software("1", Optional.empty(), "a JVM", "amd64", "AES");
    assertThat(Software.parse(silent.encode())).isEqualTo(silent);
  }
}
