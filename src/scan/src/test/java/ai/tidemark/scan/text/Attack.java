package ai.tidemark.scan.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Edits that leave a text as it reads and change its tokens. Written from the code charts, not from
 * the normaliser's table.
 */
enum Attack {
  ZERO_WIDTH("zero-width space, joiner, non-joiner") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return inserted(text, rate, random, ofChars("\u200B\u200C\u200D"));
    }
  },
  SOFT_HYPHEN("soft hyphen") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return inserted(text, rate, random, ofChars("\u00AD"));
    }
  },
  WORD_JOINER("word joiner, byte order mark") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return inserted(text, rate, random, ofChars("\u2060\uFEFF\u034F\u2063"));
    }
  },
  BIDI("bidi controls") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return inserted(
          text,
          rate,
          random,
          ofChars("\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"));
    }
  },
  VARIATION("variation selectors") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return inserted(
          text,
          rate,
          random,
          IntStream.concat(
                  IntStream.rangeClosed(0xFE00, 0xFE0F), IntStream.rangeClosed(0xE0100, 0xE01EF))
              .toArray());
    }
  },
  TAGS("tag characters") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return inserted(text, rate, random, IntStream.rangeClosed(0xE0020, 0xE007F).toArray());
    }
  },
  DECOMPOSED("decomposition (NFD)") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return replaced(
          text,
          rate,
          random,
          c -> c >= 0x80,
          c -> Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD));
    }
  },
  CYRILLIC("Cyrillic look-alikes") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return substituted(
          text, rate, random, "ABCEHIJKMOPSTXYaceijopsxyhdqw", "АВСЕНІЈКМОРЅТХУасеіјорѕхуһԁԛԝ");
    }
  },
  GREEK("Greek look-alikes") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return substituted(text, rate, random, "ABEZHIKMNOPTYXaioupvycj", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιουρνγϲϳ");
    }
  },
  FULL_WIDTH("full-width forms") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      return replaced(
          text, rate, random, c -> c >= '!' && c <= '~', c -> Character.toString(c - '!' + 0xFF01));
    }
  },
  MATHEMATICAL("mathematical letters and digits") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      // bold, bold italic, bold script, bold fraktur, sans-serif, monospace: alphabets without
      // holes
      int[] starts = {0x1D400, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5A0, 0x1D670};
      int start = starts[random.nextInt(starts.length)];
      return replaced(
          text,
          rate,
          random,
          c -> c < 0x80 && Character.isLetterOrDigit(c),
          c ->
              Character.toString(
                  Character.isDigit(c)
                      ? 0x1D7CE + c - '0'
                      : start + (c >= 'a' ? 26 + c - 'a' : c - 'A')));
    }
  },
  SPACES("no-break, thin and other spaces") {
    @Override
    String apply(String text, double rate, SplittableRandom random) {
      String spaces = "\u00A0\u2000\u2002\u2003\u2004\u2007\u2008\u2009\u200A\u202F\u205F\u3000";
      return replaced(
          text,
          rate,
          random,
          c -> c == ' ',
          c -> String.valueOf(spaces.charAt(random.nextInt(spaces.length()))));
    }
  };

  private final String title;

  Attack(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * Edits a text.
   *
   * @param rate of the places where the edit is possible that are edited, in (0, 1]
   */
  abstract String apply(String text, double rate, SplittableRandom random);

  private interface Edit {
    String of(int codePoint);
  }

  private static int[] ofChars(String chars) {
    return chars.chars().toArray();
  }

  private static String inserted(
      String text, double rate, SplittableRandom random, int[] insertions) {
    return replaced(
        text,
        rate,
        random,
        _ -> true,
        c ->
            Character.toString(c)
                + Character.toString(insertions[random.nextInt(insertions.length)]));
  }

  private static String substituted(
      String text, double rate, SplittableRandom random, String from, String to) {
    List<String> looks = Arrays.asList(to.split(""));
    if (looks.size() != from.length()) {
      throw new IllegalStateException(from.length() + " letters, " + looks.size() + " look-alikes");
    }
    return replaced(text, rate, random, c -> from.indexOf(c) >= 0, c -> looks.get(from.indexOf(c)));
  }

  private static String replaced(
      String text, double rate, SplittableRandom random, IntPredicate where, Edit edit) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (where.test(c) && random.nextDouble() < rate) {
                out.append(edit.of(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
