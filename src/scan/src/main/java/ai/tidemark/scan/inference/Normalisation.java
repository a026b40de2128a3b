package ai.tidemark.scan.inference;

import ai.tidemark.core.text.Normalised;
import ai.tidemark.core.text.Normaliser;
import java.util.List;

/** What texts are scored as, fixed before looking; every form is paid for in every p. */
public enum Normalisation {
  /** As found, and nothing else. */
  NONE("none"),
  /** As found, and after the normaliser N1. */
  N1("n1");

  private final String word;

  Normalisation(String word) {
    this.word = word;
  }

  /** Returns the word that options and reports use. */
  public String word() {
    return word;
  }

  /** Returns the forms asked about. */
  public List<TextForm> forms() {
    return switch (this) {
      case NONE -> List.of(TextForm.RAW);
      case N1 -> List.of(TextForm.RAW, TextForm.NORMALISED);
    };
  }

  /** Returns the text in its second form; unchanged where there is none. */
  public Normalised apply(String text) {
    return switch (this) {
      case NONE -> new Normalised(text, Normalised.Counts.NONE);
      case N1 -> Normaliser.N1.normalise(text);
    };
  }
}
