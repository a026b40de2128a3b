package ai.tidemark.scan.report;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.source.SourceLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads {@code report.json} strictly: unknown, missing and double fields, values out of range and
 * bytes that are not canonical JSON are refused with their place.
 */
public final class ReportReader {
  private static final String DECIMAL = "-?[0-9]{1,20}(\\.[0-9]{1,20})?";
  private static final String HEX_32 = "[0-9a-f]{64}";
  private static final long MOST = (1L << 53) - 1;
  private static final long MOST_TUPLES = 1L << 40;
  private static final long LARGEST_SCORE = 45L << 32; // 64 ln 2 = 44.4
  private static final int MOST_DECOYS = 100_000;
  private static final ObjectMapper TREE = new ObjectMapper();

  private final StrictJson root;

  private ReportReader(StrictJson root) {
    this.root = root;
  }

  /**
   * Reads a report.
   *
   * @param where names the source in messages
   * @param json UTF-8
   * @throws BadInputException if it is not a report, or not its own canonical form
   */
  public static RecordedReport read(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    JsonNode tree;
    try {
      tree = TREE.readTree(json);
    } catch (IOException e) {
      throw new BadInputException(where, "is not valid JSON", e);
    }
    if (!Arrays.equals(CanonicalJson.bytes(tree), json)) {
      throw new BadInputException(where, "is not canonical JSON (RFC 8785)");
    }
    return new ReportReader(root).report(tree);
  }

  private RecordedReport report(JsonNode tree) {
    root.requireText("format", ScanReport.FORMAT);
    root.requireText("meaning", ScanReport.MEANING);
    String verdict = word(root, "verdict", verdicts());
    StrictJson profile = root.object("profile");
    String id = profile.text("id");
    String sha256 = profile.text("sha256", HEX_32);
    profile.text("tokenizer");
    String fingerprint = profile.text("tokenizerFingerprint", "sha256:" + HEX_32);
    profile.end();
    StrictJson s = root.object("settings");
    Levels levels = levels(s);
    String field = s.text("field");
    int textBytes = (int) s.integer("textBytes", 64, 1 << 29);
    long tupleBudget = s.integer("tupleBudget", 64, 1L << 34);
    long decoyTupleBudget = s.integer("decoyTupleBudget", 64, 1L << 34);
    DocumentRule rule = rule(s, "documentRule");
    Normalisation normalisation = normaliser(s, "normaliser");
    Selection selection = selection(s);
    SampleRates rates = rates(s);
    SourceLimits sourceLimits = sourceLimits(s);
    s.end();
    StrictJson corpus = root.object("corpus");
    if (corpus.has("excluded") != (selection.globs() == Selection.Globs.MEMBERS)) {
      throw new BadInputException(
          corpus.where() + "/excluded", "must be there if globs are held against members");
    }
    RecordedReport.Tuples tuples = corpus(corpus);
    if (tuples.level() < rates.level()) {
      throw new BadInputException(
          root.where() + "/corpus/sampledOneIn", "is finer than the settings have it");
    }
    List<RecordedReport.Test> tests = root.objects("tests").stream().map(this::test).toList();
    List<RecordedReport.Result> results =
        root.objects("results").stream().map(r -> result(r, true)).toList();
    if (results.isEmpty()) {
      throw new BadInputException(root.where() + "/results", "must not be empty");
    }
    boolean runnerUp = root.has("runnerUp");
    if (runnerUp) {
      result(root.object("runnerUp"), false);
    }
    List<StrictJson> wrong = root.objects("wrongKeys");
    wrong.forEach(this::wrongKey);
    RecordedReport.Decoys decoys = decoys(root.object("decoys"));
    documents(root.object("documents"));
    root.end();
    return new RecordedReport(
        tree,
        verdict,
        id,
        sha256,
        fingerprint,
        levels,
        field,
        selection,
        textBytes,
        tupleBudget,
        decoyTupleBudget,
        rates,
        sourceLimits,
        rule,
        normalisation,
        tuples,
        tests,
        results,
        runnerUp,
        wrong.size(),
        decoys);
  }

