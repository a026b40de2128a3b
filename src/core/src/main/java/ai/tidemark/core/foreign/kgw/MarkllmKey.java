package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenKey;
import ai.tidemark.core.prf.Randperm;
import java.util.List;
import java.util.OptionalDouble;

/** MarkLLM's KGW under one key. */
final class MarkllmKey extends GreenKey {
  private static final String VERSION = "0.1.5";

  private final MarkllmScheme scheme;
  private final long key;
  private final int[] permutation; // the source's prf, shape [vocabulary]

  MarkllmKey(MarkllmScheme scheme, long key) {
    this(scheme, key, Randperm.whole((int) key, scheme.share().vocabulary()));
  }

  private MarkllmKey(MarkllmScheme scheme, long key, int[] permutation) {
    super(scheme);
    this.scheme = scheme;
    this.key = key;
    this.permutation = permutation;
  }

  /** Returns the source's f of a tuple, in 0..vocabulary-1. */
  int f(int[] words, int at) {
    int least = permutation[words[at]];
    for (int i = 1; i < scheme.width() - 1; i++) {
      least = Math.min(least, permutation[words[at + i]]);
    }
    return least;
  }

  /** In 0..vocabulary-1. */
  @Override
  public long seed(int[] words, int at) {
    long vocabulary = scheme.share().vocabulary();
    long factor = scheme.self() ? permutation[words[at + scheme.width() - 1]] : key % vocabulary;
    return factor * f(words, at) % vocabulary;
  }

  /** Returns the first places of the source's prf. */
  int[] permutation() {
    return permutation.clone();
  }

  @Override
  public KeyedScheme copy() {
    return new MarkllmKey(scheme, key, permutation);
  }

  @Override
  public List<String> originals() {
    return List.of(VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    if (!version.equals(VERSION)) {
      throw noSuchVersion(version);
    }
    scheme.requireKnown(ids, n);
    requireTokens(ids, n, scheme.windows().first() + 1);
    Counts counts = count(ids, n, false);
    double z = scheme.share().z(counts.green(), counts.scored());
    return new OriginalFinding(
        version, counts.scored(), counts.green(), OptionalDouble.of(z), OptionalDouble.empty());
  }
}
