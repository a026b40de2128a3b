package ai.tidemark.benchmarks.corpus;

import ai.tidemark.demo.text.Gloss;
import ai.tidemark.demo.text.WordNet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs of one to four words of WordNet's glosses and examples, each run chosen among the places
 * where the last word stands: a chain of word pairs by their frequencies. Now and then it goes on
 * anywhere, so that rare words do not copy their one sentence on and on.
 */
final class EnglishProse implements Prose {
  private static final int RUN = 4; // words at most
  private static final int LEAP = 10; // one run in so many starts anywhere
  private static final int PARAGRAPH = 6; // one sentence end in so many, where a run ends, ends one

  private final byte[] bytes; // all glosses, a blank after each word
  private final int[] offsets; // of each word, and of the end
  private final int[] text; // the words' numbers
  private final int[] starts; // into places, by word number
  private final int[] places; // after a word: indices into text, by word number

  private EnglishProse(Utf8Text all, int[] offsets, int[] text, int words) {
    this.bytes = all.toArray();
    this.offsets = offsets;
    this.text = text;
    this.starts = new int[words + 1];
    for (int i = 0; i < text.length - RUN; i++) {
      starts[text[i] + 1]++;
    }
    for (int w = 0; w < words; w++) {
      starts[w + 1] += starts[w];
    }
    this.places = new int[starts[words]];
    int[] next = starts.clone();
    for (int i = 0; i < text.length - RUN; i++) {
      places[next[text[i]]++] = i + 1;
    }
  }

  /** Reads WordNet. */
  static EnglishProse read() {
    Map<String, Integer> numbers = new HashMap<>();
    Utf8Text all = new Utf8Text();
    int[] text = new int[1 << 20];
    int[] offsets = new int[1 << 20];
    int size = 0;
    for (Gloss gloss : WordNet.glosses()) {
      for (String sentence : gloss.sentences()) {
        for (String word : sentence.strip().split(" +", -1)) {
          if (size + 1 == text.length) {
            text = Arrays.copyOf(text, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
          }
          int fresh = numbers.size();
          text[size] = numbers.computeIfAbsent(word, _ -> fresh);
          offsets[size++] = all.size();
          all.add((word + " ").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    offsets[size] = all.size();
    return new EnglishProse(
        all, Arrays.copyOf(offsets, size + 1), Arrays.copyOf(text, size), numbers.size());
  }

  @Override
  public void write(int length, Mix random, Utf8Text out) {
    int end = out.size() + length;
    int at = random.below(text.length - RUN);
    while (out.size() < end) {
      long bits = random.next();
      int last = at + (int) (bits & (RUN - 1));
      int to = offsets[last + 1];
      out.add(bytes, offsets[at], to - offsets[at]);
      if (bytes[to - 2] == '.' && random.below(PARAGRAPH) == 0) {
        out.cut(out.size() - 1);
        out.add('\n');
        out.add('\n');
      }
      int from = starts[text[last]];
      int many = starts[text[last] + 1] - from;
      boolean leap = many == 0 || (bits >>> 40) % LEAP == 0;
      at = leap ? random.below(text.length - RUN) : places[from + random.below(many)];
    }
    out.cut(out.size() - 1);
  }
}
