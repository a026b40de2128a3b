package ai.tidemark.benchmarks.corpus;

import java.util.List;

/** Makes documents by number. Not thread-safe; makers of one recipe make the same. */
final class DocumentMaker {
  private static final int TEXT = 16;
  private static final double MEDIAN_TOKENS = 550;
  private static final double SIGMA = 0.75;
  private static final int LEAST_TOKENS = 20;
  private static final int MOST_TOKENS = 20_000;
  private static final double BYTES_PER_TOKEN = 4.2; // of the English chain, by cl100k_base
  private static final double OTHER_LANGUAGES = 0.25;

  private final Recipe recipe;
  private final Prose english;
  private final List<Prose> others;
  private final MarkedProse marked;
  private final Mix random = new Mix();
  private final Utf8Text text = new Utf8Text();
  private int markedTokens;

  DocumentMaker(Recipe recipe, Prose english, List<Prose> others, MarkedProse marked) {
    this.recipe = recipe;
    this.english = english;
    this.others = others;
    this.marked = marked;
  }

  /** Returns the text of a document, until the next one is made. */
  Utf8Text make(long original) {
    return make(original, recipe.isMarked(original));
  }

  /**
   * Makes a document.
   *
   * @param mark whether it is marked, whatever the recipe says
   */
  Utf8Text make(long original, boolean mark) {
    text.clear();
    random.seed(recipe.seed(), original, TEXT);
    int tokens = tokens();
    boolean boilerplate = recipe.hasBoilerplate(original);
    boolean before = boilerplate && random.below(2) == 0;
    if (before) {
      Boilerplate.write(random, text);
      apart();
    }
    body(tokens, mark);
    if (boilerplate && !before) {
      apart();
      Boilerplate.write(random, text);
    }
    return text;
  }

  private void body(int tokens, boolean mark) {
    markedTokens = 0;
    if (mark) {
      markedTokens = marked.write(tokens, random, text);
      return;
    }
    boolean other = random.unit() < OTHER_LANGUAGES;
    Prose prose = other ? others.get(random.below(others.size())) : english;
    prose.write((int) (tokens * BYTES_PER_TOKEN), random, text);
  }

  private void apart() {
    text.add('\n');
    text.add('\n');
  }

  private int tokens() {
    double tokens = MEDIAN_TOKENS * Math.exp(SIGMA * random.normal());
    return (int) Math.clamp(tokens, LEAST_TOKENS, MOST_TOKENS);
  }

  /** Returns how many tokens of the last document the marker chose. */
  int markedTokens() {
    return markedTokens;
  }
}
