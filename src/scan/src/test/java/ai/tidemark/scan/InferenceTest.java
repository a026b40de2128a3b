package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.source.Place;
import ai.tidemark.scan.source.Position;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.DocumentRow;
import ai.tidemark.scan.state.DocumentScorer;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.state.NegativeControl;
import ai.tidemark.scan.state.TupleSource;
import ai.tidemark.scan.state.TupleWriter;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import ai.tidemark.testkit.schema.SchemaCheck;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Innocent text with much boilerplate, judged with global dedup and with a dedup that is broken.
 */
final class InferenceTest {
  private static final NumberTokenizer TOKENIZER = new NumberTokenizer();

  @TempDir private Path dir;

  private ScanReport judge(boolean dedup) throws IOException {
    ZipfLanguage language = new ZipfLanguage(7);
    SplittableRandom random = new SplittableRandom(7);
    int[] boilerplate = language.plain(400, random);
    List<TupleSet> documents = new ArrayList<>();
    CorpusTuples distinct = new CorpusTuples(1_000_000);
    TupleWriter writer = distinct.writer();
    ScanOptions options =
        ScanOptions.of(
                List.of(dir),
                Profile.of(TOKENIZER),
                TOKENIZER,
                ScanKeys.of(TestKeys.keys(1, 1)),
                dir)
            .withDecoys(new DecoyPlan(199, 99, "s", List.of()));
    List<Hypothesis> fleets = Inference.fleets(options);
    DocumentScorer scorer = new DocumentScorer(Contexts.Coined.DEFAULT, options.keys(), fleets);
    try (DocumentSpool spool = new DocumentSpool(dir.resolve("spool"))) {
      Ledger ledger = new Ledger(spool, new StringWriter(), _ -> {}, LedgerState.EMPTY);
      Batch batch = new Batch(1, Position.START);
      for (int d = 0; d < 300; d++) {
        int[] ids = Arrays.copyOf(language.plain(100, random), 500);
        System.arraycopy(boilerplate, 0, ids, 100, 400);
        TupleSet tuples = new TupleSet(16);
        Grams.forEach(Contexts.Coined.DEFAULT, ids, ids.length, tuples::add);
        documents.add(tuples);
        writer.add(tuples, TextForm.BOTH);
        scorer.begin();
        scorer.add(ids, ids.length);
        List<Evidence> evidence = scorer.evidence();
        Place place = Place.line("f", d + 1);
        batch.add(DocumentRow.of(place, 500, List.of(evidence, evidence), ""), scorer.positions());
      }
      writer.flush();
      distinct.finish();
      ledger.enter(0, batch, 0, _ -> {});
      TupleSource tuples = dedup ? distinct : NegativeControl.of(documents);
      Inference inference = new Inference(options, tuples, new Cancellation());
      inference.scoreCorpus();
      inference.scoreDecoys();
      inference.testDocuments(spool);
      List<Hypothesis> asked = inference.documentHypotheses();
      if (!asked.isEmpty()) {
        inference.judgeDocuments(asked, spool, new StringWriter());
      }
      return inference.report(ledger, 1, 0);
    }
  }

  @Test
  void aBrokenDedupMakesTheReportInvalidAndWithholdsP() throws IOException {
    ScanReport report = judge(false);
    assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(report.results()).allMatch(r -> r.finding().verdict() == Verdict.INVALID);
    Diagnosis diagnosis = report.decoys().diagnosis().orElseThrow();
    assertThat(diagnosis.cause()).isEqualTo(Diagnosis.Cause.DUPLICATES);
    assertThat(diagnosis.repeated()).isBetween(diagnosis.tuples() / 2, diagnosis.tuples());
    String json = new String(report.toJson(), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("log10P").contains("\"verdict\":\"invalid\"", "duplicates");
    assertThat(report.summary()).doesNotContain("log10 p").contains("p-values are withheld");
    Path schema =
        Path.of(System.getProperty("tidemark.root"), "docs", "formats", "report.schema.json");
    assertThat(SchemaCheck.problems(schema, report.toJson())).isEmpty();
  }

  @Test
  void theSameTextsWithDedupAreNotShown() throws IOException {
    ScanReport report = judge(true);
    assertThat(report.verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(report.documents().testable()).isEqualTo(300);
    assertThat(report.decoys().panels()).hasSize(3).noneMatch(p -> p.broken());
  }
}
