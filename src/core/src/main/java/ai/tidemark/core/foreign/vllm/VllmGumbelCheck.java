package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.Philox4x32;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Known answers of {@code vllm-gumbel-philox-v1}: words to the bit, scores 1e-13, p 1e-11. */
public final class VllmGumbelCheck implements ProfileCheck {
  static final long WORD = 0xFFFF_FFFFL;
  static final double SCORES = 1e-13;
  static final double P_VALUES = 1e-11;

  /** The check. */
  public VllmGumbelCheck() {}

  @Override
  public String profile() {
    return VllmGumbel.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "philox4x32_10", VllmGumbelCheck::block,
        "prf", VllmGumbelCheck::draws,
        "document", VllmGumbelCheck::document,
        "gamma_survival", VllmGumbelCheck::survival);
  }

  private static Optional<String> block(VectorFile file, StrictJson one) {
    long[] counter = words(one, "counter", 4);
    long[] key = words(one, "key", 2);
    Philox4x32 philox = new Philox4x32();
    philox.block(
        (int) counter[0],
        (int) counter[1],
        (int) counter[2],
        (int) counter[3],
        (int) key[0],
        (int) key[1]);
    long[] out = new long[4];
    for (int lane = 0; lane < 4; lane++) {
      out[lane] = philox.word(lane) & WORD;
    }
    Comparison comparison = new Comparison();
    comparison.same("out", out, words(one, "out", 4));
    return comparison.result();
  }

  private static Optional<String> draws(VectorFile file, StrictJson one) {
    PhiloxDraw draw = new PhiloxDraw(one.word("key"));
    int[] tuple = tuple(one);
    int width = tuple.length - 1;
    int[] tokens = one.ids("tokens");
    Comparison comparison = new Comparison();
    draw.context(tuple, 0, width);
    long[] state = new long[4];
    for (int lane = 0; lane < 4; lane++) {
      state[lane] = draw.state(lane) & WORD;
    }
    comparison.same("state", state, words(one, "state", 4));
    long[] words = drawn(draw, tuple, tokens);
    comparison.same("words", words, one.integers("words", 0, WORD));
    comparison.close("u", uniforms(words), one.numbers("u"), 0, 0);
    List<String> bits = one.texts("u_f32_bits", "[0-9a-f]{8}");
    comparison.same("length of u_f32_bits", bits.size(), words.length);
    for (int i = 0; i < Math.min(bits.size(), words.length); i++) {
      int computed = Float.floatToIntBits(PhiloxDraw.uniform((int) words[i]));
      comparison.same("u_f32_bits", HexFormat.of().toHexDigits(computed), bits.get(i));
    }
    return comparison.result();
  }

  private static Optional<String> document(VectorFile file, StrictJson one) {
    GumbelScheme scheme = new GumbelScheme(PaddedContexts.width(one));
    GumbelKey key = new GumbelKey(scheme, one.word("key"));
    boolean dedup = one.flag("deduplicate_contexts");
    int[] tokens = one.ids("tokens");
    return document(one, key.original(dedup, tokens, tokens.length), P_VALUES);
  }

  /** Compares what vLLM's detector says of a document, and reads what is left of the case. */
  static Optional<String> document(StrictJson one, Vllm033 found, double pTolerance) {
    one.text("name");
    Comparison comparison = new Comparison();
    comparison.same(
        "num_scored_tokens",
        found.positions().length,
        one.integer("num_scored_tokens", 0, Integer.MAX_VALUE));
    comparison.same(
        "scored_positions",
        found.positions(),
        one.integers("scored_positions", 0, Integer.MAX_VALUE));
    comparison.close("token_scores", found.scores(), one.numbers("token_scores"), SCORES, 0);
    comparison.close("score", found.score(), one.number("score"), SCORES, 0);
    comparison.close("p_value", found.p(), one.number("p_value"), pTolerance, 0);
    double threshold = one.number("p_value_threshold");
    boolean marked = found.positions().length > 0 && found.p() <= threshold;
    comparison.same("is_watermarked", marked, one.flag("is_watermarked"));
    return comparison.result();
  }

  private static Optional<String> survival(VectorFile file, StrictJson one) {
    int shape = (int) one.integer("shape", 0, 100_000_000);
    double p = Vllm033.survival(one.number("score"), shape);
    Comparison comparison = new Comparison();
    comparison.close("p_value", p, one.number("p_value"), P_VALUES, 0);
    return comparison.result();
  }

  /** Returns the field {@code context} with room for a token after it. */
  static int[] tuple(StrictJson one) {
    long[] context = one.integers("context", -1, WORD);
    if (context.length == 0) {
      throw new BadInputException(one.where() + "/context", "must hold at least one token");
    }
    int[] tuple = new int[context.length + 1];
    for (int i = 0; i < context.length; i++) {
      tuple[i] = (int) context[i];
    }
    return tuple;
  }

  /** Returns the word of each token. */
  static long[] drawn(PhiloxDraw draw, int[] tuple, int[] tokens) {
    long[] words = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      tuple[tuple.length - 1] = tokens[i];
      words[i] = draw.word(tuple, 0, tuple.length - 1) & WORD;
    }
    return words;
  }

  /** Returns u of each word. */
  static double[] uniforms(long[] words) {
    double[] uniforms = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      uniforms[i] = PhiloxDraw.uniform((int) words[i]);
    }
    return uniforms;
  }

  private static long[] words(StrictJson one, String name, int length) {
    long[] words = one.integers(name, 0, WORD);
    if (words.length != length) {
      throw new BadInputException(one.where() + "/" + name, "must hold " + length + " words");
    }
    return words;
  }
}
