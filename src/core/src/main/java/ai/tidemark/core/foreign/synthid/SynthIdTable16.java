package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;

/**
 * SynthID of Hugging Face transformers and of DeepMind's PyPI package 0.2.1: one PRF, a hash that
 * is a linear congruential generator, and a sampling table made on the CPU.
 */
public final class SynthIdTable16 implements ForeignProfile {
  static final String ID = "synthid-hf-table16";
  private static final int LEAST_SIZE = 1 << 8;
  private static final int MOST_SIZE = 1 << 24;

  private static final Facts FACTS =
      new Facts(
          ID,
          "Hugging Face transformers 4.46 to 5.23 (SynthIDTextWatermarkLogitsProcessor), and"
              + " google-deepmind synthid-text to 0.2.1 (PyPI); tables made on the CPU",
          true,
          "ngram_len (2..64); sampling_table_size (power of two, 2^8..2^24; 65536);"
              + " sampling_table_seed (0); context_history_size (1..2^20; 1024), for the source's"
              + " own mask only; eos_token_id (none); watermarking_depth (number of keys);"
              + " statistic, ours (mean or weighted; mean); device (cpu)",
          "array of 1..128 layer keys, 64-bit integers as numbers or decimal strings",
          "the ngram_len - 1 tokens before, output only; no padding: the source marks the first"
              + " tokens from a context of zeros, which a text cut out of its answer cannot show",
          "ngram_len - 1; the first end token and all after it are not scored",
          "the hash of the n-gram mod sampling_table_size: 16 bits by default. Token ids equal mod"
              + " 65536 are one token to it",
          "each layer: ones among n distinct entries of the table, hypergeometric (32743 of 65536"
              + " for seed 0), layers independent under independent keys. Mean: plain sum;"
              + " weighted: 10 down to 1, on its integer lattice (290 - 9 l for 30 layers). Both,"
              + " for tables to 65,536, are exact given the text: a key only shifts which entries"
              + " the text's states meet, all shifts are counted, and p is at least 65,536^-layers."
              + " Where few shifts decide (p below 1e-50 on the texts tried, 1e-20 on one made for"
              + " it) the Chernoff bound may stand for the value; ln p is then too large by 3 to 7."
              + " The law of the number of states alone serves larger tables and searches"
              + " for segments; it was within 0.07 in ln p at 1e-3, 0.19 at 1e-6, 0.48 at 1e-12,"
              + " either side, over 8 random texts at 100, 2,000 and 30,000 states, and is far off"
              + " on texts made for it",
          Pooling.FEW_STATES,
          "little: keys matter mod 65536 only, each layer's key can be found alone by trying"
              + " 65,536, and whoever finds them can forge. The 30 default keys are public",
          "the sources state no p. Their mask drops a position whose context is among the last"
              + " 1,024 contexts, so one state may count many times; here each state counts once."
              + " The Bayesian detector has no exact null and serves as triage only");

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public ForeignScheme scheme(StrictJson json) {
    Parameters parameters = Parameters.read(json);
    int size =
        json.has("sampling_table_size")
            ? (int) json.integer("sampling_table_size", LEAST_SIZE, MOST_SIZE)
            : 1 << 16;
    if (Integer.bitCount(size) != 1) {
      throw new BadInputException(
          json.where() + "/sampling_table_size",
          "must be a power of two: for other sizes no exact law is known here");
    }
    long seed = json.has("sampling_table_seed") ? json.word("sampling_table_seed") : 0;
    if (json.has("device")) {
      json.requireText("device", "cpu"); // a table made on a GPU has other bits
    }
    json.end();
    return new Table16Scheme(parameters, new SamplingTable(seed, size));
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    if (!(scheme instanceof Table16Scheme table)) {
      throw new IllegalArgumentException("scheme must be of " + ID + ", not " + scheme.profile());
    }
    long[] keys = table.parameters().keys(root);
    return new Table16Key(
        new Table16Scheme(table.parameters().withDepth(keys.length), table.table()), keys);
  }
}
