package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.text.Normalised;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.foreign.ForeignFinding.Form;
import ai.tidemark.scan.foreign.ForeignKey;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.RecordText;
import ai.tidemark.scan.stream.Look;
import ai.tidemark.scan.stream.TextStream;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark watch}: a stream of texts, tested after each. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Reads one text after another, a line of JSON each, and says after each what all of them so"
          + " far show: distinct tuples n, score sum S, e-value, and a p-value that holds however"
          + " often it is looked at and whenever one stops.",
      "For answers of a model that is being asked, or a feed: looking early costs nothing. For a"
          + " corpus that is there as a whole, scan sees more."
    },
    footer = {
      "",
      "A tuple that comes again counts nothing. Once marked, a stream stays marked.",
      "Every key and text form is paid for. With --until-marked the command ends at",
      "the first text that makes it marked.",
      "",
      "Examples:",
      "  tidemark watch --keys keys.json answers.jsonl",
      "  ask-the-model | tidemark watch --keys keys.json --until-marked -",
      "  tidemark watch --key vllm.json --ids answers.jsonl --json"
    })
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WatermarkOptions watermark;
  @Mixin private NormaliserOption normaliser;
  @Mixin private LevelOptions levelOptions;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Key file of another program's watermark, in place of --keys; repeat for more keys.")
  private final List<Path> foreign = new ArrayList<>();

  @Option(
      names = "--ids",
      description = "Each line has token ids in its field ids; no tokenizer is used.")
  private boolean ids;

  @Option(
      names = "--field",
      defaultValue = ScanOptions.DEFAULT_FIELD,
      paramLabel = "POINTER",
      description = "JSON pointer to the text of a line (default: ${DEFAULT-VALUE}).")
  private String field;

  @Option(names = "--json", description = "One JSON object a text instead of a table.")
  private boolean json;

  @Option(names = "--until-marked", description = "Stop at the first text that is enough.")
  private boolean untilMarked;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description = "Exit 1 if the stream is marked, or with alert also at the alert level.")
  private DetectCommand.FailOn failOn = DetectCommand.FailOn.NEVER;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSONL files, one stream in this order; - reads standard input.")
  private List<String> files;

  private Verdict strongest = Verdict.NOT_TESTABLE;
  private boolean unreadable;
  private @Nullable Tokenizer tokenizer;
  private List<Form> forms = List.of(Form.IDS);
  private RecordText recordText = new RecordText(ScanOptions.DEFAULT_FIELD);
  private long texts;

  /** Ends the reading: the stream is marked. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  @Override
  public Integer call() {
    if (watermark.given() == !foreign.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "give --keys FILE (our own marks) or --key FILE (another program's), one of them");
    }
    try {
      recordText = new RecordText(field);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--field must be a JSON pointer such as /text, but is " + field, e);
    }
    if (!ids) {
      forms =
          normaliser.normaliser() == Normalisation.N1
              ? List.of(Form.RAW, Form.NORMALISED)
              : List.of(Form.RAW);
    }
    if (foreign.isEmpty()) {
      try (WatermarkOptions.Opened opened = watermark.open(spec)) {
        tokenizer = opened.tokenizer();
        return watch(TextStream.own(opened.profile(), opened.keys(), levels(), forms));
      }
    }
    tokenizer = ids ? null : watermark.openTokenizer();
    List<ForeignKey> keys = new ArrayList<>();
    for (Path file : foreign) {
      keys.add(new ForeignKey(String.valueOf(file.getFileName()), ForeignKeyFile.read(file).key()));
    }
    return watch(TextStream.foreign(keys, levels(), forms));
  }

  private Levels levels() {
    return levelOptions.levels(spec, Levels.DEFAULT.fdr());
  }

  private int watch(TextStream stream) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.printf(
          "%-12s %-24s %8s %14s %10s %10s %6s  %s%n",
          "verdict", "key", "n", "score", "log10 E", "log10 p", "power", "text");
    }
    try {
      for (String file : files) {
        if (ids) {
          Texts.readIds(
              file, (name, line) -> took(stream, name, Map.of(Form.IDS, line)), this::problem);
        } else {
          Texts.readLines(
              file, (name, line) -> took(stream, name, encoded(name, line)), this::problem);
        }
      }
    } catch (Enough e) {
      // the rest of the stream is left unread
    }
    out.flush();
    if (unreadable) {
      return Main.UNREADABLE;
    }
    return failOn.fails(strongest) ? Main.CHECK_FAILED : Main.FINISHED;
  }

  private Map<Form, int[]> encoded(String where, byte[] line) {
    String text = recordText.of(where, line);
    Tokenizer with = Objects.requireNonNull(tokenizer);
    Map<Form, int[]> encoded = new LinkedHashMap<>();
    int[] raw = with.encode(text);
    encoded.put(Form.RAW, raw);
    if (forms.contains(Form.NORMALISED)) {
      Normalised normalised = Normalisation.N1.apply(text);
      encoded.put(Form.NORMALISED, normalised.changed() ? with.encode(normalised.text()) : raw);
    }
    return encoded;
  }

  private void took(TextStream stream, String name, Map<Form, int[]> text) {
    List<Look> looks = stream.text(text);
    texts++;
    PrintWriter out = spec.commandLine().getOut();
    boolean marked = false;
    for (Look look : looks) {
      marked |= look.verdict() == Verdict.MARKED;
      strongest = look.verdict().compareTo(strongest) < 0 ? look.verdict() : strongest;
    }
    if (json) {
      out.println(new String(CanonicalJson.bytes(json(name, looks)), StandardCharsets.UTF_8));
    } else {
      looks.forEach(look -> row(out, name, look));
    }
    out.flush(); // a stream is looked at while it runs
    if (marked && untilMarked) {
      throw new Enough();
    }
  }

  private static void row(PrintWriter out, String name, Look look) {
    out.printf(
        Locale.ROOT,
        "%-12s %-24s %8d %14s %10.2f %10.2f %5.0f%%  %s%n",
        look.verdict().word(),
        look.key() + (look.form() == Form.NORMALISED ? " (normalised)" : ""),
        look.n(),
        look.sumText(),
        look.log10E(),
        look.log10P(),
        100 * look.power(),
        name);
  }

  private ObjectNode json(String name, List<Look> looks) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", "tidemark-watch-v1").put("text", name).put("texts", texts);
    root.put("hypotheses", looks.size());
    ArrayNode array = root.putArray("looks");
    for (Look look : looks) {
      ObjectNode one =
          array
              .addObject()
              .put("key", look.key())
              .put("form", look.form().word())
              .put("n", look.n())
              .put("S", look.sum().toString())
              .put("log10E", decimal(look.log10E()))
              .put("log10P", decimal(look.log10P()))
              .put("power", decimal(look.power()))
              .put("verdict", look.verdict().word());
      look.stop().ifPresent(n -> one.put("markedAt", n));
    }
    return root;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private void problem(BadInputException problem) {
    spec.commandLine().getErr().println("tidemark: " + problem.getMessage());
    unreadable = true;
  }
}
