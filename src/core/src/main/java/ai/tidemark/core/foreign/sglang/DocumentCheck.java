package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.foreign.sglang.Sglang0523.Second;
import ai.tidemark.core.foreign.sglang.Sglang0523.Statistics;
import ai.tidemark.core.json.StrictJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text and everything SGLang's detector says of it, with one key or two. */
final class DocumentCheck {
  static final double SCORES = 1e-14;
  static final double LOGARITHMS = 1e-11;

  private DocumentCheck() {}

  static Optional<String> differs(VectorFile file, StrictJson one) {
    one.text("name");
    long keyA = HashedContexts.key(one, "key");
    double mixing = HashedContexts.mixingProbability(one);
    Second second = null;
    if (!one.isNull("key_b")) {
      long keyB = HashedContexts.key(one, "key_b");
      second = new Second(new MurmurDraw(keyB), new Coin(keyA, keyB, mixing));
    }
    int[] tokens = one.ids("tokens");
    Sglang0523 found =
        Sglang0523.detect(
            HashedContexts.window(one),
            new MurmurDraw(keyA),
            second,
            one.ids("prompt_tokens"),
            tokens,
            tokens.length,
            (int) one.integer("max_contexts", 1, Sglang0523.MOST_CONTEXTS));
    Comparison comparison = new Comparison();
    counts(comparison, found, one);
    statistics(comparison, found.combined(), one, "combined");
    statistics(comparison, found.keyA(), one, "key_a_all_positions");
    boolean dual = second != null;
    statistics(comparison, dual ? found.keyB() : null, one, "key_b_all_positions");
    statistics(comparison, dual ? found.partition(true) : null, one, "key_a_partition");
    statistics(comparison, dual ? found.partition(false) : null, one, "key_b_partition");
    if (dual) {
      comparison.close("token_scores_b", found.scoresB(), one.numbers("token_scores_b"), SCORES, 0);
      comparison.same("use_key_a", found.coins(), one.bits("use_key_a"));
    }
    return comparison.result();
  }

  private static void counts(Comparison comparison, Sglang0523 found, StrictJson one) {
    int most = Integer.MAX_VALUE;
    comparison.same(
        "scored_positions", found.positions(), one.integers("scored_positions", 0, most));
    comparison.same(
        "context_hashes", found.hashes(), one.integers("context_hashes", 0, 0xFFFF_FFFFL));
    comparison.close("token_scores_a", found.scoresA(), one.numbers("token_scores_a"), SCORES, 0);
    comparison.same("prefix_limit_reached", found.limitReached(), one.flag("prefix_limit_reached"));
    comparison.same("tokens_examined", found.examined(), one.integer("tokens_examined", 0, most));
    comparison.same(
        "repeated_contexts", found.repeated(), one.integer("repeated_contexts", 0, most));
    comparison.same(
        "skipped_initial_tokens", found.skipped(), one.integer("skipped_initial_tokens", 0, most));
  }

  private static void statistics(
      Comparison comparison, @Nullable Statistics computed, StrictJson one, String name) {
    if (computed == null) {
      if (!one.isNull(name)) {
        throw new BadInputException(one.where() + "/" + name, "must be null without a second key");
      }
      return;
    }
    StrictJson known = one.object(name);
    long n = known.integer("num_contexts", 0, Integer.MAX_VALUE);
    comparison.same(name + " num_contexts", computed.n(), n);
    comparison.close(name + " score", computed.score(), known.number("score"), SCORES, 0);
    comparison.close(name + " z_score", computed.z(), known.number("z_score"), 1e-12, 1e-12);
    double lnP = known.number("log_p_value");
    comparison.close(name + " log_p_value", computed.lnP(), lnP, LOGARITHMS, LOGARITHMS);
    double tolerance = LOGARITHMS * Math.max(1, Math.abs(lnP)); // of a logarithm, hence of p
    comparison.close(name + " p_value", computed.p(), known.number("p_value"), tolerance, 0);
    known.end();
  }
}
