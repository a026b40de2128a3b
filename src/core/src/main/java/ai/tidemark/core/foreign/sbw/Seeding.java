package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code seeding_scheme} of sbw says: how the tokens of a window become a seed.
 *
 * @param function of the window
 * @param width tokens in the window, {@code context_width}
 * @param selfSalt whether the scored token is the last of the window, else it follows the window
 * @param tableHash whether the hash is sbw's table ({@code cpuhash}), else Jenkins' function
 */
record Seeding(Function function, int width, boolean selfSalt, boolean tableHash) {
  /** Beyond any window in use; sbw itself sets no limit. */
  static final int MOST_WIDTH = 64;

  private static final Pattern SELF_HASH =
      Pattern.compile(
          "gpu-(?:selfhash(-cpuhash)?|fused-selfhash)(?:-[0-9]{1,9}|-fullvocab(?:-cudagraphs)?)?");
  private static final Pattern SIMPLE_4 =
      Pattern.compile("gpu-fused-simple_4(?:-[0-9]{1,9}|-fullvocab)?");
  private static final Pattern FREE_FORM =
      Pattern.compile("gpu-ff-([a-z_]+)-([0-9]{1,3})-(True|False)(?:-[0-9]{1,9}|-fullvocab)?");

  /** The functions that this version reads, named as in sbw. */
  enum Function {
    /** key times the sum of the window. */
    ADDITIVE("additive_prf"),
    /** hash(key times the first token of the window). */
    SKIPGRAM("skipgram_prf"),
    /** The least hash(key times token) over the window. */
    MINHASH("minhash_prf"),
    /** The least key times hash(token) times hash(last token) over the window. */
    ANCHORED_MINHASH("anchored_minhash_prf");

    private final String id;

    Function(String id) {
      this.id = id;
    }
  }

  /**
   * Reads the name of a scheme.
   *
   * @param where names the field in messages
   * @throws BadInputException if it is none of sbw's {@code gpu-} schemes
   */
  static Seeding of(String where, String scheme) {
    return switch (scheme) {
      case "gpu-simple_1" -> new Seeding(Function.ADDITIVE, 1, false, false);
      case "gpu-minhash" -> new Seeding(Function.MINHASH, 4, false, false);
      case "gpu-skipgram" -> new Seeding(Function.SKIPGRAM, 5, false, false);
      default -> patterned(where, scheme);
    };
  }

  private static Seeding patterned(String where, String scheme) {
    if (SIMPLE_4.matcher(scheme).matches()) {
      return new Seeding(Function.ADDITIVE, 4, false, false);
    }
    Matcher selfHash = SELF_HASH.matcher(scheme);
    if (selfHash.matches()) {
      return new Seeding(Function.ANCHORED_MINHASH, 4, true, selfHash.group(1) != null);
    }
    Matcher free = FREE_FORM.matcher(scheme);
    if (free.matches()) {
      int width = Integer.parseInt(free.group(2));
      for (Function function : Function.values()) {
        if (function.id.equals(free.group(1)) && width >= 1 && width <= MOST_WIDTH) {
          return new Seeding(function, width, free.group(3).equals("True"), false);
        }
      }
    }
    throw new BadInputException(
        where,
        "must be a gpu- scheme of sbw: gpu-simple_1, gpu-minhash, gpu-skipgram, gpu-selfhash,"
            + " gpu-fused-simple_4, gpu-fused-selfhash, or gpu-ff-FUNCTION-WIDTH-SALT with width"
            + " 1.."
            + MOST_WIDTH
            + " and additive_prf, skipgram_prf, minhash_prf or anchored_minhash_prf; its CPU"
            + " schemes are kgw-orig-cpu");
  }

  /** Returns how many tokens a scored position spans, itself included. */
  int span() {
    return selfSalt ? width : width + 1;
  }

  /** Returns how many tokens of the window precede the scored one. */
  int before() {
    return span() - 1;
  }

  /** Returns how many words {@link #reduce} leaves of them. */
  int words() {
    return switch (function) {
      case ADDITIVE -> Math.min(2, before());
      case SKIPGRAM -> Math.min(1, before());
      case MINHASH, ANCHORED_MINHASH -> before();
    };
  }

  /**
   * Reduces the tokens before the scored one to what the seed depends on under every key: their
   * sum, the first, or the set of them in rising order, filled up with its largest or its anchor.
   *
   * @param ids holds the span at [from, from + span())
   * @param out the reduced words at [0, words()), then the scored token
   */
  void reduce(int[] ids, int from, int[] out) {
    int before = before();
    int token = ids[from + before];
    switch (function) {
      case ADDITIVE -> {
        long sum = 0;
        for (int i = 0; i < before; i++) {
          sum += ids[from + i];
        }
        if (before > 1) {
          out[0] = (int) (sum >>> 32);
          out[1] = (int) sum;
        } else if (before == 1) {
          out[0] = (int) sum;
        }
      }
      case SKIPGRAM -> {
        if (before > 0) {
          out[0] = ids[from];
        }
      }
      case MINHASH -> {
        int size = distinct(ids, from, before, selfSalt ? token : -1, out);
        Arrays.fill(out, size, before, selfSalt ? token : out[Math.max(0, size - 1)]);
      }
      case ANCHORED_MINHASH -> {
        int others = selfSalt ? before : before - 1;
        int anchor = ids[from + span() - (selfSalt ? 1 : 2)];
        Arrays.fill(out, distinct(ids, from, others, anchor, out), before, anchor);
      }
    }
    out[words()] = token;
  }

  /** Writes the distinct tokens other than one, rising, and returns how many there are. */
  private static int distinct(int[] ids, int from, int n, int except, int[] out) {
    int size = 0;
    for (int i = from; i < from + n; i++) {
      int id = ids[i];
      int at = size;
      while (at > 0 && out[at - 1] > id) {
        at--;
      }
      if (id != except && (at == 0 || out[at - 1] != id)) {
        System.arraycopy(out, at, out, at + 1, size - at);
        out[at] = id;
        size++;
      }
    }
    return size;
  }
}
