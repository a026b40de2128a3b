package ai.tidemark.scan.stream;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.state.DocumentScorer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The distinct tuples of one growing stream, each scored once, when it first occurs. Holds every
 * distinct tuple. Not thread-safe.
 */
sealed interface StreamTuples {

  /**
   * Adds a text; no context spans two texts.
   *
   * @param ids token ids, shape [>= n]
   */
  void add(int[] ids, int n);

  /** Returns n and S of each hypothesis so far. */
  List<Total> totals();

  /**
   * Evidence so far.
   *
   * @param n distinct tuples
   * @param sum their exact score sum, in the law's unit
   */
  record Total(long n, BigInteger sum) {}

  /** Under keys of our own profile. */
  final class Own implements StreamTuples {
    private final Contexts.Coined contexts;
    private final DocumentScorer scorer;
    private final TupleSet all = new TupleSet(1 << 12);
    private final TupleSet fresh = new TupleSet(1 << 10);
    private final List<Evidence> totals = new ArrayList<>();

    Own(Contexts.Coined contexts, ScanKeys keys, List<Hypothesis> hypotheses) {
      this.contexts = contexts;
      this.scorer = new DocumentScorer(contexts, keys, hypotheses);
      hypotheses.forEach(_ -> totals.add(Evidence.NONE));
    }

    @Override
    public void add(int[] ids, int n) {
      fresh.clear();
      Grams.forEach(
          contexts,
          ids,
          n,
          (high, low) -> {
            if (all.add(high, low)) {
              fresh.add(high, low);
            }
          });
      List<Evidence> more = scorer.evidence(fresh);
      for (int i = 0; i < more.size(); i++) {
        totals.set(i, totals.get(i).plus(more.get(i)));
      }
    }

    @Override
    public List<Total> totals() {
      return totals.stream().map(e -> new Total(e.n(), e.sum().toBigInteger())).toList();
    }
  }

  /** Under a key of another program's mark. */
  final class Foreign implements StreamTuples {
    private final KeyedScheme key;
    private final ForeignScheme scheme;
    private final WordTuples all;
    private final TupleSet states = new TupleSet(64);
    private long n;
    private ScoreSum sum = ScoreSum.ZERO;

    Foreign(KeyedScheme key) {
      this.key = key;
      this.scheme = key.scheme();
      if (scheme.pooling() == Pooling.REFUSED) {
        throw new BadInputException(
            "profile " + scheme.profile(),
            "has no streams: one fixed list answers for all texts; test each with detect");
      }
      this.all = new WordTuples(scheme.width());
    }

    @Override
    public void add(int[] ids, int length) {
      scheme.forEach(ids, length, (_, words, at) -> tuple(words, at));
      if (n > scheme.mostTuples()) {
        throw new BadInputException(
            "profile " + scheme.profile(),
            "may claim at most "
                + scheme.mostTuples()
                + " distinct tuples, and the stream has more; end it here");
      }
    }

    private void tuple(int[] words, int at) {
      if (all.add(words, at)
          && (!key.merges() || states.add(key.stateHigh(words, at), key.stateLow(words, at)))) {
        n++;
        sum = sum.plus(key.score(words, at));
      }
    }

    @Override
    public List<Total> totals() {
      return List.of(new Total(n, sum.toBigInteger()));
    }
  }
}
