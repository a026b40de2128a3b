package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.LayerSum;
import ai.tidemark.core.law.NullLaw;

/**
 * SynthID through a sampling table. Entry ((h + k) A + 1) mod size answers for layer key k, h the
 * hash of the n-gram; size is a power of two, so the entry depends on h mod size alone: that state
 * is the tuple.
 */
final class Table16Scheme implements ForeignScheme {
  /** What the hash of every n-gram starts from. */
  static final long START = 1;

  private final Parameters parameters;
  private final SamplingTable table;

  Table16Scheme(Parameters parameters, SamplingTable table) {
    this.parameters = parameters;
    this.table = table;
  }

  Parameters parameters() {
    return parameters;
  }

  SamplingTable table() {
    return table;
  }

  int size() {
    return table.bits().length;
  }

  @Override
  public String profile() {
    return SynthIdTable16.ID;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int forEach(int[] ids, int n, Sink sink) {
    int[] words = new int[1];
    int mask = size() - 1;
    int first = parameters.ngramLen() - 1;
    int end = parameters.end(ids, n);
    for (int i = first; i < end; i++) {
      words[0] = (int) LcgHash.of(START, ids, i - first, i + 1) & mask;
      sink.tuple(i, words, 0);
    }
    return Math.max(0, end - first);
  }

  @Override
  public NullLaw law() {
    return new NullLaw.TableBits(
        parameters.statistic().weights(parameters.depth()), table.ones(), size());
  }

  /**
   * Under a uniform layer key a layer reads the entries (A (s + k) + 1) mod size of the states s: a
   * shift of the table, every one equally likely. All of them are counted.
   */
  @Override
  public NullLaw lawOf(WordTuples counted) {
    int n = counted.size();
    if (size() > ShiftCounts.MOST || n == 0) {
      return law();
    }
    long[] cases = new long[n + 1];
    for (int count : table.shifts().of(counted.words(), n)) {
      cases[count]++;
    }
    return new NullLaw.GivenTuples(
        new LayerSum(parameters.statistic().weights(parameters.depth()), n, cases));
  }

  @Override
  public Pooling pooling() {
    return Pooling.FEW_STATES;
  }

  @Override
  public long mostTuples() {
    return size();
  }

  @Override
  public KeyedScheme seeded(byte[] seed) {
    return new Table16Key(this, parameters.seededKeys(seed));
  }

  /** Returns whether the other has the same parameters and table. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Table16Scheme scheme
        && parameters.equals(scheme.parameters)
        && table.equals(scheme.table);
  }

  @Override
  public int hashCode() {
    return 31 * parameters.hashCode() + table.hashCode();
  }
}
