package ai.tidemark.testkit.engine;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/**
 * Next-token distributions that are a function of a seed and the last two ids: a few likely words,
 * a tail over every other word, end of sequence now and then, and characters made of several
 * tokens. Deterministic to the bit.
 */
public final class StandInModel {
  private static final double UNLIKELY = -40; // logit of what the model practically never says
  private static final double SPREAD = 2.2; // of the words' logits

  private final StandInVocabulary vocabulary = new StandInVocabulary();
  private final long seed;
  private final double endLogit;
  private final boolean split;
  private final ConcurrentMap<Long, Distribution> known = new ConcurrentHashMap<>();

  /**
   * A model.
   *
   * @param seed decides every distribution
   * @param endLogit of end of sequence; 0 is about as likely as a middling word
   * @param split whether characters made of several tokens come up
   */
  public StandInModel(long seed, double endLogit, boolean split) {
    this.seed = seed;
    this.endLogit = endLogit;
    this.split = split;
  }

  /** Returns the vocabulary. */
  public StandInVocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * A distribution over the whole vocabulary.
   *
   * @param ids most probable first, ties by id
   * @param logprobs natural logarithms, same order
   */
  @SuppressWarnings("ArrayRecordComponent") // read by tests only, never compared
  public record Distribution(int[] ids, double[] logprobs) {}

  /**
   * Returns the distribution after some ids.
   *
   * @param ids shape [>= n]
   * @param n at least 2
   */
  public Distribution next(int[] ids, int n) {
    return next(ids[n - 2], ids[n - 1]);
  }

  private Distribution next(int before, int last) {
    return known.computeIfAbsent((long) before << 32 | last, _ -> compute(before, last));
  }

  private Distribution compute(int before, int last) {
    int size = vocabulary.vocabularySize();
    double[] logits = new double[size];
    for (int id = 0; id < size; id++) {
      logits[id] = logit(before, last, id);
    }
    return sorted(logits);
  }

  private double logit(int before, int last, int id) {
    int continued = continues(before, last, id);
    if (continued != 0) {
      return continued > 0 ? 6 + noise(before, last, id) : UNLIKELY;
    }
    if (id == StandInVocabulary.EOS) {
      return endLogit + noise(before, last, id);
    }
    if (id == StandInVocabulary.PAD) {
      return -3; // rare, invisible, and no end
    }
    boolean splits = StandInVocabulary.isPartial(id) || id == StandInVocabulary.ofByte(0xC3);
    if (splits ? split : StandInVocabulary.isWord(id)) {
      return SPREAD * noise(before, last, id);
    }
    return UNLIKELY;
  }

  /**
   * Returns 1 where the id goes on with a character begun before, -1 where another id would, 0
   * where no character is unfinished.
   */
  private int continues(int before, int last, int id) {
    byte[] tail = join(vocabulary.bytes(before), vocabulary.bytes(last));
    int missing = missing(tail);
    if (missing == 0) {
      return 0;
    }
    int newest = tail[tail.length - 1] & 0xFF;
    boolean good =
        switch (newest) {
          case 0xC3 -> in(id, 0xA9, 0xA8, 0xA0); // e acute, e grave, a grave
          case 0xBD -> in(id, 0xAE, 0xAD);
          case 0x9F -> in(id, 0x8C, 0x90);
          default -> in(id, 0x8A, 0x8B, 0xB3); // last byte of four
        };
    return good ? 1 : -1;
  }

  private static boolean in(int id, int... bytes) {
    for (int b : bytes) {
      if (id == StandInVocabulary.ofByte(b)) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many bytes the character that ends the text still lacks. */
  static int missing(byte[] text) {
    for (int back = 1; back <= 4 && back <= text.length; back++) {
      int b = text[text.length - back] & 0xFF;
      int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
      if (length > 1) {
        return Math.max(0, length - back);
      }
      if (b < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** Returns a number in about (-2, 2), roughly bell-shaped. */
  private double noise(int before, int last, int id) {
    long h = mix(seed ^ mix(before * 0x9E3779B97F4A7C15L + last) ^ mix(id + 0x5851F42D4C957F2DL));
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += (h >>> (16 * i) & 0xFFFF) / 65536.0;
    }
    return 2 * (sum - 2);
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static Distribution sorted(double[] logits) {
    int[] ids =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted((a, b) -> logits[a] != logits[b] ? Double.compare(logits[b], logits[a]) : a - b)
            .mapToInt(Integer::intValue)
            .toArray();
    double total = 0;
    for (double logit : logits) {
      total += Math.exp(logit - logits[ids[0]]);
    }
    double[] logprobs = new double[ids.length];
    for (int j = 0; j < ids.length; j++) {
      logprobs[j] = logits[ids[j]] - logits[ids[0]] - Math.log(total);
    }
    return new Distribution(ids, logprobs);
  }
}
