package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.foreign.seeded.GreenKey;
import ai.tidemark.core.json.StrictJson;

/** Green lists and green tokens in the notation of known-answer files. */
final class Flags {
  private Flags() {}

  /** Returns one character for each scored position, repeats included: 1 is green. */
  static String of(GreenKey key, int[] ids) {
    StringBuilder flags = new StringBuilder();
    key.scheme().walk(ids, ids.length, (_, words, at) -> flags.append(key.score(words, at)));
    return flags.toString();
  }

  /** Returns a field of at least so many token ids. */
  static int[] tokens(StrictJson one, String name, int least) {
    int[] ids = one.ids(name);
    if (ids.length < least) {
      throw new BadInputException(one.where() + "/" + name, "must have at least " + least + " ids");
    }
    return ids;
  }

  /** Returns the SHA-256 of one byte 0 or 1 for each token, in hex. */
  static String sha256(int[] list, int vocabulary) {
    byte[] mask = new byte[vocabulary];
    for (int x : list) {
      mask[x] = 1;
    }
    return Comparison.sha256(mask);
  }
}
