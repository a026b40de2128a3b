package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;
import java.nio.ByteBuffer;

/**
 * vLLM's algorithm {@code dual_key_gumbel}.
 *
 * @param contextWidth tokens before the scored one
 * @param alpha weight of key B in the score, in [0, 1]
 */
record DualKeyScheme(int contextWidth, double alpha) implements ForeignScheme {

  @Override
  public String profile() {
    return VllmDualKeyGumbel.ID;
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
    return new NullLaw.DualExponential(alpha);
  }

  @Override
  public Pooling pooling() {
    return Pooling.ALLOWED;
  }

  /**
   * Returns where the bias, which is that of a single key, reaches a tenth of the standard
   * deviation, whose square per tuple is v = (1 - alpha)^2 + alpha^2, 1/2 to 1.
   */
  @Override
  public long mostTuples() {
    return (long) (GumbelScheme.MOST * ((1 - alpha) * (1 - alpha) + alpha * alpha));
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    return DualKey.of(this, ByteBuffer.wrap(seed).getLong());
  }
}
