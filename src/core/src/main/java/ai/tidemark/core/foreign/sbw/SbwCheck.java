package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.JenkinsHash;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Known answers of {@code sbw-v1}: everything exact, the normal tail to 1e-12. */
public final class SbwCheck implements ProfileCheck {
  private static final long WORD = 0xFFFF_FFFFL;
  private static final int MOST_VOCABULARY = 1 << 24;
  private static final double NORMAL = 1e-12;

  /** The check. */
  public SbwCheck() {}

  @Override
  public String profile() {
    return Sbw.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "hashint_gpu", SbwCheck::hash,
        "selfhash_prf", SbwCheck::selfHash,
        "additive_prf", SbwCheck::additive,
        "generation_mask", SbwCheck::mask,
        "document", SbwCheck::document);
  }

  private static Optional<String> hash(VectorFile file, StrictJson one) {
    int[] x = one.ids("x");
    long[] hashes = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      hashes[i] = JenkinsHash.of(x[i] + 1);
    }
    Comparison comparison = new Comparison();
    comparison.same("h", hashes, one.integers("h", Integer.MIN_VALUE, Integer.MAX_VALUE));
    return comparison.result();
  }

  private static Optional<String> selfHash(VectorFile file, StrictJson one) {
    int[] context = context(one);
    Seeding seeding = new Seeding(Seeding.Function.ANCHORED_MINHASH, context.length, true, false);
    Drawn drawn = new Drawn(seeding, one.word("hash_key"), context, one.ids("tokens"));
    Comparison comparison = new Comparison();
    comparison.same("seeds", drawn.seeds, one.words("seeds"));
    comparison.same("words", drawn.words, one.integers("words", 0, WORD));
    long[] low = Arrays.stream(drawn.words).map(word -> word & Integer.MAX_VALUE).toArray();
    comparison.same("word_and_7fffffff", low, one.integers("word_and_7fffffff", 0, WORD));
    comparison.close("u_f32", drawn.uniforms(), one.numbers("u_f32"), 0, 0);
    StrictJson detector = one.object("green_detector");
    for (String gamma : detector.names()) {
      String green = drawn.green(GreenRule.detector(gamma(detector, gamma)));
      comparison.same("green_detector/" + gamma, green, detector.bits(gamma));
    }
    StrictJson generator = one.object("green_generator_int31");
    for (String gamma : generator.names()) {
      String green = drawn.green(GreenRule.generator(gamma(generator, gamma)));
      comparison.same("green_generator_int31/" + gamma, green, generator.bits(gamma));
    }
    return comparison.result();
  }

  private static Optional<String> additive(VectorFile file, StrictJson one) {
    int[] context = context(one);
    Seeding seeding = new Seeding(Seeding.Function.ADDITIVE, context.length, false, false);
    Drawn drawn = new Drawn(seeding, one.word("hash_key"), context, one.ids("tokens"));
    Comparison comparison = new Comparison();
    long seed = one.word("seed");
    for (long computed : drawn.seeds) {
      comparison.same("seed", computed, seed);
    }
    comparison.same("words", drawn.words, one.integers("words", 0, WORD));
    comparison.close("u_f32", drawn.uniforms(), one.numbers("u_f32"), 0, 0);
    return comparison.result();
  }

  private static Optional<String> mask(VectorFile file, StrictJson one) {
    Seeding seeding = Sbw.seeding(one);
    int vocabulary = (int) one.integer("vocab_size", 1, MOST_VOCABULARY);
    int[] tokens = new int[vocabulary];
    Arrays.setAll(tokens, v -> v);
    int[] context = context(one);
    if (context.length != seeding.width()) {
      throw new BadInputException(
          one.where() + "/context", "must hold " + seeding.width() + " tokens with this scheme");
    }
    Drawn drawn = new Drawn(seeding, one.word("hash_key"), context, tokens);
    String green = drawn.green(GreenRule.generator(one.number("gamma")));
    byte[] flags = new byte[vocabulary];
    int count = 0;
    for (int v = 0; v < vocabulary; v++) {
      flags[v] = (byte) (green.charAt(v) - '0');
      count += flags[v];
    }
    Comparison comparison = new Comparison();
    comparison.same("green", count, one.integer("green", 0, vocabulary));
    String first = green.substring(0, Math.min(128, vocabulary));
    comparison.same("first128", first, one.bits("first128"));
    comparison.same("mask_sha256", Comparison.sha256(flags), one.text("mask_sha256"));
    return comparison.result();
  }

  private static Optional<String> document(VectorFile file, StrictJson one) {
    one.text("name");
    Seeding seeding = Sbw.seeding(one);
    one.integer("vocab_size", 1, Integer.MAX_VALUE);
    GreenScheme scheme = GreenScheme.of(one.where() + "/gamma", seeding, one.number("gamma"));
    GreenKey key = new GreenKey(scheme, one.word("hash_key"));
    boolean distinct = one.flag("ignore_repeated_ngrams");
    int[] tokens = one.ids("tokens");
    Sbw100 found = Sbw100.detect(key, scheme, distinct, tokens, tokens.length);
    Comparison comparison = new Comparison();
    int most = Integer.MAX_VALUE;
    comparison.same("context_width", seeding.width(), one.integer("context_width", 1, most));
    comparison.same("self_salt", seeding.selfSalt(), one.flag("self_salt"));
    comparison.same(
        "first_scored_position", seeding.before(), one.integer("first_scored_position", 0, most));
    comparison.same("num_tokens_scored", found.scored(), one.integer("num_tokens_scored", 1, most));
    comparison.same("num_green_tokens", found.green(), one.integer("num_green_tokens", 0, most));
    double share = (double) found.green() / found.scored();
    comparison.close("green_fraction", share, one.number("green_fraction"), 0, 0);
    comparison.close("z_score", found.z(), one.number("z_score"), NORMAL, 0);
    comparison.close("p_value", found.p(), one.number("p_value"), NORMAL, 0);
    comparison.same("prediction_z_gt_4", found.z() > 4, one.flag("prediction_z_gt_4"));
    comparison.same("green_by_position", found.flags(), one.bits("green_by_position"));
    return comparison.result();
  }

  private static int[] context(StrictJson one) {
    int[] context = one.ids("context");
    if (context.length < 1 || context.length > Seeding.MOST_WIDTH) {
      throw new BadInputException(
          one.where() + "/context", "must hold 1.." + Seeding.MOST_WIDTH + " tokens");
    }
    return context;
  }

  private static double gamma(StrictJson shares, String name) {
    if (!name.matches("0\\.[0-9]{1,17}")) {
      throw new BadInputException(
          shares.where() + "/" + name, "must be named by a decimal strictly between 0 and 1");
    }
    return Double.parseDouble(name);
  }

  /** Seeds and words of many tokens after one context; with self-salt its oldest token is out. */
  private static final class Drawn {
    private final long[] seeds;
    private final long[] words;

    Drawn(Seeding seeding, long hashKey, int[] context, int[] tokens) {
      GreenKey key = new GreenKey(new GreenScheme(seeding, 0.5, 1), hashKey);
      int before = seeding.before();
      int[] span = Arrays.copyOfRange(context, context.length - before, context.length + 1);
      int[] tuple = new int[span.length];
      seeds = new long[tokens.length];
      words = new long[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        span[before] = tokens[i];
        seeding.reduce(span, 0, tuple);
        seeds[i] = key.seed(tuple, 0);
        words[i] = key.word(seeds[i], tokens[i]) & WORD;
      }
    }

    double[] uniforms() {
      double[] uniforms = new double[words.length];
      for (int i = 0; i < words.length; i++) {
        uniforms[i] = GreenRule.uniform((int) words[i] & Integer.MAX_VALUE);
      }
      return uniforms;
    }

    String green(long threshold) {
      StringBuilder bits = new StringBuilder(words.length);
      for (long word : words) {
        bits.append((word & Integer.MAX_VALUE) < threshold ? '1' : '0');
      }
      return bits.toString();
    }
  }
}
