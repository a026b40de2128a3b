package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.power.Power;
import ai.tidemark.core.segment.Segment;
import ai.tidemark.core.text.Normalised;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.foreign.ForeignDetect;
import ai.tidemark.scan.foreign.ForeignFinding;
import ai.tidemark.scan.foreign.ForeignFinding.Form;
import ai.tidemark.scan.foreign.ForeignKey;
import ai.tidemark.scan.foreign.ForeignSegments;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.Verdict;
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
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@code tidemark detect --key}: texts tested for marks of other programs. */
final class ForeignDetection {
  private static final int SOME = 64;

  private final List<ForeignKey> keys = new ArrayList<>();
  private final ForeignDetect detect;
  private final @Nullable String original;
  private final boolean segments;
  private final Levels levels;
  private final Normalisation normaliser;
  private final boolean json;
  private final PrintWriter out;
  private Verdict strongest = Verdict.NOT_TESTABLE;

  /** Opens the key files. */
  ForeignDetection(
      ForeignOptions options,
      Normalisation normaliser,
      Levels levels,
      boolean json,
      PrintWriter out) {
    for (Path file : options.keys()) {
      String name = String.valueOf(file.getFileName());
      KeyedScheme key = ForeignKeyFile.read(file).key();
      if (options.original() != null) {
        key.asOriginal(options.original(), new int[SOME], SOME); // refuses an unknown version
      }
      keys.add(new ForeignKey(name, key));
    }
    this.detect = new ForeignDetect(keys, levels, options.pool());
    this.original = options.original();
    this.segments = options.segments();
    this.levels = levels;
    this.normaliser = normaliser;
    this.json = json;
    this.out = out;
    if (!json) {
      out.printf(
          "%-12s %-30s %8s %14s %10s %10s %6s %6s  %s%n",
          "verdict", "profile", "n", "score", "log10 p", "bound", "power", "seen", "text");
    }
  }

  /** Tests token ids. */
  void ids(String name, int[] ids) {
    SegmentLines lines = new SegmentLines(ids, null);
    print(name, ids.length, detect.text(Map.of(Form.IDS, ids)), lines);
  }

  /** Tests a text as it stands and normalised; both are paid for. */
  void text(String name, String text, Tokenizer tokenizer) {
    Map<Form, int[]> forms = new LinkedHashMap<>();
    int[] raw = tokenizer.encode(text);
    forms.put(Form.RAW, raw);
    if (normaliser == Normalisation.N1) {
      Normalised normalised = normaliser.apply(text);
      forms.put(Form.NORMALISED, normalised.changed() ? tokenizer.encode(normalised.text()) : raw);
    }
    TokenOffsets offsets = segments ? TokenOffsets.of(text, raw, tokenizer) : null;
    print(name, raw.length, detect.text(forms), new SegmentLines(raw, offsets));
  }

  /** Tests everything so far together. */
  void pooled(boolean ids) {
    List<Form> texts =
        normaliser == Normalisation.N1 ? List.of(Form.RAW, Form.NORMALISED) : List.of(Form.RAW);
    List<Form> forms = ids ? List.of(Form.IDS) : texts;
    List<ForeignFinding> findings = detect.pooled(forms);
    if (!findings.isEmpty()) {
      print("all texts together", -1, findings, null);
    }
  }

  /** Returns the strongest verdict so far. */
  Verdict strongest() {
    return strongest;
  }

  private void print(
      String name, int tokens, List<ForeignFinding> findings, @Nullable SegmentLines lines) {
    for (ForeignFinding finding : findings) {
      strongest = finding.verdict().compareTo(strongest) < 0 ? finding.verdict() : strongest;
    }
    Map<String, OriginalFinding> originals = new LinkedHashMap<>();
    if (original != null && lines != null) {
      int[] ids = lines.ids();
      for (ForeignKey key : keys) {
        originals.put(key.name(), key.key().asOriginal(original, ids, ids.length));
      }
    }
    Map<String, List<Segment>> stretches = segments(findings.size(), lines);
    if (json) {
      ObjectNode line = json(name, tokens, findings, originals);
      if (lines != null && segments) {
        ArrayNode array = line.putArray("segments");
        stretches.forEach((key, found) -> lines.json(key, found, array));
      }
      out.println(new String(CanonicalJson.bytes(line), StandardCharsets.UTF_8));
    } else {
      findings.forEach(finding -> row(name, finding));
      originals.forEach((key, finding) -> row(name, key, finding));
      if (lines != null) {
        stretches.forEach((key, found) -> lines.print(key, found, out));
      }
    }
  }

