package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The distinct tuples of a corpus, each its whole 128-bit block, within a budget.
 *
 * <p>Tuples are spread over partitions by bits 39..32 of {@link TupleSet#mix}. Beyond the budget
 * the set keeps a <em>consistent sample</em>: at level L the tuples whose hash starts with L zero
 * bits, one in 2^L. Being a function of the tuple alone, the sample neither depends on any key nor
 * on the order of arrival, and evidence on it has the same exact null law.
 *
 * <p><b>The final level is a function of the corpus.</b> The level rises from L only when the exact
 * number of distinct tuples seen so far at L is over the budget. What was seen is part of the
 * corpus, so the corpus itself is over the budget at L; and {@link #finish} raises until the rest
 * fits. So the final level is the least one at which the corpus fits, whoever came first.
 *
 * <p>Thread-safe: each thread adds through a {@link Writer} of its own.
 */
public final class CorpusTuples implements TupleSource {
  private static final int PARTITIONS = 256;
  private static final int PARTITION_SHIFT = 32;
  private static final int MOST_LEVELS = 24; // bits 63..40; the partition's own lie below

  private final long budget;
  private final Partition[] partitions = new Partition[PARTITIONS];
  private final AtomicLong held = new AtomicLong();
  private final Object raising = new Object();
  private volatile int level;

  /**
   * An empty set.
   *
   * @param budget tuples to hold at most
   */
  public CorpusTuples(long budget) {
    this.budget = budget;
    for (int i = 0; i < PARTITIONS; i++) {
      partitions[i] = new Partition();
    }
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public long size() {
    return held.get();
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  /** Brings the set within its budget. Call once, when every writer is flushed. */
  public void finish() {
    if (held.get() > budget) {
      raise();
    }
  }

  @Override
  public int levelOfAtMost(long most) {
    long[] byLevel = new long[MOST_LEVELS + 1];
    for (Partition partition : partitions) {
      for (int zeros = 0; zeros <= MOST_LEVELS; zeros++) {
        byLevel[zeros] += partition.byZeros[zeros];
      }
    }
    return leastLevel(level, most, byLevel);
  }

  /**
   * {@inheritDoc} To be called when all writing is over.
   *
   * @param atLevel at least {@link #level}
   */
  @Override
  public void forEach(int partition, int atLevel, int run, Sink sink) {
    TupleSet set = partitions[partition].set;
    long[] hi = new long[Math.min(run, Math.max(1, set.size()))];
    long[] lo = new long[hi.length];
    int n = 0;
    for (int i = 0; i < set.size(); i++) {
      long high = set.hi()[i];
      long low = set.lo()[i];
      if (atLevel > level && zeros(TupleSet.mix(high, low)) < atLevel) {
        continue;
      }
      hi[n] = high;
      lo[n++] = low;
      if (n == hi.length) {
        sink.tuples(hi, lo, n);
        n = 0;
      }
    }
    if (n > 0) {
      sink.tuples(hi, lo, n);
    }
  }

  /** Returns a writer for one thread. */
  public Writer writer() {
    return new Writer();
  }

  /** Collects tuples per partition and hands them over in runs. Not thread-safe. */
  public final class Writer {
    /**
     * Tuples of a partition handed over at once: with 256 partitions, 4,096 at a time take half the
     * processor time of 64 and 256, since a partition's table then stays in the cache.
     */
    private static final int RUN = 4096;

    private static final int FIRST_RUN = 32;

    private final long[][] hi = new long[PARTITIONS][FIRST_RUN];
    private final long[][] lo = new long[PARTITIONS][FIRST_RUN];
    private final int[] size = new int[PARTITIONS];

    private Writer() {}

    /** Adds a document's tuples; they may be in the set already. */
    public void add(TupleSet tuples) {
      long[] high = tuples.hi();
      long[] low = tuples.lo();
      int sampled = level;
      for (int i = 0; i < tuples.size(); i++) {
        long mix = TupleSet.mix(high[i], low[i]);
        if (zeros(mix) < sampled) {
          continue;
        }
        int p = (int) (mix >>> PARTITION_SHIFT) & (PARTITIONS - 1);
        hi[p][size[p]] = high[i];
        lo[p][size[p]++] = low[i];
        if (size[p] == RUN) {
          flush(p);
        } else if (size[p] == hi[p].length) {
          hi[p] = Arrays.copyOf(hi[p], 2 * size[p]);
          lo[p] = Arrays.copyOf(lo[p], 2 * size[p]);
        }
      }
    }

    /** Hands over what is left. */
    public void flush() {
      for (int p = 0; p < PARTITIONS; p++) {
        flush(p);
      }
    }

    private void flush(int p) {
      boolean over;
      Partition partition = partitions[p];
      synchronized (partition) {
        int added = 0;
        for (int i = 0; i < size[p]; i++) {
          added += partition.add(hi[p][i], lo[p][i]) ? 1 : 0;
        }
        over = held.addAndGet(added) > budget;
      }
      size[p] = 0;
      if (over) {
        raise();
      }
    }
  }

  /** Raises the level until the tuples seen so far fit. */
  private void raise() {
    synchronized (raising) {
      long[] byLevel = new long[MOST_LEVELS + 1];
      for (Partition partition : partitions) {
        synchronized (partition) {
          for (int zeros = 0; zeros <= MOST_LEVELS; zeros++) {
            byLevel[zeros] += partition.byZeros[zeros];
          }
        }
      }
      int least = leastLevel(level, budget, byLevel);
      if (least == level) {
        return; // another thread has made room
      }
      level = least;
      for (Partition partition : partitions) {
        synchronized (partition) {
          held.addAndGet(-partition.raise(least));
        }
      }
    }
  }

  private static int leastLevel(int from, long most, long[] byZeros) {
    int least = from;
    while (least < MOST_LEVELS && atOrAbove(least, byZeros) > most) {
      least++;
    }
    return least;
  }

  private static long atOrAbove(int zeros, long[] byZeros) {
    long sum = 0;
    for (int i = zeros; i < byZeros.length; i++) {
      sum += byZeros[i];
    }
    return sum;
  }

  /** Returns the leading zero bits of a hash, {@link #MOST_LEVELS} at most. */
  private static int zeros(long mix) {
    return Math.min(MOST_LEVELS, Long.numberOfLeadingZeros(mix));
  }

  /** Part of the set; guarded by itself while writers are at work. */
  private static final class Partition {
    private TupleSet set = new TupleSet(64);
    private final long[] byZeros = new long[MOST_LEVELS + 1];
    private int level;

    boolean add(long hi, long lo) {
      int zeros = zeros(TupleSet.mix(hi, lo));
      if (zeros < level || !set.add(hi, lo)) {
        return false;
      }
      byZeros[zeros]++;
      return true;
    }

    /** Drops what a higher level leaves out; returns how many. */
    int raise(int newLevel) {
      level = newLevel;
      TupleSet kept = new TupleSet(64);
      for (int i = 0; i < set.size(); i++) {
        if (zeros(TupleSet.mix(set.hi()[i], set.lo()[i])) >= newLevel) {
          kept.add(set.hi()[i], set.lo()[i]);
        }
      }
      int dropped = set.size() - kept.size();
      set = kept;
      for (int zeros = 0; zeros < newLevel; zeros++) {
        byZeros[zeros] = 0;
      }
      return dropped;
    }
  }
}
