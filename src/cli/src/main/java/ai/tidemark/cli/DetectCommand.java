package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.Detect;
import ai.tidemark.scan.Detection;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Verdict;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark detect}: evidence for single texts. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Evidence for one or more texts: n scored tuples, score sum S, exact log10 p, verdict, and"
          + " the power at that length.",
      "Every text is tested for the fleet key and for each tenant, or with --key for other"
          + " programs' marks; the verdict has paid for all keys and forms of the text, but not for"
          + " the number of texts: for a corpus use scan."
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
      "  tidemark detect --key vllm.json --tokenizer gguf:model.gguf answer.txt",
      "  tidemark detect --key synthid.json --ids answers.jsonl --as-original 5.23",
      "  tidemark detect --key vllm.json --ids answers.jsonl --segments",
      "  echo \"some text\" | tidemark detect --keys keys.json -"
    })
final class DetectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WatermarkOptions watermark;
  @Mixin private ForeignOptions foreign;
  @Mixin private NormaliserOption normaliser;
  @Mixin private LevelOptions levelOptions;

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  @Option(
      names = "--ids",
      description =
          "FILEs are JSONL, each line an object with token ids in its field ids (output tokens"
              + " only); no tokenizer is used.")
  private boolean ids;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description = "Exit 1 if a text is marked, or with alert also at the alert level.")
  private FailOn failOn = FailOn.NEVER;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "UTF-8 text files, or with --ids JSONL files; - reads standard input.")
  private List<String> files;

  private Verdict strongest = Verdict.NOT_TESTABLE;
  private boolean unreadable;

  @Override
  public Integer call() {
    Levels levels = levelOptions.levels(spec, Levels.DEFAULT.fdr());
    if (watermark.given() && !foreign.keys().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "give --keys (our own marks) or --key (another program's), not both");
    }
    if (!watermark.given() && foreign.keys().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--keys=FILE' or '--key=FILE'");
    }
    int exit = foreign.keys().isEmpty() ? own(levels) : foreign(levels);
    spec.commandLine().getOut().flush();
    return exit;
  }

  private int own(Levels levels) {
    ForeignDetection.refuse(foreign);
    try (WatermarkOptions.Opened opened = watermark.open(spec)) {
      Detect detect =
          new Detect(
              opened.profile(), opened.tokenizer(), opened.keys(), levels, normaliser.normaliser());
      PrintWriter out = spec.commandLine().getOut();
      if (!json) {
        header(out);
      }
      forEach(
          (name, text) -> judged(name, detect.text(text), out),
          (name, ids) -> judged(name, detect.ids(ids), out));
      return exit();
    }
  }

  private int foreign(Levels levels) {
    ForeignDetection detection =
        new ForeignDetection(
            foreign, normaliser.normaliser(), levels, json, spec.commandLine().getOut());
    Tokenizer tokenizer = ids ? null : watermark.openTokenizer();
    forEach(
        (name, text) -> detection.text(name, text, Objects.requireNonNull(tokenizer)),
        detection::ids);
    if (foreign.pool()) {
      try {
        detection.pooled(ids);
      } catch (BadInputException e) {
        problem(e);
      }
    }
    strongest = detection.strongest();
    return exit();
  }

  private void forEach(BiConsumer<String, String> text, Texts.IdsSink tokens) {
    for (String file : files) {
      if (ids) {
        Texts.readIds(file, tokens, this::problem);
        continue;
      }
      try {
        text.accept(file, Texts.read(file));
      } catch (BadInputException e) {
        problem(e);
      }
    }
  }

  private void problem(BadInputException problem) {
    spec.commandLine().getErr().println("tidemark: " + problem.getMessage());
    unreadable = true;
  }

  private void judged(String name, Detection detection, PrintWriter out) {
    Verdict verdict = detection.verdict();
    strongest = verdict.compareTo(strongest) < 0 ? verdict : strongest;
    print(name, detection, out);
  }

  private int exit() {
    if (unreadable) {
      return Main.UNREADABLE;
    }
    return failOn.fails(strongest) ? Main.CHECK_FAILED : Main.FINISHED;
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
          .put("era", finding.era())
          .put("form", finding.form().word())
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
