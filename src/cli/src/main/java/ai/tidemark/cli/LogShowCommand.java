package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.record.ControlRecord;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark log show}: what a log holds. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Show a log's origin, size, root, who signed its checkpoint, and its records by type.",
      "Nothing is verified: tidemark log verify does that."
    },
    footer = {"", "Examples:", "  tidemark log show log/", "  tidemark log show log/ --entries"})
final class LogShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of the log.")
  private Path folder;

  @Option(names = "--entries", description = "Print each entry: index, leaf hash, record.")
  private boolean entries;

  @Override
  public Integer call() {
    LogReader log = LogReader.open(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.println("origin  " + log.checkpoint().origin());
    out.printf("size    %,d%n", log.size());
    out.println("root    " + HexFormat.of().formatHex(log.checkpoint().root()));
    for (Note.Signature signature : Note.parse(folder.toString(), log.note()).signatures()) {
      out.printf("signed  %s (key %08x), not verified%n", signature.name(), signature.keyId());
    }
    Map<String, Long> types = new TreeMap<>();
    log.forEach(
        0,
        log.size(),
        (index, entry) -> {
          String type = type(entry);
          types.merge(type, 1L, Long::sum);
          if (entries) {
            out.println(
                index
                    + "  "
                    + HexFormat.of().formatHex(Merkle.leaf(entry))
                    + "  "
                    + (isRecord(type) ? new String(entry, StandardCharsets.UTF_8) : type));
          }
        });
    types.forEach((type, count) -> out.printf("%,7d %s%n", count, type));
    return Main.FINISHED;
  }

  private static final String COMMITMENT = "commitments";
  private static final String OTHER = "other entries";

  private static boolean isRecord(String type) {
    return !type.equals(COMMITMENT) && !type.equals(OTHER);
  }

  private static String type(byte[] entry) {
    if (entry.length == Merkle.BYTES) {
      return COMMITMENT;
    }
    try {
      ControlRecord.parse("entry", entry);
      return StrictJson.parse("entry", entry).text("type");
    } catch (BadInputException _) {
      return OTHER;
    }
  }
}
