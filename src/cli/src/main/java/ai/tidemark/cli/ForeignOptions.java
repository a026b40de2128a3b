package ai.tidemark.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of detect that have to do with marks of other programs. */
final class ForeignOptions {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Key file of another program's watermark: {\"profile\", \"parameters\", \"key\"}; see"
              + " tidemark profile list. Repeat for more keys; all of them are paid for.")
  private final List<Path> keys = new ArrayList<>();

  @Option(
      names = "--as-original",
      paramLabel = "VERSION",
      description =
          "With --key: print beside it what the source's own detector of that version says, right"
              + " or wrong; tidemark profile show ID lists versions and differences.")
  private @Nullable String original;

  @Option(
      names = "--pool",
      description =
          "With --key: after the single texts, test all of them together; a tuple that occurs in"
              + " two texts counts once.")
  private boolean pool;

  @Option(
      names = "--segments",
      description =
          "With --key: also print which stretches of each text depend on the key, every window"
              + " tried paid for.")
  private boolean segments;

  boolean segments() {
    return segments;
  }

  List<Path> keys() {
    return keys;
  }

  @Nullable String original() {
    return original;
  }

  boolean pool() {
    return pool;
  }
}
