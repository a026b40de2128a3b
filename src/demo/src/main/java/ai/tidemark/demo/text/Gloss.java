package ai.tidemark.demo.text;

import java.util.List;

/**
 * What WordNet says about one synset, as sentences.
 *
 * @param partOfSpeech n, v, a or r, as the data files name them (satellite adjectives are in a)
 * @param offset the synset's number in its file
 * @param topic number of the lexicographer file that holds it, in 0..44: plants, food, motion ...
 *     (lexnames(5WN))
 * @param words what the synset's concept is called
 * @param sentences the definition first, then the examples; whole sentences, none empty
 */
public record Gloss(
    char partOfSpeech, int offset, int topic, List<String> words, List<String> sentences) {
  /** How many topics there are. */
  public static final int TOPICS = 45;

  /** Validates and copies. */
  public Gloss {
    words = List.copyOf(words);
    sentences = List.copyOf(sentences);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException("sentences must not be empty");
    }
    if (topic < 0 || topic >= TOPICS) {
      throw new IllegalArgumentException("topic must be in 0..44, but is " + topic);
    }
  }

  /** Returns this gloss with other sentences. */
  Gloss with(List<String> newSentences) {
    return new Gloss(partOfSpeech, offset, topic, words, newSentences);
  }

  /**
   * Returns 64 mixed bits of part of speech and offset (finaliser of SplitMix64, Steele et al.
   * 2014). The split and the order of the texts hang on it, so both are the same on every machine.
   */
  public long mix() {
    long z = (long) partOfSpeech << 32 | offset;
    z = (z + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
