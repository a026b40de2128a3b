package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.time.Anchors;
import ai.tidemark.keys.time.TimeException;
import ai.tidemark.keys.time.TimeRoots;
import ai.tidemark.keys.time.TimeStampClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log timestamp}: has the head of a log dated by others. */
@Command(
    name = "timestamp",
    mixinStandardHelpOptions = true,
    description = {
      "Has the newest checkpoint of a log dated by time-stamping authorities (RFC 3161), and keeps"
          + " it with their tokens for evidence pack --anchors. Only a hash is sent; a token is"
          + " kept only if it verifies under the roots given.",
      "Do it after keys commit, after keys activate, and after plan --register: each of them counts"
          + " only from a time that somebody else has said."
    },
    footer = {
      "",
      "Two authorities that have nothing to do with each other are better than one.",
      "",
      "Example:",
      "  tidemark log timestamp store/log --anchors anchors/ --roots roots.pem \\",
      "      --tsa first=https://tsa.example/ --tsa second=https://stamp.example/tsr"
    })
final class LogTimestampCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 1 << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Option(
      names = "--anchors",
      required = true,
      paramLabel = "DIR",
      description = "Folder for checkpoint and tokens; made if missing.")
  private Path anchors;

  @Option(
      names = "--tsa",
      required = true,
      paramLabel = "NAME=URL",
      description = "An authority: a name for its files, and its address. Repeat for more.")
  private Map<String, URI> authorities = new LinkedHashMap<>();

  @Option(
      names = "--roots",
      required = true,
      paramLabel = "FILE",
      description = "Root certificates of the authorities, PEM.")
  private Path roots;

  @Override
  public Integer call() {
    List<X509Certificate> trusted = TimeRoots.parse(roots.toString(), read(roots));
    List<Anchors.Authority> asked = new ArrayList<>();
    try {
      authorities.forEach(
          (name, address) ->
              asked.add(
                  new Anchors.Authority(name, TimeStampClient.of(address, trusted), trusted)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--tsa: " + e.getMessage(), e);
    }
    LogReader log = LogReader.open(folder);
    InstantSource clock = InstantSource.system();
    String name = log.size() + "." + clock.instant().getEpochSecond();
    try {
      Instant past = new Anchors(anchors, asked).date(name, log.note(), clock);
      spec.commandLine()
          .getOut()
          .printf(
              "dated  %d entries, by %s  %s%n",
              log.size(), past, anchors.resolve(name + ".checkpoint"));
      return Main.FINISHED;
    } catch (TimeException e) {
      throw new BadInputException("--tsa", e.code() + ": " + e.getMessage(), e);
    }
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BadInputException(file.toString(), "is too large for certificates");
      }
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }
}