  /**
   * Reads the object {@code selection}, which is not there where nothing was chosen.
   *
   * @throws BadInputException if it is not one
   */
  public static Selection selection(StrictJson settings) {
    if (!settings.has("selection")) {
      return Selection.ALL;
    }
    StrictJson node = settings.object("selection");
    Optional<String> delimiter = node.optionalText("delimiter");
    if (delimiter.isPresent() && delimiter.get().length() != 1) {
      throw new BadInputException(node.where() + "/delimiter", "must be one character");
    }
    Selection selection;
    try {
      selection =
          new Selection(
              node.optionalText("column"),
              delimiter.map(d -> d.charAt(0)),
              node.texts("include", ".+"),
              node.texts("exclude", ".+"),
              node.has("members") && node.flag("members")
                  ? Selection.Globs.MEMBERS
                  : Selection.Globs.FILES);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(node.where(), String.valueOf(e.getMessage()), e);
    }
    boolean members = selection.globs() == Selection.Globs.MEMBERS;
    if (node.has("members") != members) {
      throw new BadInputException(
          node.where() + "/members", "must be true, or left out where there is no glob");
    }
    node.end();
    if (selection.equals(Selection.ALL)) {
      throw new BadInputException(node.where(), "must be left out where it chooses nothing");
    }
    return selection;
  }

  /**
   * Reads the fields {@code sampledOneIn} and {@code decoySampledOneIn}, which are not there where
   * they are 1.
   *
   * @throws BadInputException if one is no power of two from 2 to 2^24, or decoys see more
   */
  public static SampleRates rates(StrictJson settings) {
    try {
      return new SampleRates(rate(settings, "sampledOneIn"), rate(settings, "decoySampledOneIn"));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(settings.where(), String.valueOf(e.getMessage()), e);
    }
  }

  private static int rate(StrictJson settings, String name) {
    return settings.has(name)
        ? SampleRates.levelOf(name, settings.integer(name, 2, 1 << SampleRates.MOST_LEVELS))
        : 0;
  }

  /**
   * Reads the object {@code sourceLimits}, which is not there where they are the usual ones.
   *
   * @throws BadInputException if it is not one
   */
  public static SourceLimits sourceLimits(StrictJson settings) {
    if (!settings.has("sourceLimits")) {
      return SourceLimits.DEFAULT;
    }
    StrictJson node = settings.object("sourceLimits");
    SourceLimits limits;
    try {
      limits =
          new SourceLimits(
              (int) node.integer("ratio", 1, Integer.MAX_VALUE),
              node.integer("grace", 0, MOST),
              node.integer("memberBytes", 1, MOST),
              node.integer("fileBytes", 1, MOST),
              (int) node.integer("members", 1, Integer.MAX_VALUE),
              (int) node.integer("decoderBytes", 1, 1 << 30));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(node.where(), String.valueOf(e.getMessage()), e);
    }
    node.end();
    if (limits.equals(SourceLimits.DEFAULT)) {
      throw new BadInputException(node.where(), "must be left out where it is the usual one");
    }
    return limits;
  }

  private static List<String> verdicts() {
    return Stream.of(Verdict.values()).map(Verdict::word).toList();
  }

  private static String word(StrictJson node, String name, List<String> words) {
    String value = node.text(name);
    if (!words.contains(value)) {
      throw new BadInputException(
          node.where() + "/" + name, "must be one of " + String.join(", ", words));
    }
    return value;
  }

  /**
   * Reads {@code alpha}, {@code alert}, {@code fdr}, {@code excess} and {@code incomplete}.
   *
   * @throws BadInputException if one is missing, out of range or not in its shortest form
   */
  public static Levels levels(StrictJson node) {
    try {
      return new Levels(
          decimal(node, "alpha"),
          decimal(node, "alert"),
          decimal(node, "fdr"),
          decimal(node, "excess"),
          decimal(node, "incomplete"));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(node.where(), String.valueOf(e.getMessage()), e);
    }
  }

