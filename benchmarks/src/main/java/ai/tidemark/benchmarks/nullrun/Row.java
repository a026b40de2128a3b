package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.foreign.WordTuples;
import java.util.Optional;

/**
 * One row of the run with all that was found.
 *
 * @param distinct tuples of the whole corpus, about
 * @param rate of the sample in units of 2^-20; 0 where it was taken context by context
 * @param sampled distinct tuples in the sample
 * @param occurrences of them
 * @param corpus the sample under every key; absent where a profile may not be pooled
 * @param seconds it took
 */
record Row(
    Entry entry,
    Pace pace,
    Plan plan,
    long distinct,
    int rate,
    int sampled,
    long occurrences,
    Optional<KeyTrials> corpus,
    TextTrials texts,
    double seconds) {
  private static final int PILOT = Sampler.WHOLE / 64;
  private static final int PACE_TUPLES = 20_000;
  private static final int PACE_TUPLES_WHERE_CHEAP = 500_000; // more than the caches hold
  private static final double CHEAP_NANOS = 200;
  private static final int PACE_TUPLES_BY_CONTEXT = 2_000;
  private static final int LEAST_IN_CONTEXT = 200;
  private static final int MOST_IN_CONTEXT = 1_000;

  /** What the whole run is asked for. */
  record Size(int keys, int texts, int threads, double secondsPerShare) {}

  /** Measures, plans and runs a row. */
  static Row run(Entry entry, Texts texts, double meanIds, Size size) {
    long begin = System.nanoTime();
    Contender contender = entry.contender();
    Sampler sampler = new Sampler(texts, contender);
    boolean byContext = entry.contextWords() > 0;
    CountedTuples pilot =
        byContext
            ? sampler.byContext(
                entry.contextWords(), LEAST_IN_CONTEXT, MOST_IN_CONTEXT, Plan.LEAST_TUPLES)
            : sampler.byTuple(PILOT, 1 << 20);
    int paceTuples = byContext ? PACE_TUPLES_BY_CONTEXT : PACE_TUPLES;
    Pace pace = Pace.of(contender, below(pilot, Sampler.WHOLE, paceTuples), texts);
    if (!byContext && pace.tupleNanos() < CHEAP_NANOS) {
      pace = Pace.of(contender, below(pilot, Sampler.WHOLE, PACE_TUPLES_WHERE_CHEAP), texts);
    }
    long distinct = byContext ? pilot.size() : (long) pilot.size() * (Sampler.WHOLE / PILOT);
    int texted = Math.min(size.texts(), texts.count());
    double seconds = size.secondsPerShare() * entry.share() * size.threads();
    Plan plan = Plan.of(contender, pace, seconds, size.keys(), distinct, texted, meanIds);
    int rate = byContext ? 0 : rate(plan.tuples(), distinct);
    CountedTuples sample = pilot;
    if (!byContext && contender.pooling() != Pooling.REFUSED) {
      sample =
          rate <= PILOT
              ? below(pilot, rate, Integer.MAX_VALUE)
              : sampler.byTuple(rate, (int) (1.05 * plan.tuples()));
    }
    Optional<KeyTrials> corpus = Optional.empty();
    if (contender.pooling() != Pooling.REFUSED) {
      corpus = Optional.of(KeyTrials.run(contender, sample, size.keys(), size.threads()));
    }
    long occurrences = 0;
    for (int i = 0; i < sample.size(); i++) {
      occurrences += sample.occurrences(i);
    }
    int sampled = sample.size();
    TextTrials single = TextTrials.run(contender, texts, plan, size.threads());
    double took = (System.nanoTime() - begin) * 1e-9;
    return new Row(entry, pace, plan, distinct, rate, sampled, occurrences, corpus, single, took);
  }

  private static int rate(int tuples, long distinct) {
    return (int)
        Math.clamp(Math.ceil((double) tuples / distinct * Sampler.WHOLE), 1, Sampler.WHOLE);
  }

  private static CountedTuples below(CountedTuples from, int rate, int most) {
    int width = from.width();
    CountedTuples few = new CountedTuples(width, 1 << 16);
    for (int i = 0; i < from.size() && few.size() < most; i++) {
      if (WordTuples.hash(from.words(), i * width, width) >>> 44 < rate) {
        few.copy(from, i);
      }
    }
    return few;
  }
}
