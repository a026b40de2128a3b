package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan may stop at any write and go on; nobody sees it in what it writes in the end. */
final class ScanResumeTest {
  private static final long SMALL_BUDGET = 6_000;
  private static final int STOPS = 8;

  @TempDir private Path dir;
  private List<Path> paths = List.of();
  private Path work = Path.of("");

  @BeforeEach
  void writeCorpus() throws IOException {
    paths = ResumableCorpus.write(Files.createDirectory(dir.resolve("corpus")));
    work = dir.resolve("out/.tidemark-work");
  }

  private ScanOptions options() {
    // one worker writes in one order, so that the k-th write is one thing
    ScanOptions options = ResumableCorpus.options(dir, paths);
    return options.withLimits(options.limits().withWorkers(1));
  }

  private ScanOptions small(boolean exact) {
    ScanOptions options = options();
    return options.withLimits(options.limits().withTuples(SMALL_BUDGET)).withExact(exact);
  }

  private List<String> uninterrupted(ScanOptions options) throws IOException {
    Scans.scan(options);
    return ResumableCorpus.files(options.out());
  }

  private static void stopAt(ScanOptions options, Checkpoints.Use use, long k) {
    Checkpoints stopping =
        options.exact()
            ? ResumableCorpus.some(use, new ResumableCorpus.StopAt(k))
            : ResumableCorpus.every(use, new ResumableCorpus.StopAt(k));
    assertThatThrownBy(() -> Scans.scan(options.withCheckpoints(stopping)))
        .isInstanceOf(ResumableCorpus.Stop.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aScanThatStopsAtAnyWriteGoesOnToTheSameBytes(boolean exact) throws IOException {
    ScanOptions options = small(exact);
    AtomicLong writes = new AtomicLong();
    Scans.scan(
        options.withCheckpoints(
            exact
                ? ResumableCorpus.some(Checkpoints.Use.WRITE, writes::incrementAndGet)
                : ResumableCorpus.every(Checkpoints.Use.WRITE, writes::incrementAndGet)));
    List<String> expected = ResumableCorpus.files(options.out());
    assertThat(expected).isEqualTo(uninterrupted(options));
    assertThat(work).doesNotExist();
    Random random = new Random(1);
    for (int s = 0; s < (exact ? STOPS / 3 : STOPS); s++) {
      stopAt(options, Checkpoints.Use.WRITE, random.nextLong(writes.get() - 1));
      ResumableCorpus.tearTails(options.out());
      assertThat(ResumableCorpus.goOn(options)).isEqualTo(expected);
      assertThat(dir.resolve("out").toFile().list())
          .containsExactlyInAnyOrder(
              Scan.REPORT_FILE,
              Scan.PAGE_FILE,
              Scan.FLAGGED_FILE,
              Scan.SKIPPED_FILE,
              Scan.TIMING_FILE);
    }
  }

  @Test
  void aScanMayStopAgainAndAgain() throws IOException {
    ScanOptions options = small(false);
    List<String> expected = uninterrupted(options);
    stopAt(options, Checkpoints.Use.WRITE, 40);
    long before = position();
    for (int stops = 0; stops < 3; stops++) {
      stopAt(options, Checkpoints.Use.RESUME, 14);
      long now = position();
      assertThat(now).isGreaterThan(before); // it goes on, it does not start again
      before = now;
    }
    assertThat(ResumableCorpus.goOn(options)).isEqualTo(expected);
  }

  private long position() throws IOException {
    byte[] json = Files.readAllBytes(work.resolve("checkpoint.json"));
    return Checkpoint.read("checkpoint", json).ledger().bytes();
  }

  @Test
  void onDiskAndInMemoryGiveTheSameReportWhereBothFit() throws IOException {
    List<String> memory = uninterrupted(options());
    Scans.scan(
        options()
            .withExact(true)
            .withCheckpoints(ResumableCorpus.every(Checkpoints.Use.WRITE, () -> {})));
    assertThat(ResumableCorpus.files(dir.resolve("out"))).isEqualTo(memory);
  }

  @Test
  void exactKeepsEveryTupleWhereTheBudgetWouldSample() throws IOException {
    assertThat(Scans.scan(small(false)).totals().samplingLevel()).isPositive();
    var exact = Scans.scan(small(true)).totals();
    assertThat(exact.samplingLevel()).isZero();
    var all = Scans.scan(options()).totals();
    assertThat(exact.tuples()).isEqualTo(all.tuples()).isGreaterThan(SMALL_BUDGET);
    assertThat(exact.digest()).isEqualTo(all.digest());
    assertThat(work).doesNotExist();
  }

  @Test
  void anyWorkersAnyOrderAndAnyStopGiveTheSameBytes() throws IOException {
    ScanOptions options = small(false);
    List<String> expected = uninterrupted(options);
    for (int workers : new int[] {1, 2, 7, 64}) {
      List<Path> shuffled = new ArrayList<>(paths);
      Collections.shuffle(shuffled, new Random(workers));
      ScanOptions other = ResumableCorpus.options(dir, shuffled);
      other = other.withLimits(other.limits().withTuples(SMALL_BUDGET).withWorkers(workers));
      assertThat(uninterrupted(other)).isEqualTo(expected);
      stopAt(other, Checkpoints.Use.WRITE, 20 + workers % 3);
      // another number of workers, and the first order, may go on
      assertThat(ResumableCorpus.goOn(options)).isEqualTo(expected);
    }
  }

  @Test
  void aScanThatIsCancelledInAnyPhaseGoesOn() throws IOException {
    ScanOptions options = options();
    List<String> expected = uninterrupted(options);
    for (ScanProgress.Phase phase :
        List.of(
            ScanProgress.Phase.READING,
            ScanProgress.Phase.SCORING,
            ScanProgress.Phase.DECOYS,
            ScanProgress.Phase.DOCUMENTS)) {
      Cancellation cancellation = new Cancellation();
      ScanListener listener =
          progress -> {
            if (progress.phase() == phase && progress.documents() > 0) {
              cancellation.cancel();
            }
          };
      ScanOutcome outcome =
          Scan.run(options.withCheckpoints(Checkpoints.WRITE), listener, cancellation);
      assertThat(outcome).isInstanceOf(ScanOutcome.Interrupted.class);
      assertThat(((ScanOutcome.Interrupted) outcome).resumable()).isTrue();
      assertThat(position()).isPositive();
      assertThat(ResumableCorpus.goOn(options)).isEqualTo(expected);
    }
  }

  @Test
  void whatIsKeptIsForTheOwnerAlone() throws IOException {
    stopAt(small(true), Checkpoints.Use.WRITE, 900);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files)
          .hasSizeGreaterThan(256)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  private void refused(ScanOptions options, Checkpoints.Use use, String... why) {
    assertThatThrownBy(
            () -> Scans.scan(options.withCheckpoints(ResumableCorpus.every(use, () -> {}))))
        .isInstanceOf(BadInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(why));
  }

  @Test
  void anotherScanIsRefusedByWhatDiffers() throws IOException {
    refused(options(), Checkpoints.Use.RESUME, "holds no scan that can go on");
    stopAt(options(), Checkpoints.Use.WRITE, 60);
    refused(options(), Checkpoints.Use.WRITE, "go on with --resume");
    refused(options().withField("/other"), Checkpoints.Use.RESUME, "field: was /text", "/other");
    refused(options().withExact(true), Checkpoints.Use.RESUME, "exact: was false");
    refused(
        options().withRates(new SampleRates(1, 0)), Checkpoints.Use.RESUME, "sampling: was", "1");
    refused(
        options()
            .withSelection(
                new Selection(Optional.empty(), Optional.empty(), List.of(), List.of("x"))),
        Checkpoints.Use.RESUME,
        "selection: was");
    refused(
        options().withSourceLimits(new SourceLimits(99, 1 << 20, 1L << 38, 1L << 42, 9, 1 << 20)),
        Checkpoints.Use.RESUME,
        "limits of a file: was");
    FileTime time = Files.getLastModifiedTime(paths.getLast());
    Files.setLastModifiedTime(paths.getLast(), FileTime.fromMillis(time.toMillis() + 1));
    refused(options(), Checkpoints.Use.RESUME, "files of the corpus differ");
    Files.setLastModifiedTime(paths.getLast(), time);
    assertThat(ResumableCorpus.goOn(options())).isEqualTo(uninterrupted(options()));
  }

  @Test
  void whatIsDamagedIsRefused() throws IOException {
    stopAt(options(), Checkpoints.Use.WRITE, 60);
    for (String name : List.of("tuples", "documents", "checkpoint.json")) {
      Path file = work.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      byte[] flipped = whole.clone();
      flipped[20] ^= 1;
      Files.write(file, flipped);
      refused(options(), Checkpoints.Use.RESUME, name, "damaged");
      Files.write(file, Arrays.copyOf(whole, 10));
      refused(options(), Checkpoints.Use.RESUME, name, "damaged");
      Files.write(file, whole);
    }
    Files.delete(work.resolve("tuples"));
    refused(options(), Checkpoints.Use.RESUME, "tuples", "damaged");
  }
}
