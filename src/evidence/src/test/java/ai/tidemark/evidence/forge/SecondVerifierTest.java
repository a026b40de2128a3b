package ai.tidemark.evidence.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verifier in Python, written from the format pages alone, answers every test bundle as the
 * verifier in Java does. Needs what {@code src/testkit/scripts/integration-setup} installs.
 */
@Tag("integration")
final class SecondVerifierTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void answersEveryTestBundleAlike() throws IOException, InterruptedException {
    BundleVectors.write(folder);
    Path python = ROOT.resolve("target/integration/venv/bin/python");
    assertThat(python).as("run src/testkit/scripts/integration-setup first").isExecutable();
    Process process =
        new ProcessBuilder(
                python.toString(),
                ROOT.resolve("docs/formats/verify/verify.py").toString(),
                "--tests",
                folder.resolve("index.json").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    long bundles;
    try (var files = Files.list(folder)) {
      bundles = files.filter(file -> file.toString().endsWith(".tmev")).count();
    }
    String last = output.lines().reduce((_, line) -> line).orElse("");
    System.out.println(last);
    assertThat(bundles).isGreaterThan(120);
    assertThat(last).startsWith(bundles + " bundles, 0 differ");
  }
}
