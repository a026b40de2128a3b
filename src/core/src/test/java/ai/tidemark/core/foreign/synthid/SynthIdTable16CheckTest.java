package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.check.Mutants;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Known answers made by transformers 5.23.0 and synthid-text 0.2.1. */
final class SynthIdTable16CheckTest {
  private static final JsonNode PRF = Vectors.read("hf-synthid-table16-prf");
  private static final JsonNode DOCS = Vectors.read("hf-synthid-table16-docs");
  private static final JsonNode BAYESIAN = Vectors.read("hf-synthid-bayesian");
  private static final JsonNode DEEPMIND = Vectors.read("synthid-text-021");

  @Test
  void everyAnswerIsMet() {
    for (JsonNode root : List.of(PRF, DOCS, BAYESIAN, DEEPMIND)) {
      assertThat(Mutants.passes(root).kinds()).isNotEmpty();
    }
  }

  @Test
  void oneWrongValueFails() {
    int hash = Mutants.first(DEEPMIND, "accumulate_hash");
    Mutants.fails(DEEPMIND, "cases", hash, Mutants.flip("hash"));
    int table = Mutants.first(PRF, "sampling_table");
    for (String field : List.of("sha256_of_0_1_bytes", "first64", "last32")) {
      Mutants.fails(PRF, "cases", table, Mutants.flip(field));
    }
    Mutants.fails(PRF, "cases", table, one -> one.put("ones", 32744));
    int prf = Mutants.first(PRF, "prf");
    Mutants.fails(PRF, "cases", prf, Mutants.flip("g"));
    Mutants.fails(PRF, "cases", prf, Mutants.flip("context_hash"));
    Mutants.fails(PRF, "cases", prf, one -> Mutants.bump(one.get("layer_hashes"), 3));
    Mutants.fails(PRF, "cases", prf, one -> one.put("keys", "random30"));
  }

  @Test
  void oneWrongValueOfADocumentFails() {
    for (String field :
        List.of("context_repetition_mask", "eos_mask_from_ngram_minus_1", "combined_mask")) {
      Mutants.fails(DOCS, "cases", 1, Mutants.flip(field));
    }
    for (String field : List.of("num_unmasked", "sum_g_unmasked")) {
      Mutants.fails(DOCS, "cases", 2, one -> one.put(field, one.get(field).intValue() - 1));
    }
    for (String field : List.of("mean_score_f32", "weighted_mean_score_f32")) {
      Mutants.fails(DOCS, "cases", 3, one -> one.put(field, one.get(field).doubleValue() + 2e-5));
    }
    Mutants.fails(DOCS, "cases", 4, one -> Mutants.bump(one.get("g_rows"), 5));
    Mutants.fails(DOCS, "cases", 5, one -> Mutants.bump(one.get("layer_sums_unmasked"), 5));
    Mutants.fails(DOCS, "cases", 0, one -> one.put("context_history_size", 1));
    Mutants.fails(
        BAYESIAN,
        "cases",
        1,
        one -> {
          ObjectNode document = (ObjectNode) one.get("documents").get(2);
          document.put("posterior_f32", document.get("posterior_f32").doubleValue() * 1.002);
        });
  }

  /** Every updated value is held: raising any one of them by a thousandth of itself fails. */
  @Test
  void oneWrongUpdatedScoreFails() {
    int held = 0;
    for (JsonNode root : List.of(PRF, DEEPMIND)) {
      ObjectNode only = root.deepCopy();
      ArrayNode cases = only.putArray("cases");
      for (JsonNode one : root.get("cases")) {
        if (one.has("updated_log_probs")) {
          cases.add(one);
        }
      }
      for (int index = 0; index < cases.size(); index++) {
        JsonNode values = cases.get(index).get("updated_log_probs");
        for (int token = 0; token < values.size(); token++) {
          int at = token;
          double value = Math.abs(values.get(token).doubleValue());
          if (value > 1 && value < 25) {
            Mutants.fails(
                only, "cases", index, one -> Mutants.bump(one.get("updated_log_probs"), at));
            held++;
          }
        }
      }
    }
    assertThat(held).isGreaterThan(30);
  }

  @Test
  void fieldsAreNeitherMissingNorUnknown() {
    Mutants.refuses(DOCS, "cases", 0, one -> one.remove("combined_mask"), "is missing");
    Mutants.refuses(DOCS, "cases", 0, one -> one.put("extra", 1), "is not a known field");
    Mutants.refuses(PRF, "cases", 4, one -> one.put("kind", "prg"), "is not a kind");
    Mutants.refuses(PRF, "cases", 4, one -> one.put("extra", 1), "is not a known field");
    Mutants.refuses(BAYESIAN, "cases", 0, one -> one.remove("beta"), "is missing");
    Mutants.refuses(BAYESIAN, "cases", 0, one -> one.put("depth", 29), "of one depth");
    Mutants.refuses(
        BAYESIAN,
        "cases",
        0,
        one -> ((ObjectNode) one.get("documents").get(0)).put("extra", 1),
        "is not a known field");
  }
}
