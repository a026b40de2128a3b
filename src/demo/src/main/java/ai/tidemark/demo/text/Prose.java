package ai.tidemark.demo.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a gloss in WordNet's notation, {@code definition; "example"; "example"}, into sentences.
 */
final class Prose {
  private Prose() {}

  /**
   * Returns the definition and the examples, each as a sentence of its own: first letter in upper
   * case, a full stop where nothing closes it. What follows a quotation's closing mark (its author)
   * is left out; a gloss of quotations alone gives these.
   */
  static List<String> sentences(String gloss) {
    List<String> sentences = new ArrayList<>();
    String rest = gloss.replace('`', '\'');
    int open = rest.indexOf('"');
    addSentence(open < 0 ? rest : rest.substring(0, open), sentences);
    while (open >= 0) {
      int close = rest.indexOf('"', open + 1);
      addSentence(rest.substring(open + 1, close < 0 ? rest.length() : close), sentences);
      open = close < 0 ? -1 : rest.indexOf('"', close + 1);
    }
    return sentences;
  }

  private static void addSentence(String raw, List<String> out) {
    int from = 0;
    int to = raw.length();
    while (from < to && " ;,:-".indexOf(raw.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && " ;,:".indexOf(raw.charAt(to - 1)) >= 0) {
      to--;
    }
    if (to - from < 2) {
      return;
    }
    String body = raw.substring(from, to);
    char last = body.charAt(body.length() - 1);
    String stop = last == '.' || last == '!' || last == '?' ? "" : ".";
    out.add(Character.toUpperCase(body.charAt(0)) + body.substring(1) + stop);
  }
}
