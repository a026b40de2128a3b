package ai.tidemark.core.text;

/** One line on its way through N1; used again for the next. Not thread-safe. */
final class Line {
  private static final CharacterTable TABLE = CharacterTable.N1;
  private static final int IDEOGRAPHIC_SPACE = 0x3000;

  private final Tally tally;
  private CodePoints now = new CodePoints();
  private CodePoints next = new CodePoints();

  Line(Tally tally) {
    this.tally = tally;
  }

  /** Normalises text[from, to), which has no line end, and appends it. */
  void normalise(CharSequence text, int from, int to, StringBuilder out) {
    now.clear();
    for (int i = from; i < to; ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      strip(codePoint);
    }
    compose();
    long before = tally.confusables + tally.styled;
    next.clear();
    tally.confusables += LookAlikes.fold(now, next);
    swap();
    foldFullWidth();
    if (tally.confusables + tally.styled != before) {
      compose();
    }
    now.appendTo(out);
  }

  private void strip(int codePoint) {
    if (codePoint <= Character.MAX_VALUE
        && Character.isLowSurrogate((char) codePoint)
        && now.size() > 0
        && isLoneHigh(now.get(now.size() - 1))) {
      // what stood between the halves of this code point was removed
      strip(Character.toCodePoint((char) now.removeLast(), (char) codePoint));
      return;
    }
    int entry = TABLE.entry(codePoint);
    if ((entry & CharacterTable.STYLED) != 0 && CharacterTable.type(entry) != 'w') {
      now.addAll(TABLE.plain(codePoint));
      tally.styled++;
      return;
    }
    switch (CharacterTable.type(entry)) {
      case 'i' -> tally.ignorables++;
      case 'b' -> tally.bidiControls++;
      case 'v' -> tally.variationSelectors++;
      case 's' -> {
        now.add(' ');
        tally.spaces++;
      }
      default -> now.add(codePoint);
    }
  }

  private static boolean isLoneHigh(int codePoint) {
    return codePoint <= Character.MAX_VALUE && Character.isHighSurrogate((char) codePoint);
  }

  private void compose() {
    next.clear();
    tally.composed += Composition.compose(now, next);
    swap();
  }

  /** Folds full-width punctuation and spaces, unless the line is East Asian. */
  private void foldFullWidth() {
    long wide = 0;
    long eastAsian = 0;
    for (int i = 0; i < now.size(); i++) {
      char type = CharacterTable.type(TABLE.entry(now.get(i)));
      wide += type == 'w' ? 1 : 0;
      eastAsian += type == 'c' || type == 'p' ? 1 : 0;
    }
    if (wide == 0 || (eastAsian > 0 && eastAsian >= LookAlikes.latinWords(now))) {
      return;
    }
    next.clear();
    for (int i = 0; i < now.size(); i++) {
      int codePoint = now.get(i);
      if (CharacterTable.type(TABLE.entry(codePoint)) != 'w') {
        next.add(codePoint);
      } else if (codePoint == IDEOGRAPHIC_SPACE) {
        next.add(' ');
        tally.spaces++;
      } else {
        next.addAll(TABLE.plain(codePoint));
        tally.styled++;
      }
    }
    swap();
  }

  private void swap() {
    CodePoints old = now;
    now = next;
    next = old;
  }
}
