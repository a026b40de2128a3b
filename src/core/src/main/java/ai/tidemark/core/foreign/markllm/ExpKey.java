package ai.tidemark.core.foreign.markllm;

import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.ExponentialKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalDouble;

/** EXP under one key. */
final class ExpKey extends ExponentialKey {
  private static final String VERSION = "0.1.5";

  private final ExpScheme scheme;
  private final long key;

  ExpKey(ExpScheme scheme, long key) {
    super(scheme);
    this.scheme = scheme;
    this.key = key;
  }

  /** key times (product of the context modulo the vocabulary). */
  @Override
  public long seed(int[] words, int at) {
    return key * words[at];
  }

  @Override
  public ExpScheme scheme() {
    return scheme;
  }

  @Override
  public KeyedScheme copy() {
    return new ExpKey(scheme, key);
  }

  @Override
  public List<String> originals() {
    return List.of(VERSION);
  }

  /** Sums over every position, repeats included; its p is the tail of Gamma(n, 1). */
  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    if (!version.equals(VERSION)) {
      throw noSuchVersion(version);
    }
    requireTokens(ids, n, scheme.windows().first() + 1);
    double[] sum = {0};
    int scored =
        scheme.forEach(ids, n, (_, words, at) -> sum[0] += originalScore(level(words, at)));
    return new OriginalFinding(
        version,
        scored,
        sum[0],
        OptionalDouble.empty(),
        OptionalDouble.of(StrictMath.exp(lnTail(scored, sum[0]))));
  }

  /** Returns log(1 / (1 - r)), 1 / (1 - r) rounded to float32 as there. */
  static double originalScore(int level) {
    float rest = 1f - level * 0x1p-24f;
    return StrictMath.log(1f / rest);
  }

  /** Returns ln P(Gamma(n, 1) >= s): linear between the two nearest multiples of 2^-32. */
  private double lnTail(long n, double s) {
    BigInteger below = new BigDecimal(s).multiply(BigDecimal.valueOf(1L << 32)).toBigInteger();
    double part = s * 0x1p32 - below.doubleValue();
    double lower = scheme.law().lnP(n, below);
    return lower + part * (scheme.law().lnP(n, below.add(BigInteger.ONE)) - lower);
  }
}
