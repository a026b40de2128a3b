package ai.tidemark.core.text;

/**
 * Folds letters of other scripts into the Latin letters they look like, where they pose as Latin.
 *
 * <p>A word is a run of letters, marks and digits. It is folded if every letter of it that is not
 * Latin has a Latin look-alike, and
 *
 * <ul>
 *   <li>it has a Latin letter as well; or
 *   <li>it has none, but its line has more words with a Latin letter than such look-alike words,
 *       and no word that is plainly of one of the word's scripts, that is, one with a letter of
 *       that script that looks like no Latin letter, and without a Latin letter.
 * </ul>
 *
 * So a line of Russian or Greek keeps every letter, also in words that could be read as Latin
 * ("сор", "Ура"): the words around them are plainly Russian. The second rule is for words of an
 * English line that were replaced whole ("а", "case").
 *
 * <p>One pass finds nothing to fold in what another folded: folding removes look-alike words,
 * leaves the others, and changes the scripts of plain words not at all.
 */
final class LookAlikes {
  private final CodePoints from;
  private int latinWords;
  private int lookAlikeWords;
  private int plainScripts;

  // the word that read() saw last
  private boolean latin;
  private boolean foldable;
  private int scripts;
  private int unlike;

  private LookAlikes(CodePoints from) {
    this.from = from;
  }

  /**
   * Appends a line with look-alikes folded.
   *
   * @param from not modified
   * @param to other than from
   * @return number of letters folded
   */
  static long fold(CodePoints from, CodePoints to) {
    LookAlikes words = new LookAlikes(from);
    words.survey();
    return words.write(to);
  }

  /** Returns the number of words with a Latin letter. */
  static int latinWords(CodePoints from) {
    LookAlikes words = new LookAlikes(from);
    words.survey();
    return words.latinWords;
  }

  private void survey() {
    for (int i = 0; i < from.size(); ) {
      int end = read(i);
      if (latin) {
        latinWords++;
      } else if (foldable) {
        lookAlikeWords++;
      } else {
        plainScripts |= unlike;
      }
      i = Math.max(end, i + 1);
    }
  }

  private long write(CodePoints to) {
    long folded = 0;
    for (int i = 0; i < from.size(); ) {
      int end = Math.max(read(i), i + 1);
      boolean fold =
          foldable && (latin || ((scripts & plainScripts) == 0 && latinWords > lookAlikeWords));
      for (; i < end; i++) {
        int codePoint = from.get(i);
        if (fold && (CharacterTable.N1.entry(codePoint) & CharacterTable.CONFUSABLE) != 0) {
          to.addAll(CharacterTable.N1.latin(codePoint));
          folded++;
        } else {
          to.add(codePoint);
        }
      }
    }
    return folded;
  }

  /** Reads the word at an index and returns its end, or the index where none starts there. */
  private int read(int start) {
    latin = false;
    scripts = 0;
    unlike = 0;
    boolean others = false;
    int i = start;
    for (; i < from.size(); i++) {
      int entry = CharacterTable.N1.entry(from.get(i));
      char type = CharacterTable.type(entry);
      int script = CharacterTable.foldedScript(type);
      if (script != 0) {
        scripts |= script;
        unlike |= (entry & CharacterTable.CONFUSABLE) == 0 ? script : 0;
      } else if (type == 'l') {
        latin = true;
      } else if (type == 'a' || type == 'c') {
        others = true;
      } else if (type != 'm' && type != 'd') {
        break;
      }
    }
    foldable = scripts != 0 && unlike == 0 && !others;
    return i;
  }
}