  private static double decimal(StrictJson node, String name) {
    double value = Double.parseDouble(node.text(name, "[0-9]{1,20}(\\.[0-9]{1,320})?"));
    if (!Decimals.exact(value).equals(node.text(name))) {
      throw new BadInputException(
          node.where() + "/" + name, "must be written as " + Decimals.exact(value));
    }
    return value;
  }

  /** Reads a rule for documents. */
  public static DocumentRule rule(StrictJson node, String name) {
    return oneOf(node, name, List.of(DocumentRule.values()), DocumentRule::word);
  }

  /** Reads the name of a normaliser. */
  public static Normalisation normaliser(StrictJson node, String name) {
    return oneOf(node, name, List.of(Normalisation.values()), Normalisation::word);
  }

  private static <T> T oneOf(
      StrictJson node, String name, List<T> values, Function<T, String> words) {
    List<String> all = values.stream().map(words).toList();
    return values.get(all.indexOf(word(node, name, all)));
  }

  private static long count(StrictJson node, String name) {
    return node.integer(name, 0, MOST);
  }

  private RecordedReport.Tuples corpus(StrictJson node) {
    for (String name : List.of("files", "records", "documents", "bytes", "tokens", "positions")) {
      count(node, name);
    }
    if (node.has("excluded")) {
      StrictJson excluded = node.object("excluded");
      count(excluded, "files");
      count(excluded, "members");
      excluded.end();
    }
    count(node, "unreadableRecords");
    count(node, "unreadableBytes");
    StrictJson normalised = node.object("normalised");
    for (String name :
        List.of(
            "documents",
            "ignorables",
            "bidiControls",
            "variationSelectors",
            "spaces",
            "styled",
            "confusables",
            "composed")) {
      count(normalised, name);
    }
    normalised.end();
    StrictJson skipped = node.object("skipped");
    List<String> reasons = Stream.of(SkipReason.values()).map(SkipReason::word).toList();
    for (String name : skipped.names()) {
      if (reasons.contains(name)) {
        count(skipped, name);
      }
    }
    skipped.end();
    RecordedReport.Tuples tuples =
        new RecordedReport.Tuples(
            node.integer("distinctTuples", 0, MOST_TUPLES),
            node.text("tupleDigest", "[0-9a-f]{32}"),
            level(node));
    node.end();
    return tuples;
  }

  private static int level(StrictJson node) {
    long oneIn = node.integer("sampledOneIn", 1, 1 << 24);
    if (Long.bitCount(oneIn) != 1) {
      throw new BadInputException(node.where() + "/sampledOneIn", "must be a power of two");
    }
    return Long.numberOfTrailingZeros(oneIn);
  }

  private RecordedReport.Test test(StrictJson node) {
    String test = word(node, "test", List.of("sum", "documents", "tuples"));
    node.text("alphaPart", DECIMAL);
    count(node, "n");
    for (String name : List.of("log10P", "adjustedLog10P", "leastLog10P", "couldSeeShare")) {
      optionalDecimal(node, name);
    }
    if (node.has("couldSeeDocumentOf")) {
      count(node, "couldSeeDocumentOf");
    }
    String verdict = word(node, "verdict", verdicts());
    node.end();
    return new RecordedReport.Test(test, verdict);
  }

  private static Optional<String> optionalDecimal(StrictJson node, String name) {
    return node.has(name) ? Optional.of(node.text(name, DECIMAL)) : Optional.empty();
  }

  private RecordedReport.Result result(StrictJson node, boolean withShare) {
    String claim = word(node, "claim", List.of(Claim.FLEET.word(), Claim.TENANT.word()));
    String era = node.text("era");
    if (withShare) {
      StrictJson share = node.object("share");
      for (String name : List.of("estimate", "low", "high")) {
        share.text(name, DECIMAL);
      }
      optionalDecimal(share, "atLeast");
      optionalDecimal(share, "detectable");
      share.end();
    }
    return finding(node, claim.equals(Claim.FLEET.word()) ? Claim.FLEET : Claim.TENANT, era);
  }

