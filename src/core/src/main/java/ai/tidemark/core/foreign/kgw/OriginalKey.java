package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenKey;
import ai.tidemark.core.law.NormalTail;
import ai.tidemark.core.prf.TorchSeeds;
import java.util.List;
import java.util.OptionalDouble;

/** The authors' watermark under one key. */
final class OriginalKey extends GreenKey {
  private static final String VERSION = "lm-watermarking";

  private final OriginalScheme scheme;
  private final long key;
  private final int contextWords;

  OriginalKey(OriginalScheme scheme, long key) {
    super(scheme);
    this.scheme = scheme;
    this.key = key;
    this.contextWords = scheme.width() - (scheme.seeding().selfSalt() ? 0 : 1);
  }

  @Override
  public long seed(int[] words, int at) {
    return TorchSeeds.reduce(scheme.seeding().prf().seed(words, at, at + contextWords, key));
  }

  @Override
  public KeyedScheme copy() {
    return new OriginalKey(scheme, key);
  }

  /** Returns the one behaviour; the source has no versions. */
  @Override
  public List<String> originals() {
    return List.of(VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    if (!version.equals(VERSION)) {
      throw noSuchVersion(version);
    }
    requireTokens(ids, n, scheme.seeding().contextWidth() + 1);
    Counts counts = count(ids, n, scheme.distinct());
    double z = scheme.share().z(counts.green(), counts.scored());
    return new OriginalFinding(
        version,
        counts.scored(),
        counts.green(),
        OptionalDouble.of(z),
        OptionalDouble.of(NormalTail.upper(z)));
  }
}
