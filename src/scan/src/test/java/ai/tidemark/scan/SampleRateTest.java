package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rate that is fixed beforehand gives what a budget that forces this rate gives. */
final class SampleRateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private List<Path> paths = List.of();

  @BeforeEach
  void writeCorpus() throws IOException {
    paths = ResumableCorpus.write(Files.createDirectory(dir.resolve("corpus")));
  }

  private ScanOptions options(long budget, SampleRates rates) {
    ScanOptions options = ResumableCorpus.options(dir, paths).withRates(rates);
    return options.withLimits(options.limits().withTuples(budget));
  }

  /** Returns the files of a scan, those settings left away that it is about. */
  private List<String> files(ScanOptions options) throws IOException {
    Scans.scan(options);
    return without(ResumableCorpus.files(options.out()));
  }

  private static List<String> without(List<String> files) throws IOException {
    ObjectNode report = (ObjectNode) JSON.readTree(files.getFirst());
    ((ObjectNode) report.path("settings"))
        .remove(List.of("tupleBudget", "sampledOneIn", "decoySampledOneIn"));
    String bytes = new String(CanonicalJson.bytes(report), StandardCharsets.UTF_8);
    return List.of(bytes, files.get(1), files.get(2));
  }

  private JsonNode written() throws IOException {
    return JSON.readTree(dir.resolve("out").resolve(Scan.REPORT_FILE).toFile());
  }

  @Test
  void aFixedRateGivesWhatABudgetOfThatRateGives() throws IOException {
    ScanReport forced = Scans.scan(options(6_000, SampleRates.ALL));
    int level = forced.totals().samplingLevel();
    assertThat(level).isBetween(2, 10);
    assertThat(written().path("settings").has("sampledOneIn")).isFalse();
    List<String> expected = without(ResumableCorpus.files(dir.resolve("out")));
    for (boolean exact : new boolean[] {false, true}) {
      SampleRates rates = new SampleRates(level, 0);
      assertThat(files(options(10_000_000, rates).withExact(exact))).isEqualTo(expected);
      assertThat(written().at("/settings/sampledOneIn").asLong()).isEqualTo(1L << level);
      assertThat(written().at("/corpus/sampledOneIn").asLong()).isEqualTo(1L << level);
    }
    // all of a sample is kept where it is larger than the budget
    SampleRates finer = new SampleRates(level - 1, 0);
    assertThat(files(options(6_000, finer).withExact(true)))
        .isEqualTo(files(options(10_000_000, finer)));
  }

  @Test
  void aRateThatMemoryDoesNotHoldBecomesCoarserAndTheReportSaysSo() throws IOException {
    SampleRates fixed = new SampleRates(1, 0);
    ScanReport report = Scans.scan(options(6_000, fixed));
    int level = report.totals().samplingLevel();
    assertThat(level).isGreaterThan(1);
    assertThat(without(ResumableCorpus.files(dir.resolve("out"))))
        .isEqualTo(files(options(6_000, SampleRates.ALL)));
    assertThat(report.summary())
        .contains(
            "a sample of 1 in "
                + (1 << level)
                + ": the 1 in 2 fixed beforehand would be more than the budget of 6,000");
    assertThat(Scans.scan(options(10_000_000, fixed)).summary())
        .contains("(a sample of 1 in 2, fixed beforehand)");
    assertThat(Files.readString(dir.resolve("out").resolve(Scan.PAGE_FILE)))
        .contains("Tuples sampled from the start, one in");
  }

  @Test
  void decoysSeeTheSliceThatWasFixedOrWhatTheirBudgetHolds() throws IOException {
    assertThat(Scans.scan(options(10_000_000, new SampleRates(0, 6))).decoys().level())
        .isEqualTo(6);
    assertThat(written().at("/settings/decoySampledOneIn").asLong()).isEqualTo(64);
    ScanOptions small = options(10_000_000, new SampleRates(0, 1));
    small = small.withLimits(small.limits().withDecoyTuples(500));
    ScanReport report = Scans.scan(small);
    assertThat(report.decoys().level()).isGreaterThan(1);
    ScanOptions without = small.withRates(SampleRates.ALL);
    assertThat(Scans.scan(without).decoys()).isEqualTo(report.decoys());
  }

  @Test
  void stopsAndGoesOnAtAFixedRate() throws IOException {
    for (boolean exact : new boolean[] {false, true}) {
      ScanOptions options = options(2_000, new SampleRates(1, 4)).withExact(exact);
      options = options.withLimits(options.limits().withWorkers(1));
      AtomicLong writes = new AtomicLong();
      Scans.scan(
          options.withCheckpoints(
              ResumableCorpus.some(Checkpoints.Use.WRITE, writes::incrementAndGet)));
      List<String> expected = ResumableCorpus.files(options.out());
      for (long stop : exact ? List.of(writes.get() / 2) : List.of(3L, writes.get() - 2)) {
        Checkpoints stopping =
            ResumableCorpus.some(Checkpoints.Use.WRITE, new ResumableCorpus.StopAt(stop));
        ScanOptions stopped = options.withCheckpoints(stopping);
        assertThatThrownBy(() -> Scans.scan(stopped)).isInstanceOf(ResumableCorpus.Stop.class);
        assertThat(ResumableCorpus.goOn(options)).isEqualTo(expected);
      }
    }
  }

  @Test
  void ratesArePowersOfTwo() {
    assertThat(SampleRates.levelOf("rate", 1)).isZero();
    assertThat(SampleRates.levelOf("rate", 1 << 24)).isEqualTo(24);
    for (long wrong : new long[] {0, -2, 3, 1L << 25}) {
      assertThatThrownBy(() -> SampleRates.levelOf("rate", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rate must be a power of two in 1..16777216, but is " + wrong);
    }
    assertThatThrownBy(() -> new SampleRates(3, 2)).hasMessageContaining("decoyLevel");
    assertThatThrownBy(() -> new SampleRates(25, 0)).hasMessageContaining("level");
  }
}
