package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.nio.ByteBuffer;

/**
 * SGLang's watermark with two keys and a keyed coin between them.
 *
 * @param contextWindow tokens before the scored one
 * @param mixingProbability of key A, strictly between 0 and 1
 */
record DualGumbelScheme(int contextWindow, double mixingProbability) implements ForeignScheme {

  @Override
  public String profile() {
    return SglangDualGumbel.ID;
  }

  @Override
  public int width() {
    return HashedContexts.WIDTH;
  }

  @Override
  public int forEach(int[] ids, int n, Sink sink) {
    return HashedContexts.forEach(contextWindow, ids, n, sink);
  }

  @Override
  public NullLaw law() {
    return new NullLaw.ExponentialSum();
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  @Override
  public long mostTuples() {
    return HashedContexts.MOST;
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    ByteBuffer words = ByteBuffer.wrap(seed);
    return new DualGumbelKey(this, words.getLong(), words.getLong());
  }
}
