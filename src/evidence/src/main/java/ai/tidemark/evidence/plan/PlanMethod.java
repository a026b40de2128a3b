package ai.tidemark.evidence.plan;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ReportJson;
import ai.tidemark.scan.report.ReportReader;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The options that a result depends on, apart from corpus, profile and keys.
 *
 * @param normalisation which forms of a text are asked about
 * @param levels what counts as shown
 * @param field JSON pointer to the text of a record
 * @param selection which files are read, and which column of tables
 * @param textBytes UTF-8 bytes of one record at most
 * @param tupleBudget distinct tuples to hold at most
 * @param decoyTupleBudget distinct tuples for the decoys at most
 * @param rates how coarse samples are from the start
 * @param exact whether tuples beyond the budget go to disk, and not to a coarser sample
 * @param sourceLimits what a file may cost
 * @param documents how documents are flagged
 * @param decoys how many decoys under the true coin, 99..100,000
 * @param fullDecoys how many with a coin of their own, 0 or 99..10,000
 * @param decoySeed what they are derived from
 */
public record PlanMethod(
    Normalisation normalisation,
    Levels levels,
    String field,
    Selection selection,
    int textBytes,
    long tupleBudget,
    long decoyTupleBudget,
    SampleRates rates,
    boolean exact,
    SourceLimits sourceLimits,
    DocumentRule documents,
    int decoys,
    int fullDecoys,
    String decoySeed) {
  private static final int LONGEST_SEED = 1000;

  /** Validates. */
  public PlanMethod {
    if (!field.isEmpty() && !field.startsWith("/")) {
      throw new IllegalArgumentException("field must be a JSON pointer such as /text");
    }
    if (decoySeed.length() > LONGEST_SEED) {
      throw new IllegalArgumentException(
          "decoy seed must have at most " + LONGEST_SEED + " characters");
    }
    new Limits(1, tupleBudget, decoyTupleBudget, textBytes);
    new DecoyPlan(decoys, fullDecoys, decoySeed, List.of());
  }

  /** The options of a scan. */
  public static PlanMethod of(ScanOptions options) {
    return new PlanMethod(
        options.normalisation(),
        options.levels(),
        options.field(),
        options.selection(),
        options.limits().textBytes(),
        options.limits().tuples(),
        options.limits().decoyTuples(),
        options.rates(),
        options.exact(),
        options.sourceLimits(),
        options.documents(),
        options.decoys().count(),
        options.decoys().full(),
        options.decoys().seed());
  }

  /** Returns other options with these in their places. */
  public ScanOptions applyTo(ScanOptions options) {
    return options
        .withNormalisation(normalisation)
        .withLevels(levels)
        .withField(field)
        .withLimits(
            new Limits(options.limits().workers(), tupleBudget, decoyTupleBudget, textBytes))
        .withRates(rates)
        .withExact(exact)
        .withSourceLimits(sourceLimits)
        .withSelection(selection)
        .withDocuments(documents)
        .withDecoys(new DecoyPlan(decoys, fullDecoys, decoySeed, List.of()));
  }

  /** Returns this method with other levels. */
  public PlanMethod withLevels(Levels other) {
    return new PlanMethod(
        normalisation,
        other,
        field,
        selection,
        textBytes,
        tupleBudget,
        decoyTupleBudget,
        rates,
        exact,
        sourceLimits,
        documents,
        decoys,
        fullDecoys,
        decoySeed);
  }

  /** Returns this method with other samples from the start. */
  public PlanMethod withRates(SampleRates other) {
    return new PlanMethod(
        normalisation,
        levels,
        field,
        selection,
        textBytes,
        tupleBudget,
        decoyTupleBudget,
        other,
        exact,
        sourceLimits,
        documents,
        decoys,
        fullDecoys,
        decoySeed);
  }

  /**
   * Returns what differs, each as {@code name: planned, other}.
   *
   * @param other options that should be the same
   */
  public List<String> differences(PlanMethod other) {
    List<String> found = new ArrayList<>();
    differ("normaliser", normalisation.word(), other.normalisation.word(), found);
    differ("alpha", exact(levels.alpha()), exact(other.levels.alpha()), found);
    differ("alert", exact(levels.alert()), exact(other.levels.alert()), found);
    differ("fdr", exact(levels.fdr()), exact(other.levels.fdr()), found);
    differ("excess", exact(levels.excess()), exact(other.levels.excess()), found);
    differ("incomplete", exact(levels.incomplete()), exact(other.levels.incomplete()), found);
    differ("field", field, other.field, found);
    differ("selection", selection, other.selection, found);
    differ("textBytes", textBytes, other.textBytes, found);
    differ("tupleBudget", tupleBudget, other.tupleBudget, found);
    differ("decoyTupleBudget", decoyTupleBudget, other.decoyTupleBudget, found);
    differ("sampledOneIn", rates.oneIn(), other.rates.oneIn(), found);
    differ("decoySampledOneIn", rates.decoyOneIn(), other.rates.decoyOneIn(), found);
    differ("exact", exact, other.exact, found);
    differ("sourceLimits", sourceLimits, other.sourceLimits, found);
    differ("documentRule", documents.word(), other.documents.word(), found);
    differ("decoys/count", decoys, other.decoys, found);
    differ("decoys/full", fullDecoys, other.fullDecoys, found);
    differ("decoys/seed", decoySeed, other.decoySeed, found);
    return found;
  }

  private static void differ(String name, Object planned, Object other, List<String> found) {
    if (!planned.equals(other)) {
      found.add(name + ": the plan says " + planned + ", but it is " + other);
    }
  }

  private static String exact(double value) {
    return Decimals.exact(value);
  }

  /** Puts the fields {@code normaliser}, {@code settings}, {@code exact} and {@code decoys}. */
  void writeTo(ObjectNode root) {
    root.put("normaliser", normalisation.word());
    ObjectNode settings =
        root.putObject("settings")
            .put("alpha", exact(levels.alpha()))
            .put("alert", exact(levels.alert()))
            .put("fdr", exact(levels.fdr()))
            .put("excess", exact(levels.excess()))
            .put("incomplete", exact(levels.incomplete()))
            .put("field", field)
            .put("textBytes", textBytes)
            .put("tupleBudget", tupleBudget)
            .put("decoyTupleBudget", decoyTupleBudget)
            .put("documentRule", documents.word());
    ReportJson.selection(selection, settings);
    ReportJson.rates(rates, settings);
    ReportJson.sourceLimits(sourceLimits, settings);
    if (exact) {
      root.put("exact", true);
    }
    root.putObject("decoys").put("count", decoys).put("full", fullDecoys).put("seed", decoySeed);
  }

  /** Reads the same fields. */
  static PlanMethod read(StrictJson root) {
    Normalisation normalisation = ReportReader.normaliser(root, "normaliser");
    StrictJson settings = root.object("settings");
    StrictJson decoys = root.object("decoys");
    boolean exact = root.has("exact") && root.flag("exact");
    PlanMethod method =
        new PlanMethod(
            normalisation,
            ReportReader.levels(settings),
            settings.text("field"),
            ReportReader.selection(settings),
            (int) settings.integer("textBytes", 64, 1 << 29),
            settings.integer("tupleBudget", 64, 1L << 34),
            settings.integer("decoyTupleBudget", 64, 1L << 34),
            ReportReader.rates(settings),
            exact,
            ReportReader.sourceLimits(settings),
            ReportReader.rule(settings, "documentRule"),
            (int) decoys.integer("count", 99, 100_000),
            (int) decoys.integer("full", 0, 10_000),
            decoys.text("seed"));
    settings.end();
    decoys.end();
    return method;
  }
}
