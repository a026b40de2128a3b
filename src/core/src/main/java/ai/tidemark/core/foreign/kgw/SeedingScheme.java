package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.seeded.Windows;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lm-watermarking calls a seeding scheme.
 *
 * @param prf how a context becomes a seed
 * @param contextWidth tokens of a context, in 1..64
 * @param selfSalt whether the token scored is the last of its own context
 */
record SeedingScheme(Prf prf, int contextWidth, boolean selfSalt) {
  private static final Pattern FREE =
      Pattern.compile("ff-([a-z_]+)-([1-9]|[1-5][0-9]|6[0-4])-(True|False)(-[0-9]+)?");

  /**
   * Reads its name there.
   *
   * @param where of the field, for messages
   */
  static SeedingScheme of(String where, String name) {
    return switch (name) {
      case "simple_1", "lefthash" -> new SeedingScheme(Prf.ADDITIVE_PRF, 1, false);
      case "algorithm-3", "selfhash" -> new SeedingScheme(Prf.ANCHORED_MINHASH_PRF, 4, true);
      case "minhash" -> new SeedingScheme(Prf.MINHASH_PRF, 4, false);
      case "skipgram" -> new SeedingScheme(Prf.SKIPGRAM_PRF, 5, false);
      default -> free(where, name);
    };
  }

  private static SeedingScheme free(String where, String name) {
    Matcher parts = FREE.matcher(name);
    if (!parts.matches()) {
      throw new BadInputException(
          where,
          "must be simple_1, lefthash, algorithm-3, selfhash, minhash, skipgram, or"
              + " ff-<prf>-<1..64>-<True|False>");
    }
    if (parts.group(4) != null) {
      throw new BadInputException(
          where, "must not end in a key; the key belongs in the field key of the key file");
    }
    Prf prf = prf(where, parts.group(1));
    int width = Integer.parseInt(parts.group(2));
    if (width < prf.shortest()) {
      throw new BadInputException(where, "needs a context of at least " + prf.shortest());
    }
    return new SeedingScheme(prf, width, parts.group(3).equals("True"));
  }

  /** Reads a PRF's name there. */
  static Prf prf(String where, String name) {
    for (Prf prf : Prf.values()) {
      if (nameOf(prf).equals(name)) {
        return prf;
      }
    }
    throw new BadInputException(where, "is not a seeding function of the source");
  }

  /** Returns a PRF's name there. */
  static String nameOf(Prf prf) {
    return prf.name().toLowerCase(Locale.ROOT);
  }

  /** Returns which tokens make a tuple: no more than the function looks at. */
  Windows windows() {
    if (selfSalt) {
      return Windows.selfSalted(contextWidth);
    }
    return prf == Prf.SKIPGRAM_PRF ? Windows.oldest(contextWidth) : Windows.context(contextWidth);
  }
}