  /** Returns the stretches of a text by key; each key pays for all hypotheses about the text. */
  private Map<String, List<Segment>> segments(int hypotheses, @Nullable SegmentLines lines) {
    Map<String, List<Segment>> found = new LinkedHashMap<>();
    if (segments && lines != null) {
      double lnAlpha = Power.lnAlpha(levels.alpha(), hypotheses);
      for (ForeignKey key : keys) {
        found.put(key.name(), ForeignSegments.find(key.key(), lines.ids(), lnAlpha));
      }
    }
    return found;
  }

  private void row(String name, ForeignFinding f) {
    String form = f.form() == Form.NORMALISED ? " (normalised)" : "";
    String key = keys.size() > 1 ? " (" + f.key() + ")" : "";
    out.printf(
        Locale.ROOT,
        "%-12s %-30s %8d %14s %10.2f %10.2f %5.0f%% %6s  %s%n",
        f.verdict().word(),
        f.profile(),
        f.evidence().n(),
        f.evidence().sumText(),
        f.log10P(),
        f.log10Bound(),
        100 * f.power(),
        f.seen() <= 1 ? String.format(Locale.ROOT, "%.0f%%", 100 * f.seen()) : "-",
        name + form + key);
  }

  private void row(String name, String key, OriginalFinding f) {
    out.printf(
        Locale.ROOT,
        "%-12s %-30s %8d %14.6g %10s%s  %s%n",
        "original",
        "source's detector " + f.version(),
        f.scored(),
        f.score(),
        f.p().isPresent()
            ? String.format(Locale.ROOT, "%.2f", StrictMath.log10(f.p().getAsDouble()))
            : "-",
        f.z().isPresent() ? String.format(Locale.ROOT, "  z %.3f", f.z().getAsDouble()) : "",
        name + (keys.size() > 1 ? " (" + key + ")" : ""));
  }

  private static ObjectNode json(
      String name,
      int tokens,
      List<ForeignFinding> findings,
      Map<String, OriginalFinding> originals) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", "tidemark-foreign-detection-v1").put("text", name);
    if (tokens >= 0) {
      root.put("tokens", tokens);
    }
    ArrayNode array = root.putArray("findings");
    for (ForeignFinding f : findings) {
      array
          .addObject()
          .put("profile", f.profile())
          .put("key", f.key())
          .put("form", f.form().word())
          .put("positions", f.evidence().positions())
          .put("n", f.evidence().n())
          .put("S", f.evidence().sum().toString())
          .put("log10P", decimal(f.log10P()))
          .put("log10Bound", decimal(f.log10Bound()))
          .put("adjustedLog10P", decimal(f.adjustedLog10P()))
          .put("power", decimal(f.power()))
          .put("verdict", f.verdict().word());
    }
    if (!originals.isEmpty()) {
      ArrayNode list = root.putArray("originals");
      originals.forEach(
          (key, f) -> {
            ObjectNode one = list.addObject();
            one.put("key", key).put("version", f.version()).put("scored", f.scored());
            one.put("score", exact(f.score()));
            put(one, "z", f.z());
            put(one, "p", f.p());
          });
    }
    return root;
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, exact(value.getAsDouble()));
    }
  }

  private static String exact(double value) {
    return Double.toString(value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Refuses options that only make sense with a foreign key. */
  static void refuse(ForeignOptions options) {
    refuse("--as-original", options.original() != null);
    refuse("--pool", options.pool());
    refuse("--segments", options.segments());
  }

  private static void refuse(String option, boolean given) {
    if (given) {
      throw new BadInputException(option, "needs --key FILE of another program's mark");
    }
  }
}
