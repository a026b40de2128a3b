package ai.tidemark.core.foreign.textseal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.check.Mutants;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Known answers made by textseal 0.0.5. */
final class TextSealV1CheckTest {
  private static final JsonNode PRF = Vectors.read("textseal-prf");
  private static final JsonNode DOCS = Vectors.read("textseal-docs");

  @Test
  void everyAnswerIsMet() {
    for (JsonNode root : List.of(PRF, DOCS)) {
      assertThat(Mutants.passes(root).kinds()).isNotEmpty();
    }
  }

  @Test
  void oneWrongValueFails() {
    Mutants.fails(PRF, "cases", 0, one -> Mutants.bump(one.get("hash_mod_8191"), 0));
    Mutants.fails(PRF, "cases", 1, one -> Mutants.bump(one.get("u"), 2));
    Mutants.fails(PRF, "cases", 2, one -> Mutants.bump(one.get("u_f32_bits"), 2));
    Mutants.fails(PRF, "cases", 3, one -> Mutants.flip("0.25").accept(green(one)));
    Mutants.fails(PRF, "cases", 3, one -> one.put("secret_key", "43"));
  }

  /** Documents 0 to 17: green, Gumbel, tournament, weighted tournament, DiPmark. */
  @Test
  void oneWrongValueOfADocumentFails() {
    for (int index : List.of(0, 3, 5, 9, 11, 13, 14, 16)) {
      Mutants.fails(DOCS, "cases", index, Mutants.flip("scored_mask_from_first_position"));
      Mutants.fails(DOCS, "cases", index, one -> Mutants.bump(one.get("token_scores"), 1));
      Mutants.fails(DOCS, "cases", index, one -> Mutants.bump(one.get("p_value_by_t_last5"), 0));
      for (String field : List.of("score", "p_value")) {
        Mutants.fails(
            DOCS, "cases", index, one -> one.put(field, one.get(field).doubleValue() * 1.001));
      }
      Mutants.fails(DOCS, "cases", index, one -> one.put("num_scored", 1));
    }
    Mutants.fails(DOCS, "cases", 2, one -> one.putNull("seen_windows"));
    Mutants.fails(DOCS, "cases", 6, one -> one.put("scoring_method", "v2"));
    Mutants.fails(DOCS, "cases", 10, one -> one.put("depth", 29));
    Mutants.fails(DOCS, "cases", 12, one -> one.put("watermark_type", "synthid"));
  }

  @Test
  void oneWrongValueOfTheCyclicScorerFails() {
    int cyclic = Mutants.first(DOCS, "score_tokens_cyclic");
    Mutants.fails(DOCS, "cases", cyclic, one -> Mutants.bump(one.get("values"), 0));
    Mutants.fails(DOCS, "cases", cyclic + 1, one -> Mutants.bump(one.get("values"), 0));
    Mutants.fails(DOCS, "cases", cyclic, one -> one.put("num", 1));
    Mutants.fails(DOCS, "cases", cyclic, one -> one.put("aggregate", 1.2));
    Mutants.fails(DOCS, "cases", cyclic, one -> one.put("scoring_method", "none"));
  }

  @Test
  void fieldsAreNeitherMissingNorUnknown() {
    Mutants.refuses(PRF, "cases", 0, one -> one.remove("u"), "is missing");
    Mutants.refuses(PRF, "cases", 0, one -> one.put("extra", 1), "is not a known field");
    Mutants.refuses(DOCS, "cases", 0, one -> one.put("extra", 1), "is not a known field");
    Mutants.refuses(DOCS, "cases", 0, one -> one.remove("p_value"), "is missing");
    Mutants.refuses(DOCS, "cases", 0, one -> one.put("seen_windows", "old set"), "fresh set");
    Mutants.refuses(DOCS, "cases", 0, one -> one.put("watermark_type", "upv"), "one of greenlist");
  }

  private static ObjectNode green(ObjectNode one) {
    return (ObjectNode) one.get("green");
  }
}
