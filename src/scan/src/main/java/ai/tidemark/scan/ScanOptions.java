package ai.tidemark.scan;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.report.Settings;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;
import ai.tidemark.scan.source.SourceRules;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What to scan, for which keys, and how.
 *
 * @param paths files and directories, at least one
 * @param field JSON pointer to the text in a record of a {@code .jsonl} or {@code .ndjson} file
 * @param selection which files are read, and which column of tables
 * @param profile the watermark
 * @param tokenizer the one the profile is pinned to
 * @param keys whom to look for
 * @param out directory for the report; made if missing, earlier reports in it are replaced
 * @param levels what counts as shown
 * @param decoys keys that never marked anything
 * @param limits what the scan may use
 * @param rates how coarse samples are from the start
 * @param sourceLimits what a file may cost
 * @param documents how documents are flagged
 * @param normalisation which forms of a text are asked about
 * @param withText whether {@code flagged.jsonl} holds the texts
 * @param withBlocks whether the scored tuples are written beside the report ({@link
 *     Scan#BLOCKS_FILE}): enough to recompute it without the texts, and enough to rebuild most of
 *     them
 * @param exact whether tuples beyond the budget go to disk, and not to a sample
 * @param checkpoints whether a scan that is stopped can go on
 */
public record ScanOptions(
    List<Path> paths,
    String field,
    Selection selection,
    Profile profile,
    Tokenizer tokenizer,
    ScanKeys keys,
    Path out,
    Levels levels,
    DecoyPlan decoys,
    Limits limits,
    SampleRates rates,
    SourceLimits sourceLimits,
    DocumentRule documents,
    Normalisation normalisation,
    boolean withText,
    boolean withBlocks,
    boolean exact,
    Checkpoints checkpoints) {

  /** Where a record holds its text unless said otherwise. */
  public static final String DEFAULT_FIELD = "/text";

  /** Validates. */
  public ScanOptions {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("paths must name at least one file or directory");
    }
    if (!field.isEmpty() && !field.startsWith("/")) {
      throw new IllegalArgumentException(
          "field must be a JSON pointer such as /text, but is " + field);
    }
  }

  /** Options with every default. */
  public static ScanOptions of(
      List<Path> paths, Profile profile, Tokenizer tokenizer, ScanKeys keys, Path out) {
    return new ScanOptions(
        paths,
        DEFAULT_FIELD,
        Selection.ALL,
        profile,
        tokenizer,
        keys,
        out,
        Levels.DEFAULT,
        DecoyPlan.DEFAULT,
        Limits.ofThisMachine(),
        SampleRates.ALL,
        SourceLimits.DEFAULT,
        DocumentRule.BH,
        Normalisation.N1,
        false,
        false,
        false,
        Checkpoints.NONE);
  }

  /** Returns these options with another field. */
  public ScanOptions withField(String pointer) {
    return with(to -> to.field = pointer);
  }

  /** Returns these options with another choice of files and columns. */
  public ScanOptions withSelection(Selection other) {
    return with(to -> to.selection = other);
  }

  /** Returns these options with other levels. */
  public ScanOptions withLevels(Levels other) {
    return with(to -> to.levels = other);
  }

  /** Returns these options with other decoys. */
  public ScanOptions withDecoys(DecoyPlan other) {
    return with(to -> to.decoys = other);
  }

  /** Returns these options with other limits. */
  public ScanOptions withLimits(Limits other) {
    return with(to -> to.limits = other);
  }

  /** Returns these options with other samples from the start. */
  public ScanOptions withRates(SampleRates other) {
    return with(to -> to.rates = other);
  }

  /** Returns these options with other limits of what a file may cost. */
  public ScanOptions withSourceLimits(SourceLimits other) {
    return with(to -> to.sourceLimits = other);
  }

  /** Returns these options with another rule for documents. */
  public ScanOptions withDocuments(DocumentRule rule) {
    return with(to -> to.documents = rule);
  }

  /** Returns these options with other text forms. */
  public ScanOptions withNormalisation(Normalisation forms) {
    return with(to -> to.normalisation = forms);
  }

  /** Returns these options with or without texts in {@code flagged.jsonl}. */
  public ScanOptions withText(boolean texts) {
    return with(to -> to.withText = texts);
  }

  /** Returns these options with or without a file of the scored tuples. */
  public ScanOptions withBlocks(boolean blocks) {
    return with(to -> to.withBlocks = blocks);
  }

  /** Returns these options with or without every tuple kept, on disk if need be. */
  public ScanOptions withExact(boolean all) {
    return with(to -> to.exact = all);
  }

  /** Returns these options with other checkpoints. */
  public ScanOptions withCheckpoints(Checkpoints other) {
    return with(to -> to.checkpoints = other);
  }

  private ScanOptions with(Consumer<Changed> change) {
    Changed to = new Changed(this);
    change.accept(to);
    return new ScanOptions(
        paths,
        to.field,
        to.selection,
        profile,
        tokenizer,
        keys,
        out,
        to.levels,
        to.decoys,
        to.limits,
        to.rates,
        to.sourceLimits,
        to.documents,
        to.normalisation,
        to.withText,
        to.withBlocks,
        to.exact,
        to.checkpoints);
  }

  /** The options that have a default, while one is changed. */
  private static final class Changed {
    private String field;
    private Selection selection;
    private Levels levels;
    private DecoyPlan decoys;
    private Limits limits;
    private SampleRates rates;
    private SourceLimits sourceLimits;
    private DocumentRule documents;
    private Normalisation normalisation;
    private boolean withText;
    private boolean withBlocks;
    private boolean exact;
    private Checkpoints checkpoints;

    Changed(ScanOptions from) {
      field = from.field;
      selection = from.selection;
      levels = from.levels;
      decoys = from.decoys;
      limits = from.limits;
      rates = from.rates;
      sourceLimits = from.sourceLimits;
      documents = from.documents;
      normalisation = from.normalisation;
      withText = from.withText;
      withBlocks = from.withBlocks;
      exact = from.exact;
      checkpoints = from.checkpoints;
    }
  }

  /** Returns the settings that the report states. */
  public Settings settings() {
    return new Settings(
        profile,
        levels,
        field,
        selection,
        limits.textBytes(),
        limits.tuples(),
        limits.decoyTuples(),
        rates,
        sourceLimits,
        documents,
        normalisation,
        decoys.seed());
  }

  /** Returns which files are read, and what of them. */
  SourceRules rules() {
    return SourceRules.of(field, limits.textBytes())
        .withSelection(selection)
        .withLimits(sourceLimits);
  }

  /** Returns the text forms asked about. */
  List<TextForm> forms() {
    return normalisation.forms();
  }
}
