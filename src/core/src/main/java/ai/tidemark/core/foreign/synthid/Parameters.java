package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.OptionalInt;

/**
 * What both SynthID profiles share of a configuration, named as in the sources.
 *
 * @param ngramLen token and context together, in 2..64
 * @param historySize contexts that the source's own mask remembers, in 1..2^20
 * @param eos the first of these ends a text
 * @param statistic of the layers
 * @param depth layers, one key each, in 1..128
 * @param depthGiven whether the configuration said how many
 */
record Parameters(
    int ngramLen,
    int historySize,
    OptionalInt eos,
    Statistic statistic,
    int depth,
    boolean depthGiven) {
  private static final int MOST_LAYERS = 128;
  private static final int USUAL_LAYERS = 30;
  private static final List<String> EMBEDDING_ONLY =
      List.of(
          "skip_first_ngram_calls",
          "debug_mode",
          "temperature",
          "top_k",
          "apply_top_k",
          "num_leaves");

  /** Reads the shared fields; the caller reads its own and ends the object. */
  static Parameters read(StrictJson json) {
    OptionalInt eos =
        json.has("eos_token_id") && !json.isNull("eos_token_id")
            ? OptionalInt.of((int) json.integer("eos_token_id", 0, Integer.MAX_VALUE))
            : OptionalInt.empty();
    EMBEDDING_ONLY.forEach(json::ignore);
    boolean depthGiven = json.has("watermarking_depth");
    return new Parameters(
        (int) json.integer("ngram_len", 2, 64),
        json.has("context_history_size")
            ? (int) json.integer("context_history_size", 1, 1 << 20)
            : 1024,
        eos,
        Statistic.of(
            json.where() + "/statistic",
            json.optionalText("statistic").orElse(Statistic.MEAN.word())),
        depthGiven ? (int) json.integer("watermarking_depth", 1, MOST_LAYERS) : USUAL_LAYERS,
        depthGiven);
  }

  /** Returns these with as many layers as there are keys. */
  Parameters withDepth(int keys) {
    return new Parameters(ngramLen, historySize, eos, statistic, keys, depthGiven);
  }

  /** Reads the layer keys of a key file. */
  long[] keys(StrictJson root) {
    String where = root.where() + "/key";
    long[] keys = root.words("key");
    if (keys.length < 1 || keys.length > MOST_LAYERS) {
      throw new BadInputException(
          where, "must hold 1.." + MOST_LAYERS + " layer keys, but holds " + keys.length);
    }
    if (depthGiven && keys.length != depth) {
      throw new BadInputException(
          where,
          "must hold as many layer keys as watermarking_depth says, "
              + depth
              + ", but holds "
              + keys.length);
    }
    return keys;
  }

  /** Returns as many layer keys as there are layers, made from a seed of 32 bytes by SHA-256. */
  long[] seededKeys(byte[] seed) {
    MessageDigest sha256 = sha256();
    long[] keys = new long[depth];
    for (int layer = 0; layer < depth; layer++) {
      sha256.update(seed);
      sha256.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(layer).array());
      keys[layer] = ByteBuffer.wrap(sha256.digest()).getLong();
    }
    return keys;
  }

  /** Returns the scored positions' end: the first end token, else n. */
  int end(int[] ids, int n) {
    if (eos.isPresent()) {
      for (int i = 0; i < n; i++) {
        if (ids[i] == eos.getAsInt()) {
          return i;
        }
      }
    }
    return n;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
