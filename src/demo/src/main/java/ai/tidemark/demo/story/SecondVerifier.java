package ai.tidemark.demo.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The verifier in Python that was written from the format pages alone ({@code
 * docs/formats/verify}), run as a program of its own. It needs python3 with PyPI's {@code
 * cryptography}, which is not there on every machine.
 */
final class SecondVerifier {
  /** How to get what it needs. */
  static final String NEEDS = "python3 with PyPI's cryptography >= 47, for example in a venv";

  private static final String PROBE = "from cryptography.hazmat.primitives.asymmetric import mldsa";
  private static final long PATIENCE_SECONDS = 300;

  private final List<String> python;
  private final Path script;

  private SecondVerifier(List<String> python, Path script) {
    this.python = python;
    this.script = script;
  }

  /**
   * What it says.
   *
   * @param exit its exit code: 0 only if every required claim passed
   * @param output its lines
   */
  record Answer(int exit, String output) {}

  /**
   * Returns the verifier, if it can run here.
   *
   * @param home root of the source tree, which holds docs/
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  static Optional<SecondVerifier> find(Path home) throws InterruptedException {
    Path script = home.resolve("docs/formats/verify/verify.py");
    if (!Files.isRegularFile(script)) {
      return Optional.empty();
    }
    List<String> candidates = new ArrayList<>();
    Path own = home.resolve("target/integration/venv/bin/python"); // made by integration-setup
    if (Files.isExecutable(own)) {
      candidates.add(own.toString());
    }
    candidates.add("python3");
    for (String candidate : candidates) {
      if (run(List.of(candidate, "-c", PROBE)).exit() == 0) {
        return Optional.of(new SecondVerifier(List.of(candidate), script));
      }
    }
    return Optional.empty();
  }

  /**
   * Verifies a bundle.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  Answer verify(Path bundle, Path trust) throws InterruptedException {
    List<String> command = new ArrayList<>(python);
    command.addAll(List.of(script.toString(), bundle.toString(), "--trust", trust.toString()));
    return run(command);
  }

  private static Answer run(List<String> command) throws InterruptedException {
    Process process = null;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return new Answer(-1, output);
      }
      return new Answer(process.exitValue(), output);
    } catch (IOException e) {
      return new Answer(-1, "cannot be run: " + e.getMessage());
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
