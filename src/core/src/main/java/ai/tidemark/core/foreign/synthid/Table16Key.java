package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import java.util.List;

/** SynthID through a table, under one set of layer keys. Immutable. */
final class Table16Key implements KeyedScheme, Layers {
  private static final List<String> ORIGINALS = List.of("0.2.1", "5.23");

  private final Table16Scheme scheme;
  private final long[] keys;
  private final byte[] table;
  private final int mask;
  private final int[] shifts; // k A + 1 mod size
  private final long[] weights;

  Table16Key(Table16Scheme scheme, long[] keys) {
    this.scheme = scheme;
    this.keys = keys.clone();
    this.table = scheme.table().bits();
    this.mask = table.length - 1;
    this.shifts = new int[keys.length];
    for (int layer = 0; layer < keys.length; layer++) {
      shifts[layer] = (int) LcgHash.next(0, keys[layer]) & mask;
    }
    this.weights =
        scheme.parameters().statistic().weights(keys.length).stream()
            .mapToLong(Long::longValue)
            .toArray();
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    int base = words[at] * (int) LcgHash.MULTIPLIER;
    long sum = 0;
    for (int layer = 0; layer < shifts.length; layer++) {
      sum += weights[layer] * table[(base + shifts[layer]) & mask];
    }
    return sum;
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
          "profile " + SynthIdTable16.ID, "has no such version of its source; known: " + ORIGINALS);
    }
    return new SourceRows(this, ids, n)
        .finding("profile " + SynthIdTable16.ID, version, scheme.parameters().statistic());
  }

  @Override
  public Parameters parameters() {
    return scheme.parameters();
  }

  @Override
  public long start() {
    return Table16Scheme.START;
  }

  @Override
  public int g(long hash, int layer) {
    return table[(int) LcgHash.next(hash, keys[layer]) & mask];
  }
}
