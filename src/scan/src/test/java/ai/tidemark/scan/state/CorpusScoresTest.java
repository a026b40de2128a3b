package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.RealText;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.inference.DecoyKeys;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The null is over the key, the text is fixed: p over fresh keys must be uniform. */
final class CorpusScoresTest {
  private static final Contexts.Coined CONTEXTS = Contexts.Coined.DEFAULT;
  private static final int KEYS = 2_000;
  private static final double KS_ONE_PERCENT = 1.628 / Math.sqrt(KEYS);

  /** Distinct tuples per document, as document evidence has them. */
  private static List<TupleSet> documents(List<int[]> texts) {
    List<TupleSet> documents = new ArrayList<>();
    for (int[] ids : texts) {
      TupleSet tuples = new TupleSet(16);
      Grams.forEach(CONTEXTS, ids, ids.length, tuples::add);
      documents.add(tuples);
    }
    return documents;
  }

  private static List<int[]> glosses(int count) {
    Tokenizer tokenizer = Cl100k.get();
    TokenBuffer buffer = new TokenBuffer();
    List<int[]> texts = new ArrayList<>();
    for (String gloss : RealText.glosses(count)) {
      buffer.clear();
      tokenizer.encode(gloss, buffer);
      texts.add(buffer.toArray());
    }
    return texts;
  }

  private static CorpusTuples corpus(List<TupleSet> documents, long budget) {
    CorpusTuples tuples = new CorpusTuples(budget);
    TupleWriter writer = tuples.writer();
    documents.forEach(d -> writer.add(d, TextForm.BOTH));
    writer.flush();
    tuples.finish();
    return tuples;
  }

  private static double[] pOverFreshKeys(CorpusTuples tuples) {
    double[] p = new double[KEYS];
    for (int i = 0; i < KEYS; i++) {
      try (DrawKey fleet = TestKeys.key(1_000 + 2L * i);
          DrawKey tenant = TestKeys.key(1_001 + 2L * i)) {
        CorpusScores scores =
            CorpusScores.of(
                tuples,
                tuples.level(),
                new CorpusScores.Keys(CONTEXTS, fleet.coinKey(), List.of(fleet), List.of(tenant)),
                1,
                () -> false);
        Evidence both = fleet(scores).getFirst().plus(tenant(scores).getFirst());
        p[i] = Math.exp(both.lnP());
      }
    }
    return p;
  }

  private static List<Evidence> fleet(CorpusScores scores) {
    return scores.evidence(Tier.FLEET, TextForm.RAW);
  }

  private static List<Evidence> tenant(CorpusScores scores) {
    return scores.evidence(Tier.TENANT, TextForm.RAW);
  }

  /** Kolmogorov's distance from the uniform law. */
  private static double ks(double[] p) {
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      distance = Math.max(distance, (i + 1.0) / sorted.length - sorted[i]);
      distance = Math.max(distance, sorted[i] - (double) i / sorted.length);
    }
    return distance;
  }

  @Test
  void pIsUniformOverFreshKeysOnRealUnmarkedText() {
    CorpusTuples tuples = corpus(documents(glosses(300)), 1_000_000);
    assertThat(tuples.size()).isGreaterThan(5_000);
    assertThat(ks(pOverFreshKeys(tuples))).isLessThan(KS_ONE_PERCENT);
  }

  @Test
  void pIsUniformOnASampleToo() {
    CorpusTuples tuples = corpus(documents(glosses(2_000)), 6_000);
    assertThat(tuples.level()).isPositive();
    assertThat(ks(pOverFreshKeys(tuples))).isLessThan(KS_ONE_PERCENT);
  }

  /** Texts of which 40 % hold one of 20 boilerplate blocks. */
  private static List<TupleSet> boilerplate() {
    SplittableRandom random = new SplittableRandom(11);
    ZipfLanguage language = new ZipfLanguage(11);
    List<int[]> blocks = new ArrayList<>();
    for (int b = 0; b < 20; b++) {
      blocks.add(language.plain(60, random));
    }
    List<int[]> texts = new ArrayList<>();
    for (int d = 0; d < 3_000; d++) {
      int[] own = language.plain(60, random);
      if (random.nextInt(10) < 4) {
        int[] block = blocks.get(random.nextInt(blocks.size()));
        int[] text = Arrays.copyOf(own, own.length + block.length);
        System.arraycopy(block, 0, text, own.length, block.length);
        texts.add(text);
      } else {
        texts.add(own);
      }
    }
    return documents(texts);
  }

  private static DecoyPanel panel(TupleSource source) {
    var real = TestKeys.named("fleet", 5);
    List<DrawKey> keys = new ArrayList<>(List.of(real.key()));
    keys.addAll(DecoyKeys.of("panel", 199));
    CorpusScores scores =
        CorpusScores.of(
            source,
            0,
            new CorpusScores.Keys(CONTEXTS, real.key().coinKey(), keys, List.of()),
            2,
            () -> false);
    List<Evidence> fleet = fleet(scores);
    return DecoyPanel.of(
        DecoyPanel.Kind.TRUE_COIN,
        "era",
        Tier.FLEET,
        List.of(real),
        fleet.subList(0, 1),
        fleet.subList(1, keys.size()));
  }

  @Test
  void withoutGlobalDedupBoilerplateInflatesZAndThePanelSeesIt() {
    List<TupleSet> documents = boilerplate();
    DecoyPanel broken = panel(new Undeduplicated(documents));
    assertThat(broken.variance()).isGreaterThan(9); // sd of z above 3 on innocent text
    assertThat(broken.broken()).isTrue();

    DecoyPanel sound = panel(corpus(documents, 10_000_000));
    assertThat(sound.variance()).isBetween(0.75, 1.3);
    assertThat(sound.low()).isLessThan(1);
    assertThat(sound.broken()).isFalse();
    assertThat(sound.mean()).isBetween(-0.25, 0.25);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameSums() {
    CorpusTuples tuples = corpus(documents(glosses(500)), 1_000_000);
    List<DrawKey> decoys = DecoyKeys.of("threads", 5);
    var keys = new CorpusScores.Keys(CONTEXTS, decoys.getFirst().coinKey(), decoys, decoys);
    CorpusScores one = CorpusScores.of(tuples, 0, keys, 1, () -> false);
    CorpusScores five = CorpusScores.of(tuples, 0, keys, 5, () -> false);
    assertThat(fleet(five)).isEqualTo(fleet(one));
    assertThat(tenant(five)).isEqualTo(tenant(one));
    assertThat(fleet(one).getFirst().n()).isPositive();
    assertThat(tenant(one).getFirst().n()).isPositive();
    assertThat(fleet(one).get(1).sum()).isNotEqualTo(fleet(one).get(2).sum());
  }
}
