package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.law.NullLaw;

/** A watermark of another program with its parameters. */
record ForeignContender(ForeignScheme scheme) implements Contender {
  @Override
  public String profile() {
    return scheme.profile();
  }

  @Override
  public int width() {
    return scheme.width();
  }

  @Override
  public int forEach(int[] ids, int n, ForeignScheme.Sink sink) {
    return scheme.forEach(ids, n, sink);
  }

  @Override
  public NullLaw law() {
    return scheme.law();
  }

  @Override
  public Pooling pooling() {
    return scheme.pooling();
  }

  @Override
  public long mostTuples() {
    return scheme.mostTuples();
  }

  @Override
  public Tally tally(byte[] seed, CountedTuples tuples) {
    KeyedScheme key = scheme.seeded(seed);
    Weights weights = new Weights();
    TupleSet states = new TupleSet(key.merges() ? tuples.size() : 0);
    int[] words = tuples.words();
    int width = tuples.width();
    for (int i = 0; i < tuples.size(); i++) {
      int at = i * width;
      long score = key.score(words, at);
      if (!key.merges() || states.add(key.stateHigh(words, at), key.stateLow(words, at))) {
        weights.once(score);
      }
      weights.repeated(score, tuples.texts(i), tuples.occurrences(i));
    }
    return weights.tally();
  }

  @Override
  public TextKey textKey(byte[] seed) {
    ForeignDetector detector = new ForeignDetector(scheme.seeded(seed));
    return (ids, n) -> {
      detector.begin();
      detector.add(ids, n);
      ForeignEvidence evidence = detector.evidence();
      return new Count(evidence.n(), evidence.sum().longValueExact());
    };
  }
}
