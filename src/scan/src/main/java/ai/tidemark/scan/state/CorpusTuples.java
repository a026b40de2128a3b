package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * <p><b>Text forms.</b> A tuple may occur in the raw texts, in the normalised ones, or in both; the
 * set holds it once, with a byte that says so. The bytes are there only once a text differed from
 * its normalised form: until then every tuple is in both.
 *
 * <p>Thread-safe: each thread adds through a {@link Writer} of its own.
 */
public final class CorpusTuples implements TupleSource {
  private static final int PARTITIONS = 256;
  private static final int PARTITION_SHIFT = 32;

  private final long budget;
  private final Partition[] partitions;
  private final AtomicLong held = new AtomicLong();
  private final Object raising = new Object();
  private volatile int level;

  /**
   * An empty set.
   *
   * @param budget tuples to hold at most
   */
  public CorpusTuples(long budget) {
    this(budget, PARTITIONS);
  }

  /**
   * An empty set in another number of partitions, which changes no result.
   *
   * @param count partitions, in 1..256
   */
  CorpusTuples(long budget, int count) {
    this.budget = budget;
    this.partitions = new Partition[count];
    for (int i = 0; i < count; i++) {
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
    return partitions.length;
  }

  /** Returns the partition of a tuple: bits 39..32 of its hash, scaled to their number. */
  private int partition(long mix) {
    return (((int) (mix >>> PARTITION_SHIFT) & (PARTITIONS - 1)) * partitions.length) >>> 8;
  }

  @Override
  public String digest() {
    TupleDigest digest = new TupleDigest();
    for (Partition partition : partitions) {
      TupleSet set = partition.set;
      for (int i = 0; i < set.size(); i++) {
        digest.add(set.hi()[i], set.lo()[i], partition.forms(i));
      }
    }
    return digest.hex();
  }

  /** Brings the set within its budget. Call once, when every writer is flushed. */
  public void finish() {
    if (held.get() > budget) {
      raise();
    }
  }

  @Override
  public int levelOfAtMost(long most) {
    long[] byLevel = new long[Sampling.MOST_LEVELS + 1];
    for (Partition partition : partitions) {
      for (int zeros = 0; zeros <= Sampling.MOST_LEVELS; zeros++) {
        byLevel[zeros] += partition.byZeros[zeros];
      }
    }
    return Sampling.leastLevel(level, most, byLevel);
  }

  @Override
  public List<Part> parts(int sliceLevel) {
    boolean forms = Arrays.stream(partitions).anyMatch(p -> p.forms.length > 0);
    List<Part> parts = new ArrayList<>();
    for (int set = TextForm.BOTH; set >= (forms ? 1 : TextForm.BOTH); set--) {
      parts.add(new Part(set, sliceLevel, NO_LEVEL));
      if (sliceLevel > level) {
        parts.add(new Part(set, level, sliceLevel));
      }
    }
    return parts;
  }

  /** {@inheritDoc} To be called when all writing is over. */
  @Override
  public void forEach(int partition, Part part, int run, Sink sink) {
    TupleSet set = partitions[partition].set;
    long[] hi = new long[Math.min(run, Math.max(1, set.size()))];
    long[] lo = new long[hi.length];
    int n = 0;
    for (int i = 0; i < set.size(); i++) {
      if (partitions[partition].forms(i) != part.forms()) {
        continue;
      }
      long high = set.hi()[i];
      long low = set.lo()[i];
      int zeros = Sampling.zeros(TupleSet.mix(high, low));
      if (zeros < part.fromLevel() || zeros >= part.belowLevel()) {
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

    private final long[][] hi = new long[partitions.length][FIRST_RUN];
    private final long[][] lo = new long[partitions.length][FIRST_RUN];
    private final byte[][] forms = new byte[partitions.length][FIRST_RUN];
    private final int[] size = new int[partitions.length];

    private Writer() {}

    /**
     * Adds a document's tuples; they may be in the set already.
     *
     * @param in which forms of the text they are in: bits of {@link TextForm#bit}
     */
    public void add(TupleSet tuples, int in) {
      long[] high = tuples.hi();
      long[] low = tuples.lo();
      int sampled = level;
      for (int i = 0; i < tuples.size(); i++) {
        long mix = TupleSet.mix(high[i], low[i]);
        if (Sampling.zeros(mix) < sampled) {
          continue;
        }
        int p = partition(mix);
        hi[p][size[p]] = high[i];
        forms[p][size[p]] = (byte) in;
        lo[p][size[p]++] = low[i];
        if (size[p] == RUN) {
          flush(p);
        } else if (size[p] == hi[p].length) {
          hi[p] = Arrays.copyOf(hi[p], 2 * size[p]);
          lo[p] = Arrays.copyOf(lo[p], 2 * size[p]);
          forms[p] = Arrays.copyOf(forms[p], 2 * size[p]);
        }
      }
    }

    /** Hands over what is left. */
    public void flush() {
      for (int p = 0; p < partitions.length; p++) {
        flush(p);
      }
    }

    private void flush(int p) {
      boolean over;
      Partition partition = partitions[p];
      synchronized (partition) {
        int added = 0;
        for (int i = 0; i < size[p]; i++) {
          added += partition.add(hi[p][i], lo[p][i], forms[p][i]) ? 1 : 0;
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
      long[] byLevel = new long[Sampling.MOST_LEVELS + 1];
      for (Partition partition : partitions) {
        synchronized (partition) {
          for (int zeros = 0; zeros <= Sampling.MOST_LEVELS; zeros++) {
            byLevel[zeros] += partition.byZeros[zeros];
          }
        }
      }
      int least = Sampling.leastLevel(level, budget, byLevel);
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

  /** Part of the set; guarded by itself while writers are at work. */
  private static final class Partition {
    private TupleSet set = new TupleSet(64);
    private byte[] forms = new byte[0]; // of each tuple; none while every tuple is in both
    private final long[] byZeros = new long[Sampling.MOST_LEVELS + 1];
    private int level;

    boolean add(long hi, long lo, byte in) {
      int zeros = Sampling.zeros(TupleSet.mix(hi, lo));
      if (zeros < level) {
        return false;
      }
      boolean fresh = set.add(hi, lo);
      byZeros[zeros] += fresh ? 1 : 0;
      if (forms.length > 0 || in != TextForm.BOTH) {
        note(set.index(hi, lo), fresh, in);
      }
      return fresh;
    }

    private void note(int index, boolean fresh, byte in) {
      boolean first = forms.length == 0;
      if (forms.length < set.size()) {
        forms = Arrays.copyOf(forms, set.hi().length);
      }
      if (first) {
        Arrays.fill(forms, 0, set.size(), (byte) TextForm.BOTH);
      }
      forms[index] = fresh ? in : (byte) (forms[index] | in);
    }

    /** Returns the forms that a tuple is in. */
    int forms(int index) {
      return forms.length == 0 ? TextForm.BOTH : forms[index];
    }

    /** Drops what a higher level leaves out; returns how many. */
    int raise(int newLevel) {
      level = newLevel;
      TupleSet kept = new TupleSet(64);
      byte[] keptForms = new byte[forms.length];
      for (int i = 0; i < set.size(); i++) {
        if (Sampling.zeros(TupleSet.mix(set.hi()[i], set.lo()[i])) >= newLevel) {
          if (forms.length > 0) {
            keptForms[kept.size()] = forms[i];
          }
          kept.add(set.hi()[i], set.lo()[i]);
        }
      }
      int dropped = set.size() - kept.size();
      set = kept;
      forms = keptForms;
      for (int zeros = 0; zeros < newLevel; zeros++) {
        byZeros[zeros] = 0;
      }
      return dropped;
    }
  }
}
