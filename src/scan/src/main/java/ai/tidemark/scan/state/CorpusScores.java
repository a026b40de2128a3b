package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Score;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.TextForm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Evidence of many keys on the same tuples under one coin. The coin routes a run of tuples once,
 * then every key draws on what it routed: so a key more costs its draws and nothing else. Sums are
 * exact, so any number of threads and any order give the same bits.
 */
public final class CorpusScores {
  /** Tuples routed at a time: about 2,000 to 4,000 a tier, whose blocks stay in the L2 cache. */
  private static final int RUN = 1 << 13;

  /**
   * Which keys score which tuples.
   *
   * @param contexts widths and shares
   * @param coin the coin key, see {@link DrawKey#coinKey}; whoever made it closes it
   * @param fleet keys for the fleet tier; tuples of that tier are passed over if empty
   * @param tenant keys for the tenant tier; tuples of that tier are passed over if empty
   */
  public record Keys(
      Contexts.Coined contexts, DrawKey coin, List<DrawKey> fleet, List<DrawKey> tenant) {
    private List<DrawKey> of(Tier tier) {
      return tier == Tier.FLEET ? fleet : tenant;
    }
  }

  private final List<TupleSource.Part> parts;
  private final Sums[] sums; // of each part
  private final long draws;
  private final long cpuNanos;

  private CorpusScores(List<TupleSource.Part> parts, Sums[] sums, long draws, long cpuNanos) {
    this.parts = parts;
    this.sums = sums;
    this.draws = draws;
    this.cpuNanos = cpuNanos;
  }

  /**
   * Scores a corpus. If {@code stop} comes to say true, or this thread is interrupted, the result
   * is of no use.
   *
   * @param sliceLevel also tells what lies on the slice sampled at this level, see {@link #slice}
   * @param workers threads
   */
  public static CorpusScores of(
      TupleSource tuples, int sliceLevel, Keys keys, int workers, BooleanSupplier stop) {
    return of(tuples, tuples.parts(sliceLevel), keys, workers, stop);
  }

  /** Scores only the slice of a corpus that is sampled at a level, raw texts alone. */
  public static CorpusScores ofSlice(
      TupleSource tuples, int sliceLevel, Keys keys, int workers, BooleanSupplier stop) {
    return of(tuples, slice(tuples, sliceLevel), keys, workers, stop);
  }

