package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.LcgLanes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** SynthID of DeepMind's repository under one set of layer keys. Immutable. */
final class Dm2025Key implements KeyedScheme, Layers {
  private static final int ROUNDS = 12;
  private static final int SHIFT = 64 / ROUNDS;
  private static final int BIT = 30;
  private static final List<String> ORIGINALS = List.of("addb4a1");

  private final Dm2025Scheme scheme;
  private final long[] keys;
  private final long start;
  private final long offset; // A^ngram_len start
  private final long[] weights;

  Dm2025Key(Dm2025Scheme scheme, long[] keys) {
    this.scheme = scheme;
    this.keys = keys.clone();
    this.start = start(keys);
    long power = 1;
    for (int i = 0; i < scheme.parameters().ngramLen(); i++) {
      power *= LcgHash.MULTIPLIER;
    }
    this.offset = power * start;
    this.weights =
        scheme.parameters().statistic().weights(keys.length).stream()
            .mapToLong(Long::longValue)
            .toArray();
  }

  /** SHA-256 of the keys as little-endian 64-bit integers, read big-endian, mod 2^63 - 1. */
  private static long start(long[] keys) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * keys.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long key : keys) {
      bytes.putLong(key);
    }
    return new BigInteger(1, Parameters.sha256().digest(bytes.array()))
        .mod(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    long hash = ((long) words[at] << 32 | (words[at + 1] & 0xFFFF_FFFFL)) + offset;
    long sum = 0;
    for (int layer = 0; layer < keys.length; layer++) {
      sum += weights[layer] * g(hash, layer);
    }
    return sum;
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    int[] high = tuples.column(0);
    int[] low = tuples.column(1);
    long[] hashes = new long[Lanes.CHUNK];
    long[] sums = new long[Lanes.CHUNK];
    for (int at = from; at < to; at += Lanes.CHUNK) {
      int n = Math.min(Lanes.CHUNK, to - at);
      for (int i = 0; i < n; i++) {
        hashes[i] = ((long) high[at + i] << 32 | (low[at + i] & 0xFFFF_FFFFL)) + offset;
      }
      LcgLanes.weightedBits(hashes, keys, weights, sums, n);
      System.arraycopy(sums, 0, scores, at - from, n);
    }
  }

  @Override
  public KeyedScheme copy() {
    return this;
  }

  @Override
  public List<String> originals() {
    return ORIGINALS;
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    if (!ORIGINALS.contains(version)) {
      throw new BadInputException(
          "profile " + SynthIdDm2025.ID, "has no such version of its source; known: " + ORIGINALS);
    }
    return new SourceRows(this, ids, n)
        .finding("profile " + SynthIdDm2025.ID, version, scheme.parameters().statistic());
  }

  @Override
  public Parameters parameters() {
    return scheme.parameters();
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public int g(long hash, int layer) {
    long k = LcgHash.next(hash, keys[layer]);
    for (int round = 0; round < ROUNDS; round++) {
      k = LcgHash.next(k, 1) >> SHIFT;
    }
    return (int) (k >>> BIT) & 1;
  }
}
