package ai.tidemark.benchmarks.scan;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.TupleWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Global dedup against fastutil's LongOpenHashSet, presized: one thread, the same run, turn about.
 * Both take the same stream, 70 % of it distinct; fastutil as 64-bit keys, {@link CorpusTuples} as
 * whole 128-bit blocks. Fails unless both count the same.
 *
 * <pre>
 * java -Xmx6g -cp benchmarks/target/classes:'src/cli/target/lib/*' \
 *     ai.tidemark.benchmarks.scan.GlobalDedup --out FILE.json [--millions 50] [--rounds 7]
 * </pre>
 */
public final class GlobalDedup {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int DOCUMENT = 2_000; // tuples handed over at once

  private GlobalDedup() {}

  /** Counts the distinct entries of a stream. */
  private interface Counter {
    long distinct();
  }

  /** What one pass took: nanoseconds per entry. */
  private record Pass(double cpu, double wall) {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    Path out = Path.of(option(args, "--out", "global-dedup.json"));
    int n = Integer.parseInt(option(args, "--millions", "50")) * 1_000_000;
    int rounds = Integer.parseInt(option(args, "--rounds", "7"));
    long[] keys = keys(n);
    long[] hi = new long[n];
    for (int i = 0; i < n; i++) {
      hi[i] = mix(keys[i]) >>> 2; // a function of the key, so both sides hold as many
    }
    Counter fastutil = () -> fastutil(keys);
    Counter tidemark = () -> tidemark(hi, keys);
    long distinct = fastutil.distinct();
    if (tidemark.distinct() != distinct) {
      throw new IllegalStateException("the two sides count differently");
    }
    Pass[] theirs = new Pass[rounds];
    Pass[] ours = new Pass[rounds];
    double[] ratios = new double[rounds];
    for (int r = 0; r < rounds; r++) {
      theirs[r] = pass(fastutil, n, distinct);
      ours[r] = pass(tidemark, n, distinct);
      ratios[r] = theirs[r].cpu() / ours[r].cpu();
      System.out.printf(
          Locale.ROOT,
          "round %d: fastutil %.1f ns, tidemark %.1f ns of processor time an entry: %.2f x%n",
          r + 1,
          theirs[r].cpu(),
          ours[r].cpu(),
          ratios[r]);
    }
    Files.write(out, CanonicalJson.bytes(json(n, distinct, theirs, ours, ratios)));
    System.out.printf(
        Locale.ROOT, "median %.2f x, %d distinct of %d%n", median(ratios), distinct, n);
  }

  private static ObjectNode json(
      int n, long distinct, Pass[] theirs, Pass[] ours, double[] ratios) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("benchmark", "global-dedup");
    root.put("entries", n);
    root.put("distinct", distinct);
    root.put("against", "it.unimi.dsi:fastutil-core LongOpenHashSet, presized, 64-bit keys");
    root.put("java", Runtime.version().toString());
    root.put("medianRatio", Decimals.fixed(median(ratios), 3));
    ArrayNode all = root.putArray("rounds");
    for (int r = 0; r < ratios.length; r++) {
      all.addObject()
          .put("fastutilCpuNanos", Decimals.fixed(theirs[r].cpu(), 3))
          .put("fastutilWallNanos", Decimals.fixed(theirs[r].wall(), 3))
          .put("tidemarkCpuNanos", Decimals.fixed(ours[r].cpu(), 3))
          .put("tidemarkWallNanos", Decimals.fixed(ours[r].wall(), 3))
          .put("ratio", Decimals.fixed(ratios[r], 3));
    }
    return root;
  }

  private static Pass pass(Counter counter, int n, long expected) {
    System.gc();
    long wall = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long distinct = counter.distinct();
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    wall = System.nanoTime() - wall;
    if (distinct != expected) {
      throw new IllegalStateException(distinct + " distinct, but before " + expected);
    }
    return new Pass((double) cpu / n, (double) wall / n);
  }

  private static long fastutil(long[] keys) {
    LongOpenHashSet set = new LongOpenHashSet(keys.length);
    for (long key : keys) {
      set.add(key);
    }
    return set.size();
  }

  private static long tidemark(long[] hi, long[] lo) {
    CorpusTuples tuples = new CorpusTuples(hi.length);
    TupleWriter writer = tuples.writer();
    long[] high = new long[DOCUMENT];
    long[] low = new long[DOCUMENT];
    for (int from = 0; from < hi.length; from += DOCUMENT) {
      int size = Math.min(DOCUMENT, hi.length - from);
      System.arraycopy(hi, from, high, 0, size); // a document's own set, as a scan has it
      System.arraycopy(lo, from, low, 0, size);
      writer.add(high, low, size, TextForm.BOTH);
    }
    tuples.finish();
    return tuples.size();
  }

  /** Returns a stream of which 70 % is distinct, spread over 64 bits. */
  private static long[] keys(int n) {
    SplittableRandom random = new SplittableRandom(9);
    long[] keys = new long[n];
    int range = (int) (n * 1.3);
    for (int i = 0; i < n; i++) {
      keys[i] = mix(random.nextInt(range) + 1L);
    }
    return keys;
  }

  /** The finalizer of MurmurHash3 (Appleby, 2011): one to one. */
  private static long mix(long key) {
    long x = key ^ (key >>> 33);
    x *= 0xff51afd7ed558ccdL;
    x ^= x >>> 33;
    x *= 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return otherwise;
  }
}
