package ai.tidemark.benchmarks.keys;

import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.keys.ledger.Ledger;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Entries a second that a log takes until they are durable, with group commit (50 ms or 256
 * entries), a signed checkpoint after each 2,048 included; to be had: 2,000. And rows of a ledger,
 * which are written and synced before their commitments are. On the disk of {@code tidemark.disk},
 * a folder. Run: {@code benchmarks/keys/run --out DIR}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LogAppends {
  private static final int BATCH = 2048;
  private static final int ENTRY_BYTES = 400;
  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/bench", LocalSigner.generate(Algorithm.ED25519));

  private final byte[] entry = new byte[ENTRY_BYTES];
  private Path folder = Path.of("");
  private @Nullable LogWriter log;
  private @Nullable Ledger ledger;
  private long appended;
  private long rows;

  /** Opens a log and a ledger. */
  @Setup
  public void open() throws IOException {
    folder = Scratch.folder();
    new Random(7).nextBytes(entry);
    log = LogWriter.open(folder.resolve("log"), SIGNER, LogWriter.Options.USUAL);
    ledger =
        Ledger.open(
            folder.resolve("ledger"), SIGNER, 0, InstantSource.system(), LogWriter.Options.USUAL);
  }

  /** Checks that everything is there, and deletes it. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Objects.requireNonNull(log).close();
    Objects.requireNonNull(ledger).close();
    long inLog = LogReader.open(folder.resolve("log")).size();
    long inLedger = LogReader.open(folder.resolve("ledger/log")).size();
    Scratch.delete(folder);
    if (inLog != appended || inLedger != rows) {
      throw new IllegalStateException(
          "of " + appended + " entries and " + rows + " rows " + inLog + ", " + inLedger + " are");
    }
  }

  /** Entries of a log. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Object entries() throws IOException {
    LogWriter open = Objects.requireNonNull(log);
    List<CompletableFuture<Long>> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      batch.add(open.append(entry));
    }
    batch.forEach(CompletableFuture::join);
    appended += BATCH;
    return open.checkpoint();
  }

  /** Rows of a ledger. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Object ledgerRows() throws IOException {
    Ledger open = Objects.requireNonNull(ledger);
    List<CompletableFuture<Long>> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      batch.add(open.append(generation(rows + i)).index());
    }
    batch.forEach(CompletableFuture::join);
    rows += BATCH;
    return open.checkpoint();
  }

  private static Generation generation(long i) {
    return new Generation(
        Long.toHexString(0x0123456789abcdefL + i),
        Instant.parse("2026-11-24T11:30:00Z"),
        "demo",
        "ab".repeat(32),
        "2026Q4",
        200,
        180,
        "cd".repeat(32));
  }
}
