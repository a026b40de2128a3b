package ai.tidemark.benchmarks.keys;

import ai.tidemark.evidence.verify.BundleVerifier;
import ai.tidemark.evidence.verify.Material;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.evidence.verify.Verification;
import ai.tidemark.keys.log.LogReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Milliseconds for all five claims of a bundle with its scored blocks, whose log has 10^6 entries
 * of others ({@link LargeLog}); to be had in two seconds. The bundle has the proofs, not the
 * entries. Run: {@code benchmarks/keys/run --out DIR}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BundleVerification {
  private @Nullable LargeLog made;
  private @Nullable TrustPolicy trust;

  /** Makes a log and a bundle. */
  @Setup
  public void make() throws IOException {
    LargeLog fresh = LargeLog.make(Scratch.folder());
    made = fresh;
    trust = fresh.trust();
    long size = LogReader.open(fresh.log()).size();
    if (size <= LargeLog.OTHERS) {
      throw new IllegalStateException("the log has " + size + " entries only");
    }
  }

  /** Deletes them. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Objects.requireNonNull(made).close();
  }

  /** The bundle alone. */
  @Benchmark
  public Verification bundle() {
    return passed(Material.none(Instant.now()));
  }

  private Verification passed(Material material) {
    TrustPolicy policy = Objects.requireNonNull(trust);
    Verification found =
        BundleVerifier.verify(Objects.requireNonNull(made).bundle(), policy, material);
    if (!found.passed(policy.required())) {
      throw new IllegalStateException("it does not pass: " + found.outcomes());
    }
    return found;
  }
}
