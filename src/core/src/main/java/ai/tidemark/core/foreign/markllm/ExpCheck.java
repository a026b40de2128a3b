package ai.tidemark.core.foreign.markllm;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.SeededScheme;
import ai.tidemark.core.json.StrictJson;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Known answers of MarkLLM's EXP. */
public final class ExpCheck implements ProfileCheck {
  @Override
  public String profile() {
    return ExpProfile.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of("prf", (_, one) -> prf(one), "document", (_, one) -> document(one));
  }

  private static ExpKey key(StrictJson one) {
    int vocabulary = SeededScheme.vocabulary(one);
    return new ExpScheme(vocabulary, (int) one.integer("prefix_length", 1, 64))
        .keyed(one.word("hash_key"));
  }

  private static Optional<String> prf(StrictJson one) {
    ExpKey key = key(one);
    int[] context = one.ids("context");
    if (context.length < key.scheme().windows().first()) {
      throw new BadInputException(one.where() + "/context", "is shorter than prefix_length");
    }
    int[] tokens = one.ids("tokens");
    int[] levels = new int[tokens.length];
    double[] uniforms = new double[tokens.length];
    int[] ids = Arrays.copyOf(context, context.length + 1);
    int[] tuple = new int[2];
    key.scheme().windows().copier().copy(ids, context.length, tuple);
    long seed = key.seed(tuple, 0);
    for (int i = 0; i < tokens.length; i++) {
      tuple[1] = tokens[i];
      levels[i] = key.level(tuple, 0);
      uniforms[i] = levels[i] * 0x1p-24;
    }
    return new Comparison()
        .same("seed", seed, one.word("seed"))
        .same("u_times_2p24", levels, one.ids("u_times_2p24"))
        .close("u_f32", uniforms, one.numbers("u_f32"), 0, 0)
        .result();
  }

  private static Optional<String> document(StrictJson one) {
    ExpKey key = key(one);
    int[] ids = one.ids("tokens");
    int first = key.scheme().windows().first();
    OriginalFinding found = key.asOriginal(key.originals().getFirst(), ids, ids.length);
    double[] uniforms = new double[ids.length - first];
    double[] scores = new double[ids.length - first];
    key.scheme()
        .forEach(
            ids,
            ids.length,
            (position, words, at) -> {
              int level = key.level(words, at);
              uniforms[position - first] = level * 0x1p-24;
              scores[position - first] = ExpKey.originalScore(level);
            });
    double p = found.p().orElseThrow();
    one.ignore("name");
    return new Comparison()
        .same("first_scored_position", first, one.integer("first_scored_position", 0, 64))
        .same("num_scored", found.scored(), one.integer("num_scored", 0, 1L << 40))
        .close("u_f32", uniforms, one.numbers("u_f32"), 0, 0)
        .close("token_scores", scores, one.numbers("token_scores"), 1e-14, 0)
        .close("score_sum", found.score(), one.number("score_sum"), 1e-13, 0)
        .close("p_value", p, one.number("p_value"), 1e-10, 0)
        .same("is_watermarked_p_lt_1e-4", p < 1e-4, one.flag("is_watermarked_p_lt_1e-4"))
        .result();
  }
}
