package ai.tidemark.core.text;

/** Counts of one text while it is normalised. */
final class Tally {
  long ignorables;
  long bidiControls;
  long variationSelectors;
  long spaces;
  long styled;
  long confusables;
  long composed;

  Normalised.Counts counts() {
    return new Normalised.Counts(
        ignorables, bidiControls, variationSelectors, spaces, styled, confusables, composed);
  }
}
