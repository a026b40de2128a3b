package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Acceptance 10: any partitions, any order, to the same bits. */
final class PartitionsTest {
  private record Found(
      long size, int level, String digest, List<Evidence> raw, List<Evidence> normalised) {}

  private record Document(TupleSet tuples, int forms) {}

  private static List<Document> documents() {
    SplittableRandom random = new SplittableRandom(10);
    ZipfLanguage language = new ZipfLanguage(10);
    int[] boilerplate = language.plain(50, random);
    List<Document> documents = new ArrayList<>();
    for (int d = 0; d < 400; d++) {
      int forms = d % 3 == 0 ? 1 + d % 2 : TextForm.BOTH;
      documents.add(document(language.plain(80, random), forms));
      documents.add(document(boilerplate, forms));
    }
    return documents;
  }

  private static Document document(int[] ids, int forms) {
    TupleSet tuples = new TupleSet(16);
    Grams.forEach(Contexts.Coined.DEFAULT, ids, ids.length, tuples::add);
    return new Document(tuples, forms);
  }

  private static Found found(List<Document> documents, int partitions, long budget, int writers) {
    CorpusTuples tuples = new CorpusTuples(budget, partitions);
    List<TupleWriter> writing = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      writing.add(tuples.writer());
    }
    for (int d = 0; d < documents.size(); d++) {
      writing.get(d % writers).add(documents.get(d).tuples, documents.get(d).forms);
    }
    writing.forEach(TupleWriter::flush);
    tuples.finish();
    var key = TestKeys.key(10);
    var keys =
        new CorpusScores.Keys(Contexts.Coined.DEFAULT, key.coinKey(), List.of(key), List.of());
    CorpusScores scores = CorpusScores.of(tuples, tuples.level(), keys, 2, () -> false);
    return new Found(
        tuples.size(),
        tuples.level(),
        tuples.digest(),
        scores.evidence(Tier.FLEET, TextForm.RAW),
        scores.evidence(Tier.FLEET, TextForm.NORMALISED));
  }

  @Test
  void anyPartitionsAndAnyOrderGiveTheSameBits() {
    List<Document> documents = documents();
    for (long budget : new long[] {1L << 30, 5_000}) {
      Found first = found(documents, 1, budget, 1);
      for (int partitions : new int[] {1, 7, 64, 256}) {
        List<Document> shuffled = new ArrayList<>(documents);
        Collections.shuffle(shuffled, new Random(partitions));
        assertThat(found(shuffled, partitions, budget, 3)).isEqualTo(first);
      }
      System.out.println(
          "acceptance 8.4.10 n, S, digest in 1, 7, 64 partitions: got 1 result, must be 1;"
              + " catches: partitions that overlap, forms that depend on order");
      assertThat(first.raw).isNotEqualTo(first.normalised);
      Found mutant = found(documents.subList(1, documents.size()), 7, budget, 1);
      assertThat(mutant.digest).isNotEqualTo(first.digest);
    }
  }

  @Test
  void aTupleIsInTheFormsOfAllItsDocuments() {
    TupleSet a = new TupleSet(16);
    TupleSet b = new TupleSet(16);
    for (int i = 0; i < 100; i++) {
      a.add(0, i);
      b.add(0, i + 50);
    }
    CorpusTuples tuples = new CorpusTuples(1_000, 1);
    TupleWriter writer = tuples.writer();
    writer.add(a, TextForm.RAW.bit());
    writer.add(b, TextForm.NORMALISED.bit());
    tuples.finish();
    long[] counts = new long[4];
    List<TupleSource.Part> parts = tuples.parts(0);
    TupleRuns runs =
        new TupleRuns(parts, 7, (part, _, _, n) -> counts[parts.get(part).forms()] += n);
    tuples.forEach(0, runs);
    runs.end();
    assertThat(counts).containsExactly(0, 50, 50, 50);
  }
}
