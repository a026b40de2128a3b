package ai.tidemark.demo.story;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** What happens to an answer before it is hidden. */
final class Edits {
  private Edits() {}

  /**
   * Returns one half of a text, cut between words.
   *
   * @param first whether it is the first half
   */
  static String half(String text, boolean first) {
    int cut = text.indexOf(' ', text.length() / 2);
    if (cut < 0) {
      cut = text.length();
    }
    return first ? text.substring(0, cut) : text.substring(cut).strip();
  }

  /**
   * Returns a text without some of its words, chosen at random: exactly the share of them, rounded.
   * Words are what white space separates; the rest is joined by single spaces.
   *
   * @param share of the words to delete, [0, 1]
   */
  static String withoutWords(String text, double share, RandomGenerator random) {
    List<String> words = words(text);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    int gone = (int) Math.round(share * words.size());
    boolean[] deleted = new boolean[words.size()];
    for (int i = 0; i < gone; i++) {
      deleted[order.get(i)] = true;
    }
    StringBuilder rest = new StringBuilder(text.length());
    for (int i = 0; i < deleted.length; i++) {
      if (!deleted[i]) {
        rest.append(rest.isEmpty() ? "" : " ").append(words.get(i));
      }
    }
    return rest.toString();
  }

  /** Returns the words of a text. */
  static List<String> words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", -1));
  }
}
