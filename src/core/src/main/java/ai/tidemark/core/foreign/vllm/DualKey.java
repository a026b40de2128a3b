package ai.tidemark.core.foreign.vllm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** vLLM's algorithm {@code dual_key_gumbel} under one key, from which two are derived. */
final class DualKey implements KeyedScheme {
  private final DualKeyScheme scheme;
  private final long keyA;
  private final long keyB;
  private final PhiloxDraw drawA;
  private final PhiloxDraw drawB;
  private final double weightA;
  private final double weightB;
  private @Nullable BulkDraw bulk; // made when first asked for

  private DualKey(DualKeyScheme scheme, long keyA, long keyB) {
    this.scheme = scheme;
    this.keyA = keyA;
    this.keyB = keyB;
    this.drawA = new PhiloxDraw(keyA);
    this.drawB = new PhiloxDraw(keyB);
    this.weightA = 1 - scheme.alpha();
    this.weightB = scheme.alpha();
  }

  /** Returns the scheme under the keys that vLLM derives from one. */
  static DualKey of(DualKeyScheme scheme, long key) {
    return new DualKey(scheme, derived(key, "key_a"), derived(key, "key_b"));
  }

  /** Returns the first eight bytes of SHA-256(name, key), both most significant byte first. */
  static long derived(long key, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(US_ASCII));
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, key));
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    return (long) (nats(words, at) * 0x1p32);
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    if (bulk == null) {
      bulk = new BulkDraw(scheme.contextWidth(), keyA, keyB, weightA, weightB);
    }
    bulk.scores(tuples, from, to, scores);
  }

  private double nats(int[] words, int at) {
    int width = scheme.contextWidth();
    return weightA * PhiloxDraw.nats(drawA.word(words, at, width))
        + weightB * PhiloxDraw.nats(drawB.word(words, at, width));
  }

  @Override
  public KeyedScheme copy() {
    return new DualKey(scheme, keyA, keyB);
  }

  @Override
  public List<String> originals() {
    return List.of(Vllm033.VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    return original(true, ids, n).finding(version);
  }

  /** Returns what vLLM's detector computes. */
  Vllm033 original(boolean dedup, int[] ids, int n) {
    int width = scheme.contextWidth();
    return Vllm033.detect(width, scheme.alpha(), dedup, this::nats, ids, n);
  }
}
