package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.law.NullLaw;

/** A watermark of another program with its parameters. */
record ForeignContender(ForeignScheme scheme) implements Contender {
  private static final int BLOCK = 4096;

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
    return oneByOne(seed, tuples);
  }

  @Override
  public Tally oneByOne(byte[] seed, CountedTuples tuples) {
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
  public void bulk(byte[] seed, WeighedColumns tuples, Weights into) {
    KeyedScheme key = scheme.seeded(seed);
    Merging merging = key.merges() ? new Merging(key, tuples.words()) : null;
    long[] scores = new long[BLOCK];
    for (int from = 0; from < tuples.size(); from += BLOCK) {
      int count = Math.min(BLOCK, tuples.size() - from);
      key.scores(tuples.words(), from, from + count, scores);
      into.repeated(scores, count, tuples, from);
      if (merging == null) {
        into.once(scores, count);
      } else {
        for (int i = 0; i < count; i++) {
          if (merging.isNew(from + i)) {
            into.once(scores[i]);
          }
        }
      }
    }
  }

  @Override
  public boolean merges(byte[] seed) {
    return scheme.seeded(seed).merges();
  }

  /** Which tuples are the first of their state, asked in their order: by the last word. */
  private static final class Merging {
    private final KeyedScheme key;
    private final WordColumns tuples;
    private final int[] last;
    private final int[] row;
    private final States states = new States();
    private int end;

    Merging(KeyedScheme key, WordColumns tuples) {
      this.key = key;
      this.tuples = tuples;
      this.last = tuples.column(tuples.width() - 1);
      this.row = new int[tuples.width()];
    }

    boolean isNew(int tuple) {
      if (tuple == end) {
        while (end < last.length && last[end] == last[tuple]) {
          end++;
        }
        states.begin(end - tuple);
      }
      tuples.row(tuple, row);
      return states.add(key.stateHigh(row, 0), key.stateLow(row, 0));
    }
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
