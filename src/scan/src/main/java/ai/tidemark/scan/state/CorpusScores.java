package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.TextForm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
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
    List<TupleSource.Part> parts = tuples.parts(sliceLevel);
    return of(
        parts,
        tuples.partitions(),
        (share, scorer) -> {
          TupleRuns found = new TupleRuns(parts, RUN, scorer::add);
          share.forEach(partition -> tuples.forEach(partition, found));
          found.end();
        },
        keys,
        workers,
        stop);
  }

  /** Scores only a slice, raw texts alone; the result tells nothing of other text forms. */
  public static CorpusScores ofSlice(
      TupleSlice slice, Keys keys, int workers, BooleanSupplier stop) {
    List<TupleSlice.Run> runs = slice.runs(TextForm.RAW);
    return of(
        rawOf(slice),
        runs.size(),
        (share, scorer) -> share.forEach(i -> scorer.add(runs.get(i))),
        keys,
        workers,
        stop);
  }

  /**
   * Returns the evidence of fleet keys that each have a coin of their own, on the fleet tier of a
   * slice, raw texts alone; in the order of the keys. If {@code stop} comes to say true, or this
   * thread is interrupted, the result is of no use.
   */
  public static List<Evidence> ofEach(
      TupleSlice slice,
      Contexts.Coined contexts,
      List<DrawKey> owners,
      int workers,
      BooleanSupplier stop) {
    List<TupleSlice.Run> runs = slice.runs(TextForm.RAW);
    Evidence[] evidence = new Evidence[owners.size()];
    Arrays.fill(evidence, Evidence.NONE);
    Workers.share(
        workers,
        evidence.length,
        stop,
        share -> {
          share.forEach(
              k -> {
                Scorer scorer = ownCoin(contexts, owners.get(k), share::ended);
                runs.forEach(scorer::add);
                evidence[k] = scorer.sums[0].of(Tier.FLEET).evidence[0];
              });
          return share;
        });
    return List.of(evidence);
  }

  private static Scorer ownCoin(Contexts.Coined contexts, DrawKey owner, BooleanSupplier ends) {
    try (DrawKey coin = owner.coinKey()) {
      return new Scorer(new Keys(contexts, coin, List.of(owner), List.of()), 1, ends);
    }
  }

  /** Returns the raw texts of a slice as one part: nothing tells them apart. */
  private static List<TupleSource.Part> rawOf(TupleSlice slice) {
    return List.of(new TupleSource.Part(TextForm.RAW.bit(), slice.level(), TupleSource.NO_LEVEL));
  }

  /** Has a thread's scorer take the tuples of its share. */
  private interface Feed {
    void give(Workers.Share share, Scorer scorer);
  }

  private static CorpusScores of(
      List<TupleSource.Part> parts,
      int steps,
      Feed feed,
      Keys keys,
      int workers,
      BooleanSupplier stop) {
    AtomicLong cpu = new AtomicLong();
    List<Sums[]> done =
        Workers.share(
            workers,
            steps,
            stop,
            share -> {
              Scorer scorer = new Scorer(keys, parts.size(), share::ended);
              feed.give(share, scorer);
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
    private final BooleanSupplier ends;

    Scorer(Keys keys, int parts, BooleanSupplier ends) {
      coin = new Coin(keys.contexts(), keys.coin());
      fleet = keys.fleet().stream().map(Draws::bulk).toList();
      tenant = keys.tenant().stream().map(Draws::bulk).toList();
      sums = new Sums[parts];
      Arrays.setAll(sums, _ -> new Sums(keys));
      this.ends = ends;
    }

    /** Scores tuples of a slice, which is one part. */
    void add(TupleSlice.Run run) {
      add(0, run.hi(), run.lo(), run.size());
    }

    /** Scores the first n tuples of a run. */
    void add(int part, long[] hi, long[] lo, int n) {
      Coin.Routed routed = coin.route(hi, lo, 0, n);
      add(routed.fleet(), fleet, sums[part].fleet);
      add(routed.tenant(), tenant, sums[part].tenant);
    }

    private void add(Coin.Tuples routed, List<Draws> keys, TierSums to) {
      to.n += routed.size();
      for (int k = 0; k < to.evidence.length && !ends.getAsBoolean(); k++) {
        to.evidence[k] = to.evidence[k].plus(routed.evidence(keys.get(k)));
      }
    }
  }
}
