package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.json.StrictJson;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Known answers of SynthID through a table: transformers, and synthid-text 0.2.1. */
public final class SynthIdTable16Check implements ProfileCheck {
  private static final int USUAL_SIZE = 1 << 16;
  private static final double MEAN_TOLERANCE = 1e-5;
  private static final double LOG_ODDS_TOLERANCE = 1e-4;
  private static final double DEEPMIND_FLOOR = (float) -1e12;
  private static final double TRANSFORMERS_FLOOR = -Float.MAX_VALUE;

  @Override
  public String profile() {
    return SynthIdTable16.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "accumulate_hash",
        (_, one) -> accumulateHash(one),
        "sampling_table",
        (_, one) -> samplingTable(one),
        "prf",
        SynthIdTable16Check::prf,
        "update_scores_float32_tolerance",
        (_, one) -> updateScores(one),
        "document",
        SynthIdTable16Check::document,
        "bayesian",
        SynthIdTable16Check::bayesian);
  }

  private static Optional<String> accumulateHash(StrictJson one) {
    long hash = one.word("start");
    for (long x : one.words("data")) {
      hash = LcgHash.next(hash, x);
    }
    Comparison differences = new Comparison();
    differences.note("hash", hash == one.word("hash"));
    return differences.result();
  }

  private static Optional<String> samplingTable(StrictJson one) {
    int size = (int) one.integer("size", 1, 1 << 24);
    SamplingTable table = new SamplingTable(one.word("seed"), size);
    String sha256 = HexFormat.of().formatHex(Parameters.sha256().digest(table.bits()));
    String all = bits(table.bits());
    Comparison differences = new Comparison();
    differences.note("sha256_of_0_1_bytes", sha256.equals(one.text("sha256_of_0_1_bytes")));
    differences.note("ones", table.ones() == one.integer("ones", 0, size));
    differences.note("first64", starts(all, one.bits("first64")));
    if (one.has("last32")) {
      String last = one.bits("last32");
      differences.note("last32", last.length() == Math.min(32, size) && all.endsWith(last));
    }
    return differences.result();
  }

  private static boolean starts(String all, String first) {
    return first.length() == Math.min(64, all.length()) && all.startsWith(first);
  }

  private static Optional<String> prf(VectorFile file, StrictJson one) {
    int[] ngram = one.ids("ngram");
    if (ngram.length < 2) {
      throw new BadInputException(one.where() + "/ngram", "must hold at least 2 ids");
    }
    Table16Key key = key(file, keys(file, one), ngram.length, 1024, OptionalInt.empty());
    long context = LcgHash.of(key.start(), ngram, 0, ngram.length - 1);
    long hash = LcgHash.next(context, ngram[ngram.length - 1]);
    int depth = key.parameters().depth();
    byte[] g = new byte[depth];
    for (int layer = 0; layer < depth; layer++) {
      g[layer] = (byte) key.g(hash, layer);
    }
    Comparison differences = new Comparison();
    if (one.has("layer_hashes")) {
      long[] keys = keys(file, one);
      long[] hashes = new long[depth];
      Arrays.setAll(hashes, layer -> LcgHash.next(hash, keys[layer]));
      differences.note("layer_hashes", Arrays.equals(hashes, one.words("layer_hashes")));
    }
    differences.note("context_hash", context == one.word("context_hash"));
    differences.note("g", bits(g).equals(one.bits("g")));
    return differences.result();
  }

  private static Optional<String> updateScores(StrictJson one) {
    boolean deepMind = one.has("num_leaves");
    int leaves = deepMind ? (int) one.integer("num_leaves", 2, 1000) : 2;
    double[] scores = one.numbers("scores");
    List<String> rows = one.texts("g_rows", "[01]*");
    double[] updated = one.numbers("updated_log_probs");
    boolean square = rows.stream().mapToInt(String::length).distinct().count() <= 1;
    if (rows.size() != scores.length || updated.length != scores.length || !square) {
      throw new BadInputException(
          one.where(), "must have one g row and one updated value per score, rows of one length");
    }
    TournamentBounds bounds = new TournamentBounds(scores, rows, leaves);
    double floor = deepMind ? DEEPMIND_FLOOR : TRANSFORMERS_FLOOR;
    for (int token = 0; token < scores.length; token++) {
      if (!bounds.allows(token, updated[token], floor)) {
        return Optional.of("updated_log_probs/" + token);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> document(VectorFile file, StrictJson one) {
    one.optionalText("name");
    int length = (int) one.integer("ngram_len", 2, 64);
    int history = (int) one.integer("context_history_size", 1, 1 << 20);
    Table16Key key = key(file, keys(file, one), length, history, eos(one));
    int[] ids = one.ids("tokens");
    SourceRows rows = new SourceRows(key, ids, ids.length);
    StringBuilder fresh = new StringBuilder();
    StringBuilder beforeEnd = new StringBuilder();
    StringBuilder both = new StringBuilder();
    List<String> expected = one.texts("g_rows", "[01]*");
    boolean g = expected.size() == rows.rows();
    for (int row = 0; row < rows.rows(); row++) {
      g &= expected.size() > row && expected.get(row).equals(bits(rows.row(row)));
      fresh.append(rows.fresh(row) ? '1' : '0');
      beforeEnd.append(rows.beforeEnd(row) ? '1' : '0');
      both.append(rows.counts(row) ? '1' : '0');
    }
    long[] sums = rows.layerSums();
    Comparison differences = new Comparison();
    differences.note("g_rows", g);
    differences.note(
        "context_repetition_mask", one.bits("context_repetition_mask").contentEquals(fresh));
    differences.note(
        "eos_mask_from_ngram_minus_1",
        one.bits("eos_mask_from_ngram_minus_1").contentEquals(beforeEnd));
    differences.note("combined_mask", one.bits("combined_mask").contentEquals(both));
    differences.note("num_unmasked", one.integer("num_unmasked", 0, ids.length) == rows.counted());
    differences.note(
        "sum_g_unmasked",
        one.integer("sum_g_unmasked", 0, Long.MAX_VALUE) == Arrays.stream(sums).sum());
    differences.note(
        "layer_sums_unmasked",
        Arrays.equals(sums, one.integers("layer_sums_unmasked", 0, ids.length)));
    differences.note(
        "mean_score_f32",
        close(rows.mean(Statistic.MEAN), one.number("mean_score_f32"), MEAN_TOLERANCE));
    differences.note(
        "weighted_mean_score_f32",
        close(
            rows.mean(Statistic.WEIGHTED), one.number("weighted_mean_score_f32"), MEAN_TOLERANCE));
    if (rows.counted() > 0) {
      OriginalFinding finding = key.asOriginal("0.2.1", ids, ids.length);
      differences.note("finding", finding.scored() == rows.counted());
    }
    return differences.result();
  }

  private static Optional<String> bayesian(VectorFile file, StrictJson one) {
    long[] keys = one.words("keys");
    int depth = (int) one.integer("depth", 1, 128);
    double[] beta = one.numbers("beta");
    double[][] delta = one.rows("delta_rows");
    double baseRate = one.number("base_rate");
    if (keys.length != depth || beta.length != depth || delta.length != depth) {
      throw new BadInputException(one.where(), "must have keys, beta and delta_rows of one depth");
    }
    Table16Key key = key(file, keys, (int) one.integer("ngram_len", 2, 64), 1024, eos(one));
    BayesianTriage triage = new BayesianTriage(beta, delta, baseRate);
    Comparison differences = new Comparison();
    for (StrictJson document : one.objects("documents")) {
      int[] ids = document.ids("tokens");
      double posterior = document.number("posterior_f32");
      document.end();
      differences.note(document.where(), agrees(triage.logOdds(key, ids, ids.length), posterior));
    }
    return differences.result();
  }

  /** Compares log-odds with a posterior that was rounded to a 32-bit float. */
  private static boolean agrees(double logOdds, double posterior) {
    if (posterior <= 0) {
      return posterior == 0 && logOdds < -85; // exp(88.7) is the largest 32-bit float
    }
    if (posterior >= 1) {
      return posterior == 1 && logOdds > 15; // 1 - exp(-16.6) rounds to 1
    }
    double expected = StrictMath.log(posterior) - StrictMath.log1p(-posterior);
    double rounding = 0x1p-23 / (1 - posterior);
    return Math.abs(logOdds - expected)
        <= LOG_ODDS_TOLERANCE * Math.max(1, Math.abs(expected)) + rounding;
  }

  private static Table16Key key(
      VectorFile file, long[] keys, int ngramLen, int history, OptionalInt eos) {
    StrictJson shared = file.parameters();
    int size =
        shared.has("sampling_table_size")
            ? (int) shared.integer("sampling_table_size", 1, 1 << 24)
            : USUAL_SIZE;
    if (Integer.bitCount(size) != 1) {
      throw new BadInputException(
          shared.where() + "/sampling_table_size", "must be a power of two");
    }
    long seed = shared.has("sampling_table_seed") ? shared.word("sampling_table_seed") : 0;
    Parameters parameters =
        new Parameters(ngramLen, history, eos, Statistic.MEAN, keys.length, true);
    return new Table16Key(new Table16Scheme(parameters, new SamplingTable(seed, size)), keys);
  }

  private static long[] keys(VectorFile file, StrictJson one) {
    return file.parameters().object("keysets").words(one.text("keys"));
  }

  private static OptionalInt eos(StrictJson one) {
    return one.isNull("eos_token_id")
        ? OptionalInt.empty()
        : OptionalInt.of((int) one.integer("eos_token_id", 0, Integer.MAX_VALUE));
  }

  private static boolean close(double actual, double expected, double tolerance) {
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }

  private static String bits(byte[] bits) {
    StringBuilder text = new StringBuilder(bits.length);
    for (byte bit : bits) {
      text.append((char) ('0' + bit));
    }
    return text.toString();
  }
}
