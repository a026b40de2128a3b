package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.testkit.schema.SchemaCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key, era, text form and test is a hypothesis, and each is paid for. */
final class ScanHypothesesTest {
  private static final EraKeys KEYS = Scans.KEYS;

  @TempDir private Path dir;

  private ScanReport scan(TestCorpus corpus, EraKeys... keys) throws IOException {
    return Scans.scan(Scans.options(dir, List.of(corpus.write(dir.resolve("c.jsonl"))), keys));
  }

  private static Finding strongest(ScanReport report) {
    return report.results().stream()
        .map(CorpusResult::finding)
        .min(Comparator.comparingDouble(Finding::lnP))
        .orElseThrow();
  }

  private static void fitsTheSchema(ScanReport report) {
    Path schema =
        Path.of(System.getProperty("tidemark.root"), "docs", "formats", "report.schema.json");
    assertThat(SchemaCheck.problems(schema, report.toJson())).isEmpty();
  }

  @Test
  void aKeyPaysForBothTextFormsForItsPartOfAlphaAndForEveryKey() throws IOException {
    Finding strongest = strongest(scan(Scans.tenPercentMarked(), KEYS));
    // 3 keys, 2 forms, half of alpha; Holm charges the smallest p for all three keys
    assertThat(strongest.adjustedLnP() - strongest.lnP())
        .isCloseTo(Math.log(3 * 2 * 2), Offset.offset(1e-9));
    ScanReport raw =
        Scans.scan(
            Scans.options(dir, List.of(dir.resolve("c.jsonl")), KEYS)
                .withNormalisation(Normalisation.NONE));
    assertThat(strongest(raw).evidence()).isEqualTo(strongest.evidence());
    assertThat(strongest(raw).adjustedLnP() - strongest(raw).lnP())
        .isCloseTo(Math.log(3 * 2), Offset.offset(1e-9));
  }

  @Test
  void aShownKeyGetsALowerBoundOnItsShareThatAssumesNothing() throws IOException {
    TestCorpus corpus = Scans.tenPercentMarked();
    ScanReport report = scan(corpus, KEYS);
    CorpusResult fleet = report.results().getFirst();
    double share =
        (double) corpus.markedFleetTuples(KEYS.fleet().key()) / fleet.finding().evidence().n();
    assertThat(fleet.share().atLeast().orElseThrow()).isBetween(share / 3, share);
    assertThat(report.results().get(1).share().atLeast()).isEmpty(); // not shown
    assertThat(new String(report.toJson(), StandardCharsets.UTF_8)).contains("log10E", "atLeast");
    fitsTheSchema(report);
  }

  @Test
  void erasAreHypothesesOfTheirOwnAndTheRightOneIsNamed() throws IOException {
    EraKeys other = TestKeys.keys(500, 2);
    ScanReport one = scan(Scans.tenPercentMarked(), KEYS);
    ScanReport two = scan(Scans.tenPercentMarked(), other, KEYS);
    assertThat(two.results())
        .extracting(r -> r.finding().era() + " " + r.finding().name())
        .containsExactly(
            "era-500 fleet",
            "era-500 tenant-1",
            "era-500 tenant-2",
            "era-100 fleet",
            "era-100 tenant-1",
            "era-100 tenant-2");
    assertThat(two.results())
        .filteredOn(r -> r.finding().verdict() == Verdict.MARKED)
        .extracting(r -> r.finding().era() + " " + r.finding().name())
        .containsExactly("era-100 fleet", "era-100 tenant-2");
    Finding alone = strongest(one);
    Finding beside = strongest(two);
    assertThat(beside.evidence()).isEqualTo(alone.evidence());
    assertThat(beside.adjustedLnP() - alone.adjustedLnP())
        .isCloseTo(Math.log(2), Offset.offset(1e-9)); // six keys instead of three
    assertThat(two.decoys().panels()).hasSize(4).noneMatch(p -> p.broken());
    assertThat(two.summary())
        .contains("tenant-2 era-100", "runner-up")
        .contains("fleet era-500: variance of z", "tenant era-100: variance of z");
    assertThat(one.summary()).contains("fleet: variance of z");
    fitsTheSchema(two);
  }

