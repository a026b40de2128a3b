package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.nio.ByteBuffer;

/**
 * vLLM's algorithm {@code gumbel}.
 *
 * @param contextWidth tokens before the scored one
 */
record GumbelScheme(int contextWidth) implements ForeignScheme {
  /**
   * Mean of the whole-unit score over all 2^24 values of u, less one nat: the end of the levels
   * near 1 and the rounding of u to float32 cut the tail of the exponential. A test adds them all.
   */
  static final double BIAS = -5.24408761179429e-7;

  /** Where n |bias| reaches a tenth of the standard deviation sqrt(n): (0.1 / bias)^2. */
  static final long MOST = 36_363_034_879L;

  @Override
  public String profile() {
    return VllmGumbel.ID;
  }

  @Override
  public int width() {
    return contextWidth + 1;
  }

  @Override
  public int forEach(int[] ids, int n, Sink sink) {
    return PaddedContexts.forEach(contextWidth, ids, n, sink);
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
    return MOST;
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    return new GumbelKey(this, ByteBuffer.wrap(seed).getLong());
  }
}
