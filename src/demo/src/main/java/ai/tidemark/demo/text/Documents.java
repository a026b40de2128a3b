package ai.tidemark.demo.text;

import java.util.ArrayList;
import java.util.List;

/** Joins glosses to texts of a few paragraphs. */
public final class Documents {
  /** How many human documents the held-out glosses are shared out to. */
  public static final int HUMAN = 3_000;

  /** Length of a training text, in characters: texts end rarely, so answers run to their limit. */
  private static final int TRAINING_CHARACTERS = 6_000;

  private Documents() {}

  /**
   * Returns the human documents: all held-out sentences in {@link #HUMAN} texts of about the same
   * length, or the first of them.
   *
   * @param count how many, in 1..HUMAN
   */
  public static List<String> human(GlossSplit split, int count) {
    if (count < 1 || count > HUMAN) {
      throw new IllegalArgumentException("count must be in 1.." + HUMAN + ", but is " + count);
    }
    long characters = 0;
    for (Gloss gloss : split.heldOut()) {
      characters += length(gloss);
    }
    List<String> documents = new ArrayList<>(count);
    StringBuilder document = new StringBuilder();
    long before = 0;
    for (Gloss gloss : split.heldOut()) {
      append(gloss, document);
      before += length(gloss);
      boolean full = before >= characters * (documents.size() + 1) / HUMAN;
      if (full && documents.size() < count) {
        documents.add(document.toString());
        document.setLength(0);
      }
      if (documents.size() == count) {
        break;
      }
    }
    return documents;
  }

  /** Returns the texts the model learns from. */
  public static List<String> training(GlossSplit split) {
    List<String> documents = new ArrayList<>();
    StringBuilder document = new StringBuilder();
    for (Gloss gloss : split.training()) {
      append(gloss, document);
      if (document.length() >= TRAINING_CHARACTERS) {
        documents.add(document.toString());
        document.setLength(0);
      }
    }
    if (!document.isEmpty()) {
      documents.add(document.toString());
    }
    return documents;
  }

  private static int length(Gloss gloss) {
    int length = 0;
    for (String sentence : gloss.sentences()) {
      length += sentence.length() + 1;
    }
    return length;
  }

  private static void append(Gloss gloss, StringBuilder document) {
    for (String sentence : gloss.sentences()) {
      if (!document.isEmpty()) {
        document.append(' ');
      }
      document.append(sentence);
    }
  }
}
