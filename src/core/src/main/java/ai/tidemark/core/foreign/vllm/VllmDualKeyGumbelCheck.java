package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.law.NullLaw;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/**
 * Known answers of {@code vllm-dual-key-gumbel-philox-v1}: derived keys and words to the bit,
 * scores 1e-13, vLLM's p 1e-11 and 1e-10 where its shape is no integer; and, in cases without
 * {@code kind}, the exact tail to 1e-12 of its logarithm.
 */
public final class VllmDualKeyGumbelCheck implements ProfileCheck {
  private static final double FRACTIONAL_SHAPE = 1e-10;
  private static final double EXACT_LOG = 1e-12;

  /** The check. */
  public VllmDualKeyGumbelCheck() {}

  @Override
  public String profile() {
    return VllmDualKeyGumbel.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "key_derivation", VllmDualKeyGumbelCheck::derivation,
        "dual_prf", VllmDualKeyGumbelCheck::draws,
        "document", VllmDualKeyGumbelCheck::document,
        "", VllmDualKeyGumbelCheck::exactTail);
  }

  private static Optional<String> derivation(VectorFile file, StrictJson one) {
    long key = one.word("key");
    Comparison comparison = new Comparison();
    comparison.same("key_a equals", DualKey.derived(key, "key_a") == one.word("key_a"), true);
    comparison.same("key_b equals", DualKey.derived(key, "key_b") == one.word("key_b"), true);
    return comparison.result();
  }

  private static Optional<String> draws(VectorFile file, StrictJson one) {
    long key = one.word("key");
    int[] tuple = VllmGumbelCheck.tuple(one);
    int[] tokens = one.ids("tokens");
    Comparison comparison = new Comparison();
    for (String side : new String[] {"a", "b"}) {
      PhiloxDraw draw = new PhiloxDraw(DualKey.derived(key, "key_" + side));
      long[] words = VllmGumbelCheck.drawn(draw, tuple, tokens);
      comparison.same(
          "words_" + side, words, one.integers("words_" + side, 0, VllmGumbelCheck.WORD));
      comparison.close(
          "u_" + side, VllmGumbelCheck.uniforms(words), one.numbers("u_" + side), 0, 0);
    }
    return comparison.result();
  }

  private static Optional<String> document(VectorFile file, StrictJson one) {
    double alpha = PaddedContexts.alpha(one);
    DualKeyScheme scheme = new DualKeyScheme(PaddedContexts.width(one), alpha);
    DualKey key = DualKey.of(scheme, one.word("key"));
    boolean dedup = one.flag("deduplicate_contexts");
    int[] tokens = one.ids("tokens");
    Vllm033 found = key.original(dedup, tokens, tokens.length);
    return VllmGumbelCheck.document(one, found, pTolerance(alpha));
  }

  private static double pTolerance(double alpha) {
    boolean integer = alpha == 0 || alpha == 0.5 || alpha == 1;
    return integer ? VllmGumbelCheck.P_VALUES : FRACTIONAL_SHAPE;
  }

  private static Optional<String> exactTail(VectorFile file, StrictJson one) {
    one.integer("case_index", 0, Integer.MAX_VALUE);
    one.text("name");
    double alpha = PaddedContexts.alpha(one);
    int n = (int) one.integer("n", 1, Integer.MAX_VALUE);
    double score = one.number("score");
    double lnP = lnP(new NullLaw.DualExponential(alpha), n, score);
    double originalP = Vllm033.pValue(alpha, score, n);
    double exactP = StrictMath.exp(lnP);
    Comparison comparison = new Comparison();
    double known = Double.parseDouble(one.text("exact_log_p", "-?[0-9.]+(e[+-]?[0-9]+)?"));
    comparison.close("exact_log_p", lnP, known, EXACT_LOG, EXACT_LOG);
    comparison.close("vllm_p_value", originalP, one.number("vllm_p_value"), pTolerance(alpha), 0);
    comparison.close("exact_p", exactP, one.number("exact_p"), FRACTIONAL_SHAPE, 0);
    double ratio = one.number("vllm_over_exact");
    comparison.close("vllm_over_exact", originalP / exactP, ratio, 2 * FRACTIONAL_SHAPE, 0);
    return comparison.result();
  }

  /**
   * Returns ln p at a sum between two whole units, on the line between them: a unit moves ln p by
   * less than 2^-31, so the line is off by far less than the tolerance.
   */
  private static double lnP(NullLaw law, int n, double score) {
    BigDecimal units = new BigDecimal(score).multiply(BigDecimal.valueOf(1L << 32));
    BigInteger floor = units.toBigInteger();
    double fraction = units.subtract(new BigDecimal(floor)).doubleValue();
    double low = law.lnP(n, floor);
    double high = law.lnP(n, floor.add(BigInteger.ONE));
    return low + (high - low) * fraction;
  }
}
