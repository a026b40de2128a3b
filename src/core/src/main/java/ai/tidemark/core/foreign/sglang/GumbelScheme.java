package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.nio.ByteBuffer;

/**
 * SGLang's watermark with one key.
 *
 * @param contextWindow tokens before the scored one
 */
record GumbelScheme(int contextWindow) implements ForeignScheme {

  @Override
  public String profile() {
    return SglangGumbel.ID;
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
    return new GumbelKey(this, ByteBuffer.wrap(seed).getLong());
  }
}
