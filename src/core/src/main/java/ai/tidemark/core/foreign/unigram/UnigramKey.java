package ai.tidemark.core.foreign.unigram;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.prf.Pcg64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Unigram under one key. */
final class UnigramKey implements KeyedScheme {
  private static final String VERSION = "0.1.5";

  private final UnigramScheme scheme;
  private final boolean[] green; // shape [vocabulary], not modified after construction

  UnigramKey(UnigramScheme scheme, long key) {
    this(scheme, list(scheme, key));
  }

  private UnigramKey(UnigramScheme scheme, boolean[] green) {
    this.scheme = scheme;
    this.green = green;
  }

  /** {@code default_rng(seed).shuffle} of a mask whose first entries are true. */
  private static boolean[] list(UnigramScheme scheme, long key) {
    boolean[] mask = new boolean[scheme.vocabulary()];
    Arrays.fill(mask, 0, scheme.share().green(), true);
    new Pcg64(seed(key)).shuffle(mask);
    return mask;
  }

  /** Returns the first four bytes, little-endian, of SHA-256 of the key as an int64. */
  static int seed(long key) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(key).array();
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public UnigramScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    return green[words[at]] ? 1 : 0;
  }

  @Override
  public KeyedScheme copy() {
    return new UnigramKey(scheme, green);
  }

  /** Returns a copy of the list, shape [vocabulary]. */
  boolean[] list() {
    return green.clone();
  }

  @Override
  public List<String> originals() {
    return List.of(VERSION);
  }

  /** Counts every position, repeats included; it has no p. */
  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    if (!version.equals(VERSION)) {
      throw new BadInputException(
          "--as-original " + version,
          "is not a version whose detector is repeated here; there are " + originals());
    }
    scheme.requireKnown(ids, n);
    if (n == 0) {
      throw new BadInputException(
          "profile " + scheme.profile(), "the source fails on a text without tokens");
    }
    long count = 0;
    for (int i = 0; i < n; i++) {
      count += score(ids, i);
    }
    return new OriginalFinding(
        version, n, count, OptionalDouble.of(scheme.share().z(count, n)), OptionalDouble.empty());
  }
}
