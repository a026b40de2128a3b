package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.json.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Known answers of TextSeal 0.0.5. */
public final class TextSealV1Check implements ProfileCheck {
  private static final double TOKEN_TOLERANCE = 1e-6; // the source sums and takes logs in 32 bits
  private static final double SCORE_TOLERANCE = 1e-6;
  private static final double P_TOLERANCE = 1e-10;
  private static final double P_TOLERANCE_32_BITS = 1e-4;

  @Override
  public String profile() {
    return TextSealV1.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "prf", (_, one) -> prf(one),
        "document", (_, one) -> document(one),
        "score_tokens_cyclic", (_, one) -> cyclic(one));
  }

  private static Optional<String> prf(StrictJson one) {
    long keyPart = TextSealHash.keyPart(one.word("secret_key"));
    int[] window = one.ids("window");
    if (window.length < 1 || window.length > TextSealHash.MOST_NGRAM) {
      throw new BadInputException(one.where() + "/window", "must hold 1..10 ids");
    }
    int[] tokens = one.ids("tokens");
    long[] levels = new long[tokens.length];
    double[] u = new double[tokens.length];
    List<String> bits = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      long state = TextSealHash.state(window, 0, window.length, tokens[i]);
      levels[i] = TextSealHash.level(state, keyPart);
      u[i] = TextSealHash.uniform((int) levels[i]);
      bits.add(HexFormat.of().toHexDigits(Float.floatToRawIntBits((float) u[i])));
    }
    Comparison differences = new Comparison();
    differences.note(
        "hash_mod_8191",
        Arrays.equals(levels, one.integers("hash_mod_8191", 0, TextSealHash.LEVELS - 1L)));
    differences.note("u", Arrays.equals(u, one.numbers("u")));
    differences.note("u_f32_bits", bits.equals(one.texts("u_f32_bits", "[0-9a-f]{8}")));
    StrictJson green = one.object("green");
    for (String gamma : green.names()) {
      int below = TextSealHash.greenLevels(number(green.where(), gamma));
      differences.note("green/" + gamma, bits(levels, below).equals(green.bits(gamma)));
    }
    return differences.result();
  }

  private static double number(String where, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new BadInputException(where + "/" + text, "must be named by a number");
    }
  }

  private static String bits(long[] levels, int below) {
    StringBuilder text = new StringBuilder();
    for (long level : levels) {
      text.append(level < below ? '1' : '0');
    }
    return text.toString();
  }

  private static Optional<String> document(StrictJson one) {
    one.optionalText("name");
    Mark mark = Mark.of(one.where() + "/watermark_type", one.text("watermark_type"));
    TextSealScheme scheme = scheme(one, mark, (int) one.integer("depth", 1, 128));
    TextSealKey key = new TextSealKey(scheme, one.word("secret_key"));
    int[] ids = one.ids("tokens");
    boolean set = !one.isNull("seen_windows");
    if (set) {
      one.requireText("seen_windows", "fresh set");
    }
    SourceScores source = new SourceScores(key, scheme, set, ids, ids.length);
    OriginalFinding finding = source.finding("0.0.5");
    Comparison differences = new Comparison();
    differences.note("prf_method", one.text("prf_method").equals(mark.method()));
    differences.note("first_position", one.integer("first_position", 0, 100) == scheme.ngram() + 1);
    StringBuilder mask = new StringBuilder();
    for (boolean scored : source.scored()) {
      mask.append(scored ? '1' : '0');
    }
    differences.note(
        "scored_mask_from_first_position",
        one.bits("scored_mask_from_first_position").contentEquals(mask));
    differences.note("num_scored", one.integer("num_scored", 0, ids.length) == finding.scored());
    differences.note(
        "token_scores", close(source.scores(), one.numbers("token_scores"), TOKEN_TOLERANCE));
    differences.note("score", close(finding.score(), one.number("score"), SCORE_TOLERANCE));
    boolean noP = finding.p().isEmpty() && one.text("p_value").equals("nan");
    differences.note(
        "p_value", noP || closeP(mark, finding.p().orElse(Double.NaN), one.number("p_value")));
    if (one.has("p_value_by_t_last5")) {
      differences.note(
          "p_value_by_t_last5", lastP(scheme, source.scores(), one.numbers("p_value_by_t_last5")));
    }
    return differences.result();
  }

  private static TextSealScheme scheme(StrictJson one, Mark mark, int depth) {
    double gamma = one.number("gamma");
    if (!(gamma > 0 && gamma < 1)) {
      throw new BadInputException(one.where() + "/gamma", "must be above 0 and below 1");
    }
    return new TextSealScheme(
        mark,
        (int) one.integer("ngram", 1, TextSealHash.MOST_NGRAM),
        gamma,
        depth,
        Repeats.of(one.where() + "/scoring_method", one.text("scoring_method")));
  }

  /** Compares the p-values after each of the last positions. */
  private static boolean lastP(TextSealScheme scheme, double[] scores, double[] expected) {
    int first = scores.length - expected.length;
    if (expected.length != Math.min(5, scores.length)) {
      return false;
    }
    SourceTail tail = new SourceTail(scheme);
    double sum = 0;
    boolean agree = true;
    for (int t = 0; t < scores.length; t++) {
      sum += scores[t];
      agree &= t < first || closeP(scheme.mark(), tail.p(t + 1, sum), expected[t - first]);
    }
    return agree;
  }

  /** The training side's scorer: every position, windows that wrap around the end. */
  private static Optional<String> cyclic(StrictJson one) {
    boolean uniform = one.text("method", "binary|uniform").equals("uniform");
    TextSealScheme scheme = scheme(one, uniform ? Mark.GUMBEL : Mark.GREEN, 1);
    TextSealKey key = new TextSealKey(scheme, one.word("secret_key"));
    int[] ids = one.ids("tokens");
    int ngram = scheme.ngram();
    if (ids.length < ngram) {
      throw new BadInputException(one.where() + "/tokens", "must hold a window of " + ngram);
    }
    int[] wrapped = new int[ids.length + ngram];
    for (int i = 0; i < wrapped.length; i++) {
      wrapped[i] = ids[Math.floorMod(i - ngram, ids.length)];
    }
    WordTuples seen = new WordTuples(scheme.repeats() == Repeats.V1 ? ngram : ngram + 1);
    List<Double> values = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < ids.length; i++) {
      if (scheme.repeats() == Repeats.NONE || seen.add(wrapped, i)) {
        int level = key.level(TextSealHash.state(wrapped, i, ngram, ids[i]));
        float u = TextSealHash.uniform(level);
        double value = uniform ? u : level < scheme.green() ? 1 : 0;
        values.add(value);
        sum += uniform ? -StrictMath.log(1 - u) : value;
      }
    }
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    Comparison differences = new Comparison();
    differences.note("values", Arrays.equals(all, one.numbers("values")));
    differences.note("num", one.integer("num", 0, ids.length) == all.length);
    differences.note(
        "aggregate", close(sum / all.length, one.number("aggregate"), SCORE_TOLERANCE));
    return differences.result();
  }

  private static boolean close(double[] actual, double[] expected, double tolerance) {
    boolean close = actual.length == expected.length;
    for (int i = 0; close && i < actual.length; i++) {
      close = close(actual[i], expected[i], tolerance);
    }
    return close;
  }

  private static boolean close(double actual, double expected, double tolerance) {
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }

  private static boolean closeP(Mark mark, double actual, double expected) {
    double slack =
        switch (mark) {
          case GREEN, TOURNAMENT -> P_TOLERANCE * expected;
          case GUMBEL -> P_TOLERANCE_32_BITS * expected;
          case WEIGHTED_TOURNAMENT -> P_TOLERANCE_32_BITS * expected + 0x1p-51; // 1 - p there
        };
    return Math.abs(actual - expected) <= slack;
  }
}
