package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan that is killed by the system, without a last word, goes on to the same bytes. */
final class ScanKillTest {
  private static final int KILLS = 20;

  @TempDir private Path dir;

  private static Process start(Path dir, Checkpoints.Use use, long writes, List<Path> paths)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(KilledScan.class.getName());
    command.addAll(List.of(dir.toString(), use.name(), Long.toString(writes)));
    paths.forEach(path -> command.add(path.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private List<String> expected(List<Path> paths) throws IOException {
    Scans.scan(ResumableCorpus.options(dir, paths));
    List<String> expected = ResumableCorpus.files(dir.resolve("out"));
    for (String name : List.of(Scan.REPORT_FILE, Scan.FLAGGED_FILE, Scan.SKIPPED_FILE)) {
      Files.delete(dir.resolve("out").resolve(name));
    }
    return expected;
  }

  @Test
  void aKilledProcessGoesOn() throws IOException, InterruptedException {
    List<Path> paths = ResumableCorpus.write(Files.createDirectory(dir.resolve("corpus")));
    List<String> expected = expected(paths);
    Process process = start(dir, Checkpoints.Use.WRITE, 70, paths);
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("written");
      process.destroyForcibly();
      assertThat(process.waitFor()).isNotZero();
    }
    assertThat(dir.resolve("out").resolve(Scan.REPORT_FILE)).doesNotExist();
    assertThat(dir.resolve("out/.tidemark-work/checkpoint.json")).exists();
    assertThat(ResumableCorpus.goOn(ResumableCorpus.options(dir, paths))).isEqualTo(expected);
  }

  @Tag("statistics")
  @Test
  void twentyKillsAtRandomMomentsChangeNothing() throws IOException, InterruptedException {
    List<Path> paths = ResumableCorpus.write(Files.createDirectory(dir.resolve("corpus")));
    List<String> expected = expected(paths);
    Path checkpoint = dir.resolve("out/.tidemark-work/checkpoint.json");
    Random random = new Random(20);
    int killed = 0;
    long longest = 4_000; // a little more than a whole run takes
    while (killed < KILLS) {
      Checkpoints.Use use =
          Files.exists(checkpoint) ? Checkpoints.Use.RESUME : Checkpoints.Use.WRITE;
      Process process = start(dir, use, 0, paths);
      if (process.waitFor(random.nextLong(200, longest), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).isZero(); // it was faster; start again
        assertThat(ResumableCorpus.files(dir.resolve("out"))).isEqualTo(expected);
        longest = Math.max(400, longest / 2);
      } else {
        process.destroyForcibly();
        assertThat(process.waitFor()).isNotZero();
        killed++;
      }
    }
    assertThat(ResumableCorpus.goOn(ResumableCorpus.options(dir, paths))).isEqualTo(expected);
  }
}