  /**
   * Returns the evidence of fleet keys that each have a coin of their own, on the fleet tier of the
   * slice sampled at a level, raw texts alone; in the order of the keys. The slice is copied: 16
   * bytes a tuple. If {@code stop} comes to say true, or this thread is interrupted, the result is
   * of no use.
   */
  public static List<Evidence> ofEach(
      TupleSource tuples,
      int sliceLevel,
      Contexts.Coined contexts,
      List<DrawKey> owners,
      int workers,
      BooleanSupplier stop) {
    Evidence[] evidence = new Evidence[owners.size()];
    Arrays.fill(evidence, Evidence.NONE);
    List<TupleSource.Part> slice = slice(tuples, sliceLevel);
    List<Copy> copies = slice.stream().map(part -> Copy.of(tuples, part, stop)).toList();
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        workers,
        interrupted -> {
          BooleanSupplier ends = () -> stop.getAsBoolean() || interrupted.getAsBoolean();
          int k = next.getAndIncrement();
          while (k < evidence.length && !ends.getAsBoolean()) {
            Scorer scorer = ownCoin(contexts, owners.get(k), slice.size());
            for (int s = 0; s < slice.size(); s++) {
              Copy copy = copies.get(s);
              scorer.buffers[s].add(copy.hi, copy.lo, copy.size, ends);
            }
            scorer.finish(ends);
            evidence[k] =
                new CorpusScores(slice, scorer.sums, 0, 0)
                    .evidence(Tier.FLEET, TextForm.RAW)
                    .getFirst();
            k = next.getAndIncrement();
          }
          return k;
        });
    return List.of(evidence);
  }

  /** The tuples of a slice: read once, though every key routes them anew. */
  private static final class Copy {
    private long[] hi = new long[RUN];
    private long[] lo = new long[RUN];
    private int size;

    static Copy of(TupleSource tuples, TupleSource.Part part, BooleanSupplier stop) {
      Copy copy = new Copy();
      for (int p = 0; p < tuples.partitions() && !stop.getAsBoolean(); p++) {
        tuples.forEach(p, part, RUN, copy::add);
      }
      return copy;
    }

    private void add(long[] moreHi, long[] moreLo, int n) {
      if (hi.length - size < n) {
        int room = Math.max(size + n, 2 * size);
        hi = Arrays.copyOf(hi, room);
        lo = Arrays.copyOf(lo, room);
      }
      System.arraycopy(moreHi, 0, hi, size, n);
      System.arraycopy(moreLo, 0, lo, size, n);
      size += n;
    }
  }

  private static Scorer ownCoin(Contexts.Coined contexts, DrawKey owner, int parts) {
    try (DrawKey coin = owner.coinKey()) {
      return new Scorer(new Keys(contexts, coin, List.of(owner), List.of()), parts);
    }
  }

  /**
   * Returns how many distinct tuples of a tier and a text form drew a low u under a key.
   *
   * @param coinKey see {@link DrawKey#coinKey}
   * @param low u at or below this, in (0, 1)
   */
  public static long lowDraws(
      TupleSource tuples,
      Contexts.Coined contexts,
      DrawKey coinKey,
      DrawKey key,
      Tier tier,
      TextForm form,
      double low) {
    Coin coin = new Coin(contexts, coinKey);
    Draws draws = Draws.bulk(key);
    long cut = (long) (low * 0x1p32); // of the first 32 bits of a word
    long[] count = new long[1];
    for (TupleSource.Part part : tuples.parts(tuples.level())) {
      for (int p = 0; p < tuples.partitions() && part.in(form); p++) {
        tuples.forEach(
            p,
            part,
            RUN,
            (hi, lo, n) -> {
              Coin.Routed routed = coin.route(hi, lo, 0, n);
              (tier == Tier.FLEET ? routed.fleet() : routed.tenant())
                  .forEachWord(draws, w -> count[0] += (w >>> 32) < cut ? 1 : 0);
            });
      }
    }
    return count[0];
  }

  /**
   * Returns the natural logarithms of the p-values of single tuples under a fleet key, p =
   * e^-score: those of the fleet tier on the slice sampled at a level, of one text form; ascending.
   * Scores are floors, so each p is at most 2^-32 too large.
   */
  public static double[] lnPOfTuples(
      TupleSource tuples, int sliceLevel, Contexts.Coined contexts, DrawKey fleet, TextForm form) {
    Coin coin;
    try (DrawKey coinKey = fleet.coinKey()) {
      coin = new Coin(contexts, coinKey);
    }
    Draws draws = Draws.bulk(fleet);
    double[][] found = {new double[RUN]};
    int[] size = new int[1];
    for (TupleSource.Part part : tuples.parts(sliceLevel)) {
      for (int p = 0; p < tuples.partitions() && part.in(form); p++) {
        if (part.fromLevel() == sliceLevel) {
          tuples.forEach(
              p,
              part,
              RUN,
              (hi, lo, n) -> {
                Coin.Tuples routed = coin.route(hi, lo, 0, n).fleet();
                if (found[0].length < size[0] + routed.size()) {
                  found[0] = Arrays.copyOf(found[0], 2 * (size[0] + routed.size()));
                }
                routed.forEachWord(draws, w -> found[0][size[0]++] = -Score.of(w) * Score.UNIT);
              });
        }
      }
    }
    double[] sorted = Arrays.copyOf(found[0], size[0]);
    Arrays.sort(sorted);
    return sorted;
  }

  private static List<TupleSource.Part> slice(TupleSource tuples, int sliceLevel) {
    return tuples.parts(sliceLevel).stream()
        .filter(part -> part.fromLevel() == sliceLevel && part.in(TextForm.RAW))
        .toList();
  }

  private static CorpusScores of(
      TupleSource tuples,
      List<TupleSource.Part> parts,
      Keys keys,
      int workers,
      BooleanSupplier stop) {
    AtomicInteger next = new AtomicInteger();
    AtomicLong cpu = new AtomicLong();
    List<Sums[]> done =
        Workers.run(
            workers,
            interrupted -> {
              BooleanSupplier ends = () -> stop.getAsBoolean() || interrupted.getAsBoolean();
              Scorer scorer = new Scorer(keys, parts.size());
              int partition = next.getAndIncrement();
              while (partition < tuples.partitions() && !ends.getAsBoolean()) {
                for (int p = 0; p < parts.size(); p++) {
                  scorer.add(tuples, partition, parts.get(p), p, ends);
                }
                partition = next.getAndIncrement();
              }
              scorer.finish(ends);
              cpu.addAndGet(cpuNanos());
              return scorer.sums;
            });
    Sums[] total = done.getFirst();
    for (Sums[] other : done.subList(1, done.size())) {
      for (int p = 0; p < total.length; p++) {
        total[p].add(other[p]);
      }
    }
    long draws = 0;
    for (Sums sum : total) {
      for (Tier tier : Tier.values()) {
        draws += sum.of(tier).n * keys.of(tier).size();
      }
    }
    return new CorpusScores(parts, total, draws, cpu.get());
  }

  /**
   * Returns the evidence of every key of a tier on the distinct tuples of one text form, in the
   * order of the keys.
   */
  public List<Evidence> evidence(Tier tier, TextForm form) {
    return evidence(tier, form, -1);
  }

  /** Returns the same on the slice alone. */
  public List<Evidence> slice(Tier tier, TextForm form) {
    int level = parts.stream().mapToInt(TupleSource.Part::fromLevel).max().orElse(0);
    return evidence(tier, form, level);
  }

  private List<Evidence> evidence(Tier tier, TextForm form, int fromLevel) {
    int keys = sums[0].of(tier).evidence.length;
    Evidence[] total = new Evidence[keys];
    Arrays.fill(total, Evidence.NONE);
    for (int p = 0; p < sums.length; p++) {
      TupleSource.Part part = parts.get(p);
      if (part.in(form) && (fromLevel < 0 || part.fromLevel() == fromLevel)) {
        TierSums.add(total, sums[p].of(tier).evidence);
      }
    }
    return List.of(total);
  }

  /** Returns how many draws were scored: tuples of a tier times its keys. */
  public long draws() {
    return draws;
  }

  /** Returns how much processor time that took, in nanoseconds; 0 where the JVM cannot tell. */
  public long cpuNanosTaken() {
    return cpuNanos;
  }

  /** Returns the processor time of this thread, which a pool has made for one scoring alone. */
  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
  }

  /** Sums of one part. */
  private static final class Sums {
    private final TierSums fleet;
    private final TierSums tenant;

    Sums(Keys keys) {
      fleet = new TierSums(keys.fleet().size());
      tenant = new TierSums(keys.tenant().size());
    }

    TierSums of(Tier tier) {
      return tier == Tier.FLEET ? fleet : tenant;
    }

    void add(Sums other) {
      fleet.add(other.fleet);
      tenant.add(other.tenant);
    }
  }

  /** Sums of the keys of one tier. */
  private static final class TierSums {
    private final Evidence[] evidence;
    private long n;

    TierSums(int keys) {
      evidence = new Evidence[keys];
      Arrays.fill(evidence, Evidence.NONE);
    }

    void add(TierSums other) {
      n += other.n;
      add(evidence, other.evidence);
    }

    static void add(Evidence[] to, Evidence[] more) {
      for (int k = 0; k < to.length; k++) {
        to[k] = to[k].plus(more[k]);
      }
    }
  }

  /** One thread's coin, keys and sums. */
  private static final class Scorer {
    private final Coin coin;
    private final List<Draws> fleet;
    private final List<Draws> tenant;
    private final Sums[] sums;
    private final Buffer[] buffers;

    Scorer(Keys keys, int parts) {
      coin = new Coin(keys.contexts(), keys.coin());
      fleet = keys.fleet().stream().map(Draws::bulk).toList();
      tenant = keys.tenant().stream().map(Draws::bulk).toList();
      sums = new Sums[parts];
      buffers = new Buffer[parts];
      for (int p = 0; p < parts; p++) {
        sums[p] = new Sums(keys);
        buffers[p] = new Buffer(sums[p]);
      }
    }

    /** Takes the tuples of one partition that are in a part. */
    void add(
        TupleSource tuples, int partition, TupleSource.Part part, int p, BooleanSupplier ends) {
      tuples.forEach(partition, part, RUN, (hi, lo, n) -> buffers[p].add(hi, lo, n, ends));
    }

    /** Scores what is left; the sums are then complete. */
    void finish(BooleanSupplier ends) {
      for (Buffer buffer : buffers) {
        buffer.score(ends);
      }
    }

    /** Tuples of a part wait here until there are enough to make a run: partitions are small. */
    private final class Buffer {
      private final Sums sums;
      private final long[] hi = new long[RUN];
      private final long[] lo = new long[RUN];
      private int size;

      Buffer(Sums sums) {
        this.sums = sums;
      }

      void add(long[] moreHi, long[] moreLo, int n, BooleanSupplier ends) {
        int from = 0;
        while (from < n) {
          int taken = Math.min(n - from, RUN - size);
          System.arraycopy(moreHi, from, hi, size, taken);
          System.arraycopy(moreLo, from, lo, size, taken);
          size += taken;
          from += taken;
          if (size == RUN) {
            score(ends);
          }
        }
      }

      void score(BooleanSupplier ends) {
        Coin.Routed routed = coin.route(hi, lo, 0, size);
        size = 0;
        Scorer.add(routed.fleet(), fleet, sums.fleet, ends);
        Scorer.add(routed.tenant(), tenant, sums.tenant, ends);
      }
    }

    private static void add(
        Coin.Tuples routed, List<Draws> keys, TierSums sums, BooleanSupplier ends) {
      sums.n += routed.size();
      for (int k = 0; k < sums.evidence.length && !ends.getAsBoolean(); k++) {
        sums.evidence[k] = sums.evidence[k].plus(routed.evidence(keys.get(k)));
      }
    }
  }
}
