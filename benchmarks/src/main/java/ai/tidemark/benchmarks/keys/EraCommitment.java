package ai.tidemark.benchmarks.keys;

import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import ai.tidemark.keys.store.Unlock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds for an era of 10,000 tenants and the fleet, one thread, from the root in an open
 * store: seeds, commitments and their Merkle root; and that with the watermark keys. To be had in a
 * second. Run: {@code benchmarks/keys/run --out DIR}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EraCommitment {
  private static final int TENANTS = 10_000;
  private static final byte[] PROFILE = new byte[32];
  private static final byte[] BEACON = new byte[32];
  private static final String ERA = "2026Q4";

  private final List<Subject> subjects = new ArrayList<>();
  private Path folder = Path.of("");
  private @Nullable StoreFolder store;

  /** Processor time of the thread, which other work on the machine disturbs less than the clock. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Processor {
    /** Nanoseconds in the benchmark, all calls of an iteration together. */
    public long cpuNanos;

    /** Calls of an iteration. */
    public long calls;

    void add(long since) {
      cpuNanos += now() - since;
      calls++;
    }

    static long now() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }

  /** Makes a store, and checks that an era's seeds are those of its commitments. */
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("tidemark-bench-");
    Path path = folder.resolve("store");
    try (SecretBytes secret = SecretBytes.random(32)) {
      StoreFolder.create(
          path,
          new StoreSettings("example", "example/control", new Unlock.SecretFile()),
          secret,
          2);
      store = StoreFolder.open(path, _ -> secret);
    }
    subjects.add(Subject.fleet());
    for (int i = 0; i < TENANTS; i++) {
      subjects.add(Subject.tenant("tenant-" + i));
    }
    CommitmentFile commitments = commitments();
    try (EraSeed seed = store().derivation().seed(subjects.getLast(), PROFILE, ERA)) {
      if (commitments.size() != TENANTS + 1 || !commitments.holds(seed)) {
        throw new IllegalStateException("the commitments are not those of the seeds");
      }
    }
  }

  /** Deletes the store. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    store().close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private StoreFolder store() {
    return Objects.requireNonNull(store);
  }

  private CommitmentFile commitments() {
    Derivation derivation = store().derivation();
    List<byte[]> leaves = new ArrayList<>(subjects.size());
    for (Subject subject : subjects) {
      try (EraSeed seed = derivation.seed(subject, PROFILE, ERA)) {
        leaves.add(CommitmentFile.leaf(seed));
      }
    }
    return CommitmentFile.ofLeaves(leaves);
  }

  /** Seeds, commitments, root: what committing an era computes. */
  @Benchmark
  public byte[] commit(Processor processor) {
    long since = Processor.now();
    byte[] root = commitments().root();
    processor.add(since);
    return root;
  }

  /** Seeds and watermark keys: what exporting an era computes beside that. */
  @Benchmark
  public int keys(Processor processor) {
    long since = Processor.now();
    Derivation derivation = store().derivation();
    int length = 0;
    for (Subject subject : subjects) {
      try (EraSeed seed = derivation.seed(subject, PROFILE, ERA);
          SecretBytes key = seed.key(BEACON)) {
        length += key.length();
      }
    }
    processor.add(since);
    return length;
  }
}