  @Test
  void theRunnerUpIsTheStrongestTenantThatIsNotMarked() throws IOException {
    EraKeys many = TestKeys.keys(100, 40); // tenant-2 has the key that marked
    ScanReport report = scan(Scans.tenPercentMarked(), many);
    Finding runnerUp = report.runnerUp().orElseThrow();
    assertThat(runnerUp.verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(report.results())
        .filteredOn(r -> r.finding().claim() == Claim.TENANT)
        .filteredOn(r -> r.finding().lnP() < runnerUp.lnP())
        .extracting(r -> r.finding().name())
        .containsExactly("tenant-2");
    // of 40 tenants the summary names the one shown and the runner-up
    assertThat(report.summary())
        .contains("runner-up", runnerUp.name() + ": log10 p", "39")
        .doesNotContain("\ntenant-3 ");
    assertThat(report.decoys().panels().get(1).ranks())
        .extracting(r -> r.name())
        .containsExactlyInAnyOrder("tenant-2", runnerUp.name());
    fitsTheSchema(report);
  }

  @Test
  void documentsOfAnAcceptedTenantAreScoredWithItsEvidenceAdded() throws IOException {
    ScanReport fleet = scan(Scans.tenPercentMarked(), KEYS.fleetOnly());
    ScanReport both = scan(Scans.tenPercentMarked(), KEYS);
    assertThat(both.documents().acceptedTenants()).hasSize(1);
    // twice the tuples of each document: shorter ones are testable, and none is lost
    assertThat(both.documents().flagged()).isGreaterThanOrEqualTo(fleet.documents().flagged());
    List<String> flagged = Files.readAllLines(dir.resolve("out").resolve(Scan.FLAGGED_FILE));
    assertThat(flagged)
        .allMatch(l -> l.contains("\"claim\":\"fleet and tenant\""))
        .allMatch(l -> l.contains("\"tenant\":\"tenant-2\""));
    assertThat(both.documents().atLeast().orElseThrow()).isBetween(40L, 50L);
  }

  @Test
  void aCorpusThatChangesBetweenItsTwoReadingsIsRefused() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    AtomicInteger opened = new AtomicInteger();
    Opener opener =
        path ->
            opened.incrementAndGet() == 1
                ? Files.newInputStream(path)
                : new ByteArrayInputStream(
                    "{\"text\":\"1 2 3\"}\n".getBytes(StandardCharsets.UTF_8));
    ScanOptions options = Scans.options(dir, List.of(file), KEYS);
    assertThatThrownBy(() -> Scan.run(options, ScanListener.NONE, new Cancellation(), opener))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("changed while it was being scanned");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  /** Zero-width spaces inside every word of the marked texts. */
  private TestCorpus hidden() {
    DrawKey fleet = KEYS.fleet().key();
    return new TestCorpus(4)
        .plain(200, 120)
        .marked(60, 160, fleet, KEYS.tenants().getFirst().key())
        .edited(200, text -> text.replaceAll("(\\d)(\\d)", "$1\u200b$2"));
  }

  @Test
  void whatHidesTheMarkFromTheRawTextIsNormalisedAndCounted() throws IOException {
    ScanReport report = scan(hidden(), KEYS);
    assertThat(Scans.fleet(report).form()).isEqualTo(TextForm.NORMALISED);
    assertThat(report.verdict()).isEqualTo(Verdict.MARKED);
    assertThat(report.totals().normalised()).isEqualTo(60);
    assertThat(report.totals().removed().ignorables()).isGreaterThan(60 * 160);
    assertThat(report.documents().flagged()).isBetween(50L, 62L);
    assertThat(Files.readString(dir.resolve("out").resolve(Scan.FLAGGED_FILE)))
        .contains("\"form\":\"normalised\"");
    fitsTheSchema(report);

    ScanReport raw =
        Scans.scan(
            Scans.options(dir, List.of(dir.resolve("c.jsonl")), KEYS)
                .withNormalisation(Normalisation.NONE));
    assertThat(raw.verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(raw.documents().flagged()).isZero();
  }

  @Test
  void theStrictRuleFlagsFewerDocumentsAndClaimsNoLeastNumber() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    ScanOptions options = Scans.options(dir, List.of(file), KEYS);
    ScanReport bh = Scans.scan(options);
    ScanReport ebh = Scans.scan(options.withDocuments(DocumentRule.EBH));
    assertThat(ebh.documents().flagged()).isBetween(30L, bh.documents().flagged());
    assertThat(ebh.documents().atLeast()).isEmpty();
    fitsTheSchema(ebh);
  }

  @Test
  void aNeedleIsFoundByItsDocumentAndFogBySum() throws IOException {
    DrawKey fleet = KEYS.fleet().key();
    DrawKey tenant = KEYS.tenants().getFirst().key();
    // one document of 400 tokens among 3,000 of 120: 0.1 % of the tuples
    ScanReport needle =
        scan(new TestCorpus(8).plain(3_000, 120).marked(1, 400, fleet, tenant), KEYS);
    assertThat(test(needle, CorpusTest.Kind.DOCUMENTS).verdict()).isEqualTo(Verdict.MARKED);
    assertThat(test(needle, CorpusTest.Kind.SUM).verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(needle.verdict()).isEqualTo(Verdict.MARKED);

    // 800 documents of 12 tokens: none can be shown alone
    ScanReport fog = scan(new TestCorpus(9).plain(400, 120).marked(800, 12, fleet, tenant), KEYS);
    assertThat(test(fog, CorpusTest.Kind.SUM).verdict()).isEqualTo(Verdict.MARKED);
    assertThat(test(fog, CorpusTest.Kind.DOCUMENTS).verdict()).isEqualTo(Verdict.NOT_SHOWN);
    fitsTheSchema(fog);
  }

  private static CorpusTest test(ScanReport report, CorpusTest.Kind kind) {
    return report.tests().stream().filter(t -> t.kind() == kind).findAny().orElseThrow();
  }
}
