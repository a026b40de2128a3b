package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.report.ReportReader;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.state.BlockTuples;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds keys and the scored tuples comes to the same integers without the texts. */
final class RecomputeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EraKeys KEYS = Scans.KEYS;
  private static final Profile PROFILE = Profile.of(Scans.TOKENIZER);

  @TempDir private Path dir;

  private Path out() {
    return dir.resolve("out");
  }

  private ScanReport scan(ScanOptions options) {
    return Scans.scan(options.withBlocks(true));
  }

  private ScanOptions options(TestCorpus corpus, EraKeys... keys) throws IOException {
    return Scans.options(dir, List.of(corpus.write(dir.resolve("c.jsonl"))), keys)
        .withLimits(new Limits(2, 10_000_000, 1 << 13, 1 << 20))
        .withDecoys(new DecoyPlan(99, 0, "s", List.of()));
  }

  /** Half of the marked texts are hidden from the raw reading. */
  private static TestCorpus partlyHidden() {
    return Scans.tenPercentMarked()
        .edited(475, text -> text.replaceAll("(\\d)(\\d)", "$1\u200b$2"));
  }

  private Recomputed recompute(List<OpenedEra> eras) throws IOException {
    return recompute(Files.readAllBytes(out().resolve(Scan.REPORT_FILE)), eras);
  }

  private Recomputed recompute(byte[] json, List<OpenedEra> eras) {
    RecordedReport report = ReportReader.read("report.json", json);
    try (Arena arena = Arena.ofShared()) {
      BlockTuples tuples =
          BlockTuples.map(
              out().resolve(Scan.BLOCKS_FILE), arena, report.tuples().level(), PROFILE.contexts());
      return Recompute.of(report, PROFILE, eras, tuples, 3, new Cancellation());
    }
  }

  private JsonNode written() throws IOException {
    return JSON.readTree(out().resolve(Scan.REPORT_FILE).toFile());
  }

  /** Every part that tuples decide is there again, to the byte. */
  private void wholeReportIsTheSame(Recomputed again) throws IOException {
    assertThat(again.differences()).isEmpty();
    JsonNode report = written();
    for (String part : List.of("results", "decoys", "runnerUp")) {
      assertThat(bytes(again.json().path(part))).as(part).isEqualTo(bytes(report.path(part)));
    }
    assertThat(bytes(again.json().path("tests").get(0))).isEqualTo(bytes(report.at("/tests/0")));
    assertThat(bytes(again.json().path("tests").get(1))).isEqualTo(bytes(report.at("/tests/2")));
    for (String field : List.of("distinctTuples", "tupleDigest", "sampledOneIn")) {
      assertThat(bytes(again.json().path("corpus").path(field)))
          .isEqualTo(bytes(report.path("corpus").path(field)));
    }
    assertThat(again.notRecomputed())
        .extracting(Recomputed.NotRecomputed::pointer)
        .containsExactlyInAnyOrder("/tests/1", "/documents");
  }

  private static String bytes(JsonNode node) {
    assertThat(node.isMissingNode()).isFalse();
    return node.isContainerNode()
        ? new String(CanonicalJson.bytes(node), StandardCharsets.UTF_8)
        : node.toString();
  }

  @Test
  void withEveryKeyTheReportIsRecomputedToTheByte() throws IOException {
    EraKeys other = TestKeys.keys(500, 9); // more than eight tenants: not every one is ranked
    ScanReport report =
        scan(
            options(partlyHidden(), KEYS, other).withDecoys(new DecoyPlan(99, 99, "s", List.of())));
    assertThat(report.verdict()).isEqualTo(Verdict.MARKED);
    assertThat(report.totals().normalised()).isEqualTo(25);
    wholeReportIsTheSame(recompute(List.of(OpenedEra.of(KEYS), OpenedEra.of(other))));
  }

  @Test
  void aSampleIsRecomputedToo() throws IOException {
    ScanReport report =
        scan(options(partlyHidden(), KEYS).withLimits(new Limits(2, 20_000, 4_000, 1 << 20)));
    assertThat(report.totals().samplingLevel()).isPositive();
    assertThat(report.decoys().level()).isGreaterThan(report.totals().samplingLevel());
    wholeReportIsTheSame(recompute(List.of(OpenedEra.of(KEYS))));
  }

  @Test
  void aSampleThatWasFixedBeforehandIsRecomputedToo() throws IOException {
    ScanReport report = scan(options(partlyHidden(), KEYS).withRates(new SampleRates(2, 5)));
    assertThat(report.totals().samplingLevel()).isEqualTo(2);
    assertThat(report.decoys().level()).isEqualTo(5);
    wholeReportIsTheSame(recompute(List.of(OpenedEra.of(KEYS))));

    // without the settings' rate the decoys would have seen another slice
    ObjectNode lie = (ObjectNode) written();
    ((ObjectNode) lie.path("settings")).put("decoySampledOneIn", 16);
    assertThat(recompute(CanonicalJson.bytes(lie), List.of(OpenedEra.of(KEYS))).differences())
        .extracting(Recomputed.Difference::pointer)
        .contains("/decoys/sampledOneIn");
    ((ObjectNode) lie.path("settings")).put("sampledOneIn", 8);
    assertThatThrownBy(() -> recompute(CanonicalJson.bytes(lie), List.of(OpenedEra.of(KEYS))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("finer than the settings");
  }

  @Test
  void theCoinKeyAndOneTenantsKeyAreEnoughForThatTenant() throws IOException {
    ScanReport report = scan(options(partlyHidden(), KEYS));
    NamedKey guilty = KEYS.tenants().get(1);
    Recomputed again =
        recompute(
            List.of(OpenedEra.ofCoin(KEYS.era(), KEYS.fleet().key().coinKey(), List.of(guilty))));
    assertThat(again.differences()).isEmpty();
    assertThat(again.json().path("results")).hasSize(1);
    assertThat(bytes(again.json().path("results").get(0)))
        .isEqualTo(bytes(written().at("/results/2")));
    assertThat(again.keys()).hasSize(1);
    Recomputed.Key key = again.keys().getFirst();
    assertThat(key.finding().name()).isEqualTo("tenant-2");
    assertThat(key.finding().evidence()).isEqualTo(report.results().get(2).finding().evidence());
    // three keys, two forms, half of alpha: nothing is believed of the keys that are not opened
    assertThat(key.lnCharged()).isEqualTo(key.finding().lnP() + StrictMath.log(12));
    assertThat(again.notRecomputed())
        .extracting(Recomputed.NotRecomputed::pointer)
        .contains("/results/0", "/results/1", "/tests/2", "/decoys/panels/0/ranks", "/verdict");
    // the panels need no key but the coin's
    assertThat(bytes(again.json().at("/decoys/panels/1/variance")))
        .isEqualTo(bytes(written().at("/decoys/panels/1/variance")));
  }

  @Test
  void anEraThatNobodyOpensIsSaidAndTheOtherIsRecomputed() throws IOException {
    EraKeys other = TestKeys.keys(500, 2);
    scan(options(partlyHidden(), other, KEYS));
    Recomputed again = recompute(List.of(OpenedEra.of(KEYS)));
    assertThat(again.differences()).isEmpty();
    assertThat(again.keys()).hasSize(3);
    assertThat(again.notRecomputed())
        .extracting(Recomputed.NotRecomputed::pointer)
        .contains("/results/0", "/results/2", "/decoys/panels/0", "/decoys/panels/1", "/tests/2")
        .doesNotContain("/results/3", "/decoys/panels/3");
  }

  @Test
  void aReportThatLiesIsFoundOutWhereItLies() throws IOException {
    scan(options(partlyHidden(), KEYS));
    String report = Files.readString(out().resolve(Scan.REPORT_FILE));
    String sum = written().at("/results/1/S").textValue();
    String more = sum.substring(0, sum.length() - 1) + (sum.endsWith("7") ? "8" : "7");
    Recomputed again = recompute(report.replace(sum, more), List.of(OpenedEra.of(KEYS)));
    assertThat(again.differences())
        .extracting(Recomputed.Difference::toString)
        .contains("/results/1/S: the report says \"" + more + "\", recomputed \"" + sum + "\"");
    String rank = "\"rank\":" + written().at("/decoys/panels/0/ranks/0/rank");
    Recomputed decoys =
        recompute(report.replace(rank + ",", "\"rank\":77,"), List.of(OpenedEra.of(KEYS)));
    assertThat(decoys.differences())
        .extracting(Recomputed.Difference::pointer)
        .contains("/decoys/panels/0/ranks/0/rank");
    Recomputed verdict =
        recompute(
            report.replace("\"marked\",\"wrongKeys\"", "\"alert\",\"wrongKeys\""),
            List.of(OpenedEra.of(KEYS)));
    assertThat(verdict.differences())
        .extracting(Recomputed.Difference::pointer)
        .containsExactly("/verdict");
  }

  private Recomputed recompute(String json, List<OpenedEra> eras) {
    return recompute(json.getBytes(StandardCharsets.UTF_8), eras);
  }

  @Test
  void aWrongKeyUnderTheRightNameIsADifference() throws IOException {
    scan(options(partlyHidden(), KEYS));
    DrawKey coin = KEYS.fleet().key().coinKey();
    NamedKey wrong = TestKeys.named("tenant-2", 900);
    Recomputed again = recompute(List.of(OpenedEra.ofCoin(KEYS.era(), coin, List.of(wrong))));
    assertThat(again.differences())
        .extracting(Recomputed.Difference::pointer)
        .contains("/results/2/S", "/results/2/keyId", "/results/2/log10P");
  }

  @Test
  void blocksAreSortedDistinctAndForTheOwnerAlone() throws IOException {
    ScanReport report = scan(options(partlyHidden(), KEYS));
    Path blocks = out().resolve(Scan.BLOCKS_FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(blocks)))
        .isEqualTo("rw-------");
    byte[] records = Files.readAllBytes(blocks);
    assertThat(records).hasSize((int) (17 * report.totals().tuples()));
    try (var files = Files.list(out())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              Scan.REPORT_FILE,
              Scan.PAGE_FILE,
              Scan.FLAGGED_FILE,
              Scan.SKIPPED_FILE,
              Scan.TIMING_FILE,
              Scan.BLOCKS_FILE);
    }
    Scans.scan(options(partlyHidden(), KEYS).withLimits(new Limits(1, 10_000_000, 65536, 1 << 20)));
    assertThat(Files.readAllBytes(blocks)).isEqualTo(records); // not asked for, not touched
  }

  @Test
  void hostileReportsAreRefusedOrReadAndNothingElse() throws IOException {
    scan(options(partlyHidden(), KEYS));
    byte[] report = Files.readAllBytes(out().resolve(Scan.REPORT_FILE));
    SplittableRandom random = new SplittableRandom(1);
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] mutant = report.clone();
      int at = random.nextInt(mutant.length);
      boolean digit = mutant[at] >= '0' && mutant[at] <= '9';
      mutant[at] = (byte) (digit ? '0' + random.nextInt(10) : random.nextInt(256));
      try {
        ReportReader.read("report.json", mutant);
        read++;
      } catch (BadInputException e) {
        assertThat(e.where()).startsWith("report.json");
      }
    }
    assertThat(read).isBetween(300, 2_000); // digits changed: another report, to be recomputed
  }

  /** Reports of before each decoy's z and the files were written claim neither, and still hold. */
  @Test
  void anOlderReportIsReadAndRecomputed() throws IOException {
    scan(options(partlyHidden(), KEYS));
    ObjectNode report = (ObjectNode) written();
    for (JsonNode panel : report.at("/decoys/panels")) {
      assertThat(((ObjectNode) panel).remove("decoyZ")).hasSize(99);
    }
    assertThat(((ObjectNode) report.path("documents")).remove("files")).isNotNull();
    assertThat(recompute(CanonicalJson.bytes(report), List.of(OpenedEra.of(KEYS))).differences())
        .isEmpty();
  }

  @Test
  void aDecoysZThatIsNotItsOwnIsADifference() throws IOException {
    scan(options(partlyHidden(), KEYS));
    ObjectNode report = (ObjectNode) written();
    ((ArrayNode) report.at("/decoys/panels/1/decoyZ")).set(41, "9.0000");
    assertThat(recompute(CanonicalJson.bytes(report), List.of(OpenedEra.of(KEYS))).differences())
        .extracting(Recomputed.Difference::pointer)
        .containsExactly("/decoys/panels/1/decoyZ/41");
  }

  @Test
  void meanAndVarianceFollowFromTheDecoysZ() throws IOException {
    scan(options(partlyHidden(), KEYS).withDecoys(new DecoyPlan(99, 99, "s", List.of())));
    assertThat(written().at("/decoys/panels")).hasSize(3);
    for (JsonNode panel : written().at("/decoys/panels")) {
      double[] z = new double[99];
      for (int i = 0; i < z.length; i++) {
        z[i] = Double.parseDouble(panel.path("decoyZ").path(i).textValue());
      }
      double mean = Arrays.stream(z).average().orElseThrow();
      double variance = Arrays.stream(z).map(v -> (v - mean) * (v - mean)).sum() / 98;
      assertThat(mean).isCloseTo(panel.path("mean").asDouble(), within(1e-4));
      assertThat(variance).isCloseTo(panel.path("variance").asDouble(), within(2e-4));
      double own = panel.at("/ranks/0/z").asDouble();
      if (panel.path("kind").textValue().equals("true coin")) {
        long atLeast = Arrays.stream(z).filter(v -> v >= own).count();
        assertThat(panel.at("/ranks/0/rank").asLong()).isEqualTo(1 + atLeast);
      }
    }
  }

  /** A report whose files do not add up to its documents, or stand in another order. */
  @Test
  void filesThatDoNotAddUpAreRefused() throws IOException {
    scan(options(partlyHidden(), KEYS));
    ObjectNode files = (ObjectNode) written().at("/documents/files");
    ObjectNode one = (ObjectNode) files.at("/listed/0");
    assertThat(one.path("file").textValue()).isEqualTo("c.jsonl");
    refused(f -> ((ObjectNode) f.at("/listed/0")).put("scored", 501), "add up to all documents");
    refused(f -> ((ObjectNode) f.at("/listed/0")).put("flagged", 0), "must hold a flagged");
    refused(f -> ((ObjectNode) f.at("/listed/0")).put("members", 0), "members");
    refused(f -> ((ObjectNode) f.at("/listed/0")).put("testable", 1), "more than it holds");
    refused(f -> ((ObjectNode) f.at("/others")).put("files", 1), "too many files");
    refused(
        f -> ((ArrayNode) f.path("listed")).add(more(one, 1, one.path("flagged").asLong() + 1)),
        "must stand before");
    refused(
        f -> {
          ((ObjectNode) f.path("others")).put("withFlagged", 1).put("files", 1);
          ((ObjectNode) f.path("others")).put("scored", 1).put("testable", 1).put("flagged", 1);
        },
        "room above");
    refused(
        f -> {
          for (int i = 0; i < 100; i++) {
            ((ArrayNode) f.path("listed")).add(more(one, 1, 1));
          }
        },
        "one too many");
  }

  private static ObjectNode more(ObjectNode one, long scored, long flagged) {
    return one.deepCopy()
        .put("file", "z")
        .put("scored", Math.max(scored, flagged))
        .put("testable", flagged)
        .put("flagged", flagged);
  }

  private void refused(Consumer<JsonNode> change, String problem) throws IOException {
    JsonNode report = written();
    change.accept(report.at("/documents/files"));
    assertThatThrownBy(() -> ReportReader.read("report.json", CanonicalJson.bytes(report)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("/documents/files");
  }

  @Test
  void onlyCanonicalReportsAreRead() throws IOException {
    scan(options(partlyHidden(), KEYS));
    String report = Files.readString(out().resolve(Scan.REPORT_FILE));
    for (String bad :
        List.of(
            report + " ",
            report.replaceFirst(",\"verdict\":", ", \"verdict\":"),
            report.replaceFirst("\\{", "{\"aaa\":1,"),
            report.replaceFirst("\"corpus\":", "\"corpsu\":"),
            report.replaceFirst("\"alpha\":\"0.000001\"", "\"alpha\":\"0.0000010\""),
            report.replaceFirst("\"sampledOneIn\":1,", "\"sampledOneIn\":3,"))) {
      assertThat(bad).isNotEqualTo(report);
      assertThatThrownBy(
              () -> ReportReader.read("report.json", bad.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(BadInputException.class);
    }
  }
}
