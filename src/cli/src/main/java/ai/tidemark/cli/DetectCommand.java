package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.scan.Detect;
import ai.tidemark.scan.Detection;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Verdict;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark detect}: evidence for single texts. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Evidence for one or more texts: n scored tuples, score sum S, exact log10 p, verdict, and"
          + " the power at that length.",
      "Every text is tested for the fleet key and for each tenant; the verdict has paid for all of"
          + " them, but not for the number of texts: for a corpus use scan."
    },
    footer = {
      "",
      "Verdicts: marked (adjusted p <= alpha), alert, not shown, not testable (fully",
      "marked text of this length would be missed more often than found). A p-value",
      "says that the text depends on the key, never who copied it or why.",
      "",
      "Examples:",
      "  tidemark detect --keys keys.json answer.txt",
      "  tidemark detect --keys keys.json --tenant acme --json *.txt",
      "  echo \"some text\" | tidemark detect --keys keys.json -"
    })
final class DetectCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 64 << 20;

  @Spec private CommandSpec spec;
  @Mixin private WatermarkOptions watermark;
  @Mixin private LevelOptions levelOptions;

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description = "Exit 1 if a text is marked, or with alert also at the alert level.")
  private FailOn failOn = FailOn.NEVER;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "UTF-8 text files; - reads standard input.")
  private List<String> files;

  @Override
  public Integer call() {
    Levels levels = levelOptions.levels(spec, Levels.DEFAULT.fdr());
    try (WatermarkOptions.Opened opened = watermark.open()) {
      Detect detect = new Detect(opened.profile(), opened.tokenizer(), opened.keys(), levels);
      PrintWriter out = spec.commandLine().getOut();
      if (!json) {
        header(out);
      }
      int exit = Main.FINISHED;
      for (String file : files) {
        try {
          Detection detection = detect.text(read(file));
          print(file, detection, out);
          if (exit == Main.FINISHED && failOn.fails(detection.verdict())) {
            exit = Main.CHECK_FAILED;
          }
        } catch (BadInputException e) {
          spec.commandLine().getErr().println("tidemark: " + e.getMessage());
          exit = Main.UNREADABLE;
        }
      }
      out.flush();
      return exit;
    }
  }

  private String read(String file) {
    boolean standardInput = "-".equals(file);
    String where = standardInput ? "standard input" : file;
    try (InputStream in = standardInput ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new BadInputException(
            where, "is larger than 64 MiB; use tidemark scan, which reads in a stream");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(where, "is not valid UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read", e);
    }
  }

  private void print(String file, Detection detection, PrintWriter out) {
    if (json) {
      out.println(new String(CanonicalJson.bytes(json(file, detection)), StandardCharsets.UTF_8));
    } else {
      table(file, detection, out);
    }
  }

  private static void header(PrintWriter out) {
    out.printf(
        "%-12s %-24s %8s %14s %10s %6s  %s%n",
        "verdict", "key", "n", "S (nats)", "log10 p", "power", "text");
  }

  private static void table(String file, Detection detection, PrintWriter out) {
    for (Finding finding : detection.findings()) {
      out.printf(
          Locale.ROOT,
          "%-12s %-24s %8d %14.2f %10.2f %5.0f%%  %s%n",
          finding.verdict().word(),
          key(finding),
          finding.evidence().n(),
          finding.evidence().sum().toBigInteger().doubleValue() * 0x1p-32,
          finding.log10P(),
          100 * finding.power(),
          file);
    }
  }

  private static String key(Finding finding) {
    return switch (finding.claim()) {
      case FLEET -> "fleet";
      case TENANT -> finding.name();
      case FLEET_AND_TENANT -> "fleet + " + finding.name();
    };
  }

  private static ObjectNode json(String file, Detection detection) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", "tidemark-detection-v1");
    root.put("text", file);
    root.put("tokens", detection.tokens());
    root.put("positions", detection.positions());
    root.put("verdict", detection.verdict().word());
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : detection.findings()) {
      findings
          .addObject()
          .put("claim", finding.claim().word())
          .put("key", finding.name())
          .put("keyId", finding.keyId())
          .put("n", finding.evidence().n())
          .put("S", finding.evidence().sum().toString())
          .put("log10P", decimal(finding.log10P()))
          .put("adjustedLog10P", decimal(finding.adjustedLog10P()))
          .put("power", decimal(finding.power()))
          .put("verdict", finding.verdict().word());
    }
    return root;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Which verdicts make a command exit 1. */
  enum FailOn {
    /** None. */
    NEVER,
    /** Marked. */
    MARKED,
    /** Marked or alert. */
    ALERT;

    boolean fails(Verdict verdict) {
      return switch (this) {
        case NEVER -> false;
        case MARKED -> verdict == Verdict.MARKED;
        case ALERT -> verdict == Verdict.MARKED || verdict == Verdict.ALERT;
      };
    }
  }
}
