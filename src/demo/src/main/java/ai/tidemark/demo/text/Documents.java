package ai.tidemark.demo.text;

import java.util.ArrayList;
import java.util.List;

/** Joins glosses to texts of a few paragraphs. */
public final class Documents {
  /** How many human documents the held-out glosses are shared out to. */
  public static final int HUMAN = 3_000;

  /** Length of a training text, in characters: texts end rarely, so answers run to their limit. */
  private static final int TRAINING_CHARACTERS = 30_000;

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

  /**
   * A text the model learns from.
   *
   * @param text glosses of one topic
   * @param topic number of the lexicographer file they come from
   * @param words what the glosses explain; it says what the text is about, and is not part of it
   */
  public record Text(String text, int topic, String words) {}

  /** Returns the texts the model learns from, topic by topic. */
  public static List<Text> training(GlossSplit split) {
    List<Text> documents = new ArrayList<>();
    for (int topic = 0; topic < Gloss.TOPICS; topic++) {
      StringBuilder document = new StringBuilder();
      StringBuilder words = new StringBuilder();
      for (Gloss gloss : split.training()) {
        if (gloss.topic() == topic) {
          append(gloss, document);
          gloss.words().forEach(word -> words.append(' ').append(word));
        }
        if (document.length() >= TRAINING_CHARACTERS) {
          documents.add(new Text(document.toString(), topic, words.toString()));
          document.setLength(0);
          words.setLength(0);
        }
      }
      if (!document.isEmpty()) {
        documents.add(new Text(document.toString(), topic, words.toString()));
      }
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