  private void wrongKey(StrictJson node) {
    node.requireText("claim", Claim.FLEET.word());
    finding(node, Claim.FLEET, "");
  }

  private static RecordedReport.Result finding(StrictJson node, Claim claim, String era) {
    TextForm form = oneOf(node, "form", List.of(TextForm.values()), TextForm::word);
    Optional<String> log10P = optionalDecimal(node, "log10P");
    optionalDecimal(node, "adjustedLog10P");
    optionalDecimal(node, "log10E");
    node.text("power", DECIMAL);
    RecordedReport.Result result =
        new RecordedReport.Result(
            claim,
            era,
            node.text("key"),
            node.text("keyId"),
            form,
            evidence(node),
            log10P,
            word(node, "verdict", verdicts()));
    node.end();
    return result;
  }

  /** Reads n and S; no sum can be larger than its tuples' scores. */
  private static Evidence evidence(StrictJson node) {
    long n = node.integer("n", 0, MOST_TUPLES);
    BigInteger sum = node.decimal("S");
    if (sum.compareTo(BigInteger.valueOf(LARGEST_SCORE).multiply(BigInteger.valueOf(n))) > 0) {
      throw new BadInputException(node.where() + "/S", "is more than " + n + " tuples can score");
    }
    return new Evidence(n, ScoreSum.of(sum));
  }

  private RecordedReport.Decoys decoys(StrictJson node) {
    String seed = node.text("seed");
    int level = level(node);
    List<RecordedReport.Panel> panels = new ArrayList<>();
    node.objects("panels").forEach(panel -> panels.add(panel(panel)));
    if (node.has("diagnosis")) {
      StrictJson diagnosis = node.object("diagnosis");
      diagnosis.text("cause");
      for (String name : List.of("tuples", "repeated", "equalDraws")) {
        count(diagnosis, name);
      }
      diagnosis.end();
    }
    node.end();
    return new RecordedReport.Decoys(seed, level, panels);
  }

  private RecordedReport.Panel panel(StrictJson node) {
    DecoyPanel.Kind kind =
        oneOf(node, "kind", List.of(DecoyPanel.Kind.values()), DecoyPanel.Kind::word);
    Tier tier =
        Tier.valueOf(word(node, "tier", List.of("fleet", "tenant")).toUpperCase(Locale.ROOT));
    count(node, "n");
    for (String name : List.of("mean", "sd", "variance", "varianceHigh")) {
      node.text(name, DECIMAL);
    }
    boolean broken =
        node.flag("judged") && Double.parseDouble(node.text("varianceLow", DECIMAL)) > 1;
    node.text("varianceLow", DECIMAL);
    int count = (int) node.integer("count", 2, MOST_DECOYS);
    boolean each = node.has("decoyZ");
    if (each && node.texts("decoyZ", DECIMAL).size() != count) {
      throw new BadInputException(node.where() + "/decoyZ", "must have one z for each decoy");
    }
    List<String> ranked = new ArrayList<>();
    for (StrictJson rank : node.objects("ranks")) {
      ranked.add(rank.text("key"));
      rank.text("z", DECIMAL);
      rank.integer("rank", 1, MOST_DECOYS + 1);
      rank.text("p", DECIMAL);
      rank.end();
    }
    RecordedReport.Panel panel =
        new RecordedReport.Panel(kind, node.text("era"), tier, count, broken, each, ranked);
    node.end();
    return panel;
  }

  private void documents(StrictJson node) {
    count(node, "minimumTuples");
    long scored = count(node, "scored");
    long testable = count(node, "testable");
    long flagged = count(node, "flagged");
    optionalDecimal(node, "thresholdLog10P");
    if (node.has("atLeast")) {
      count(node, "atLeast");
    }
    for (StrictJson accepted : node.objects("acceptedTenants")) {
      accepted.text("era");
      accepted.text("key");
      accepted.end();
    }
    node.integers("histogram", 0, MOST);
    if (node.has("files")) {
      FilesReader.read(node.object("files"), scored, testable, flagged);
    }
    node.end();
  }
}
