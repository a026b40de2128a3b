package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenKey;
import ai.tidemark.core.law.NormalTail;
import ai.tidemark.core.prf.TorchSeeds;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The watermark of transformers under one key. */
final class HfKey extends GreenKey {
  private static final Pattern VERSION =
      Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(\\.[0-9]{1,4})?");
  private static final int[] DISTINCT_SINCE = {5, 19};
  private static final int[] TRUE_TAIL_SINCE = {5, 23};

  private final HfScheme scheme;
  private final long key;
  private final @Nullable HashTable table;

  HfKey(HfScheme scheme, long key) {
    this(scheme, key, scheme.selfHash() ? new HashTable((int) key) : null);
  }

  private HfKey(HfScheme scheme, long key, @Nullable HashTable table) {
    super(scheme);
    this.scheme = scheme;
    this.key = key;
    this.table = table;
  }

  @Override
  public long seed(int[] words, int at) {
    if (table == null) {
      return TorchSeeds.multiplyAdd(key, words[at + scheme.width() - 2], 0);
    }
    int last = at + scheme.width() - 1;
    long scale = table.hash(words[last]);
    long least = Long.MAX_VALUE;
    for (int i = at; i <= last; i++) {
      least = Math.min(least, key * table.hash(words[i]) * scale);
    }
    return TorchSeeds.reduce(least);
  }

  @Override
  public KeyedScheme copy() {
    return new HfKey(scheme, key, table);
  }

  /** Returns the three behaviours; any version number is taken for the one it falls under. */
  @Override
  public List<String> originals() {
    return List.of("5.18", "5.22", "5.23");
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    requireTokens(ids, n, scheme.contextWidth() + 1);
    Counts counts = count(ids, n, scheme.distinct() && from(version, DISTINCT_SINCE));
    double z = scheme.share().z(counts.green(), counts.scored());
    return new OriginalFinding(
        version,
        counts.scored(),
        counts.green(),
        OptionalDouble.of(z),
        OptionalDouble.of(p(version, z)));
  }

  /** Returns the p-value that a version prints for a z. */
  double p(String version, double z) {
    return from(version, TRUE_TAIL_SINCE) ? NormalTail.upper(z) : polya(z);
  }

  /**
   * Returns the approximation of Polya 1945, but without its square root: too small by 1.7 at z = 4
   * and by 18 at z = 6, and 0 from z = 8.
   */
  private static double polya(double z) {
    return 1 - 0.5 * (1 + Math.signum(z) * (1 - StrictMath.exp(-2 * z * z / Math.PI)));
  }

  private boolean from(String version, int[] since) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      throw noSuchVersion(version);
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    return major > since[0] || (major == since[0] && minor >= since[1]);
  }
}
