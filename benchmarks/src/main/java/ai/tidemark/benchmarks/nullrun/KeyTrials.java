package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Tally;
import ai.tidemark.core.law.NullLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** The corpus under every key. */
final class KeyTrials {
  private final List<Tally> tallies;
  private final double[] z;
  private final double[] zPerText;
  private final double[] zAll;
  private final double[] p;

  KeyTrials(List<Tally> tallies, double[] z, double[] zPerText, double[] zAll, double[] p) {
    this.tallies = tallies;
    this.z = z;
    this.zPerText = zPerText;
    this.zAll = zAll;
    this.p = p;
  }

  /** Returns what key 0, 1, ... made of it. */
  List<Tally> tallies() {
    return tallies;
  }

  /** Returns (S - mean) / sd of each key, each distinct tuple once. */
  double[] z() {
    return z;
  }

  /** Returns the same with dedup inside texts only. */
  double[] zPerText() {
    return zPerText;
  }

  /** Returns the same with every occurrence counted. */
  double[] zAll() {
    return zAll;
  }

  /** Returns the exact p of each key, ties broken at random. */
  double[] p() {
    return p;
  }

  /** Tries keys 0..keys-1. */
  static KeyTrials run(Contender contender, CountedTuples tuples, int keys, int threads) {
    Tally[] tallies = new Tally[keys];
    String profile = contender.profile();
    spread(keys, threads, key -> tallies[key] = contender.tally(Keys.seed(profile, key), tuples));
    return of(contender, tallies, threads);
  }

  /** Takes what keys 0, 1, ... made of a corpus. */
  static KeyTrials of(Contender contender, Tally[] tallies, int threads) {
    int keys = tallies.length;
    double[] z = new double[keys];
    double[] zPerText = new double[keys];
    double[] zAll = new double[keys];
    double[] p = new double[keys];
    NullLaw law = contender.law();
    String profile = contender.profile();
    spread(
        keys,
        threads,
        key -> {
          Tally tally = tallies[key];
          z[key] = Fit.z(law, tally.once());
          double mean = law.mean(tally.once().n()) / tally.once().n();
          double variance = law.variance(1); // what a count without dedup takes each to have
          zPerText[key] = plainZ(tally.perText(), mean, variance);
          zAll[key] = plainZ(tally.all(), mean, variance);
          p[key] = Fit.randomisedP(law, tally.once(), Keys.tie(profile, key));
        });
    return new KeyTrials(List.of(tallies), z, zPerText, zAll, p);
  }

  private static double plainZ(Contender.Count count, double mean, double variance) {
    return (count.sum() - mean * count.n()) / Math.sqrt(variance * count.n());
  }

  /**
   * Runs a task for 0..count-1 on some threads, each taking the next; the first failure ends it.
   */
  static void spread(int count, int threads, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        running.add(
            pool.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    task.accept(i);
                  }
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
