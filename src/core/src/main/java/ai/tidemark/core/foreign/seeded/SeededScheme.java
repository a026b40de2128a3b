package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;
import java.nio.ByteBuffer;

/** A scheme whose tuples seed PyTorch's CPU generator, under a 63-bit integer key. Immutable. */
public abstract class SeededScheme implements ForeignScheme {
  private static final int NONE = -1;
  private static final int MOST_TOKENS = 1 << 24;

  private final String profile;
  private final Windows windows;
  private final int vocabulary;
  private final int begin;

  /**
   * @param profile its id
   * @param vocabulary how many tokens; a text with another id is refused
   * @param begin id of a token that is dropped where a text starts with it; negative: none
   */
  protected SeededScheme(String profile, Windows windows, int vocabulary, int begin) {
    this.profile = profile;
    this.windows = windows;
    this.vocabulary = vocabulary;
    this.begin = begin;
  }

  /** Reads {@code vocab_size}, in 2..2^24. */
  public static int vocabulary(StrictJson parameters) {
    return (int) parameters.integer("vocab_size", 2, MOST_TOKENS);
  }

  /** Reads {@code bos_token_id}, which may be absent or null; negative then. */
  public static int begin(StrictJson parameters) {
    return parameters.has("bos_token_id") && !parameters.isNull("bos_token_id")
        ? (int) parameters.integer("bos_token_id", 0, Integer.MAX_VALUE)
        : NONE;
  }

  /** Reads an integer parameter that may be absent. */
  public static int optional(StrictJson parameters, String name, int least, int most, int usual) {
    return parameters.has(name) ? (int) parameters.integer(name, least, most) : usual;
  }

  /**
   * Reads the field {@code key}: an integer in 0..2^63-1, as a number or a decimal string.
   *
   * @throws BadInputException naming the field, never its value
   */
  public static long key(StrictJson root) {
    long key = root.word("key");
    if (key < 0) {
      throw new BadInputException(root.where() + "/key", "must be in 0..2^63-1");
    }
    return key;
  }

  /** Returns the first 63 bits of a seed of 32 bytes. */
  protected static long key(byte[] seed) {
    if (seed.length != 32) {
      throw new IllegalArgumentException("seed must have 32 bytes, but has " + seed.length);
    }
    return ByteBuffer.wrap(seed).getLong() >>> 1;
  }

  /** Returns this scheme under a key, in 0..2^63-1. */
  public abstract KeyedScheme keyed(long key);

  @Override
  public KeyedScheme seeded(byte[] seed) {
    return keyed(key(seed));
  }

  @Override
  public final String profile() {
    return profile;
  }

  @Override
  public final int width() {
    return windows.width();
  }

  @Override
  public final int forEach(int[] ids, int n, Sink sink) {
    requireKnown(ids, n);
    return walk(ids, n, sink);
  }

  /** As {@link #forEach}, also for ids outside the vocabulary. */
  public final int walk(int[] ids, int n, Sink sink) {
    int from = start(ids, n) + windows.first();
    int[] words = new int[windows.width()];
    for (int i = from; i < n; i++) {
      windows.copier().copy(ids, i, words);
      sink.tuple(i, words, 0);
    }
    return Math.max(0, n - from);
  }

  /** Returns 1 where the text starts with the token to drop, else 0. */
  final int start(int[] ids, int n) {
    return n > 0 && ids[0] == begin ? 1 : 0;
  }

  /**
   * Refuses a text with an id that the vocabulary does not have.
   *
   * @throws BadInputException naming the first such token
   */
  public final void requireKnown(int[] ids, int n) {
    for (int i = 0; i < n; i++) {
      if (ids[i] >= vocabulary) {
        throw new BadInputException(
            "profile " + profile + ", token " + i,
            "has id "
                + ids[i]
                + ", but vocab_size is "
                + vocabulary
                + "; the key file is for another tokenizer");
      }
    }
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  /** Returns which tokens make a tuple. */
  public final Windows windows() {
    return windows;
  }

  /** Returns how many tokens there are. */
  public final int vocabulary() {
    return vocabulary;
  }
}
