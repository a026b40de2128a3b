package ai.tidemark.demo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.demo.text.Documents;
import ai.tidemark.demo.text.GlossSplit;
import ai.tidemark.demo.text.WordNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class NGramModelTest {
  private static final int END = 100_257;
  private static NGramModel model;
  private static int[] heldOut;

  @BeforeAll
  static void train() {
    GlossSplit split = GlossSplit.of(WordNet.glosses());
    model = DemonstrationModel.train(Cl100k.get(), split);
    TokenBuffer ids = new TokenBuffer();
    for (String text : Documents.human(split, 150)) {
      Cl100k.get().encode(text, ids);
    }
    heldOut = ids.toArray();
  }

  /** Every kind of context: start of a text, seen, only its last token seen, not seen at all. */
  private static List<int[]> contexts() {
    List<int[]> contexts = new ArrayList<>();
    contexts.add(new int[] {END, END});
    contexts.add(new int[] {END, heldOut[1]});
    contexts.add(new int[] {99_999, heldOut[1]});
    contexts.add(new int[] {99_999, 99_998});
    contexts.add(new int[] {heldOut[7], END});
    for (int i = 0; i < 40; i++) {
      contexts.add(Arrays.copyOfRange(heldOut, 100 * i, 100 * i + 2));
    }
    return contexts;
  }

  @Test
  void probabilitiesSumToOne() {
    for (int[] context : contexts()) {
      double sum = 0;
      for (int id : model.vocabulary) {
        double p = model.probability(context[0], context[1], id);
        assertThat(p).isPositive();
        sum += p;
      }
      assertThat(sum).as("after %s", Arrays.toString(context)).isCloseTo(1, within(1e-5));
    }
    assertThat(model.knows(99_999)).as("the tests use 99,999 as an unseen token").isFalse();
  }

  @Test
  void topCandidatesAreTheMostProbableTokens() {
    NextTokens next = new NextTokens(model);
    for (int[] context : contexts()) {
      double[] all = new double[model.vocabularySize()];
      for (int i = 0; i < all.length; i++) {
        all[i] = model.probability(context[0], context[1], model.vocabulary[i]);
      }
      Arrays.sort(all);
      next.top(context[0], context[1], 64);
      assertThat(next.size()).isEqualTo(64);
      for (int rank = 0; rank < 64; rank++) {
        assertThat(next.p(rank))
            .isEqualTo(model.probability(context[0], context[1], next.id(rank)), within(1e-15))
            .isEqualTo(all[all.length - 1 - rank], within(1e-15));
      }
      int[] ids = new int[64];
      Arrays.setAll(ids, next::id);
      assertThat(ids).doesNotHaveDuplicates();
    }
    next.top(END, END, 1 << 20);
    assertThat(next.size()).isEqualTo(model.vocabularySize());
  }

  @Test
  void threeTokensPredictHeldOutTextBetterThanTwoAndTwoBetterThanOne() {
    double tri = 0;
    double bi = 0;
    double uni = 0;
    int known = 0;
    for (int i = 2; i < heldOut.length; i++) {
      if (model.knows(heldOut[i])) {
        known++;
        tri -= Math.log(model.probability(heldOut[i - 2], heldOut[i - 1], heldOut[i]));
        bi -= Math.log(model.bigramProbability(heldOut[i - 1], heldOut[i]));
        uni -= Math.log(model.unigramProbability(heldOut[i]));
      }
    }
    System.out.printf(
        "%s: trained on %,d tokens, %,d known, %,d trigrams; held-out perplexity %.1f"
            + " (2-gram %.1f, 1-gram %.1f) on %,d tokens, %.2f %% unknown%n",
        DemonstrationModel.NAME,
        model.trainingTokens(),
        model.vocabularySize(),
        model.trigrams(),
        Math.exp(tri / known),
        Math.exp(bi / known),
        Math.exp(uni / known),
        known,
        100.0 * (heldOut.length - 2 - known) / (heldOut.length - 2));
    assertThat(tri / known).isLessThan(bi / known - 0.1).isLessThan(Math.log(400));
    assertThat(bi / known).isLessThan(uni / known - 0.5);
  }

  @Test
  void followsTheFormulaOnATextSmallEnoughToCountByHand() {
    NGramTrainer trainer = new NGramTrainer(0);
    TokenBuffer text = new TokenBuffer();
    for (int id : new int[] {1, 2, 1, 2, 3}) {
      text.add(id);
    }
    trainer.add(text);
    NGramModel small = trainer.train();
    // trigrams: 001 012 121 212 123 230, each once: D3 = 1/2 (no count of 2, so the default)
    // N1+(.vw): 01:1 12:2 21:1 23:1 30:1 -> n1 = 4, n2 = 1, D2 = 4/6
    // N1+(.w): 1:2 2:1 3:1 0:1 -> n1 = 3, n2 = 1, D1 = 3/5; N1+(..) = 5, V = 4
    double d1 = 3.0 / 5;
    double d2 = 4.0 / 6;
    double p1of3 = (1 - d1) / 5 + d1 * 4 / 5 / 4;
    double p2of3 = (1 - d2) / 2 + d2 * 2 / 2 * p1of3; // after 2: 1 and 3
    double p3of3 = 0.5 / 2 + 0.5 * 2 / 2 * p2of3; // after 1 2: 1 and 3
    assertThat(small.unigramProbability(3)).isCloseTo(p1of3, within(1e-7));
    assertThat(small.bigramProbability(2, 3)).isCloseTo(p2of3, within(1e-7));
    assertThat(small.probability(1, 2, 3)).isCloseTo(p3of3, within(1e-7));
    assertThat(small.probability(3, 2, 3)).as("unseen pair").isCloseTo(p2of3, within(1e-7));
    assertThat(small.probability(3, 9, 3)).as("unseen token").isCloseTo(p1of3, within(1e-7));
    assertThat(small.probability(1, 2, 9)).isZero();
  }

  @Test
  void samplesFollowTheDistributionAtATemperature() {
    NextTokens next = new NextTokens(model);
    next.top(END, END, 1 << 20);
    double norm = 0;
    for (int rank = 0; rank < next.size(); rank++) {
      norm += Math.pow(next.p(rank), 1 / 0.5);
    }
    double[] expected = new double[5];
    int[] ids = new int[5];
    for (int rank = 0; rank < 5; rank++) {
      ids[rank] = next.id(rank);
      expected[rank] = Math.pow(next.p(rank), 1 / 0.5) / norm;
    }
    SplittableRandom random = new SplittableRandom(7);
    int n = 4_000;
    int[] seen = new int[5];
    for (int i = 0; i < n; i++) {
      int id = next.sample(END, END, 0.5, random);
      for (int rank = 0; rank < 5; rank++) {
        seen[rank] += ids[rank] == id ? 1 : 0;
      }
    }
    for (int rank = 0; rank < 5; rank++) {
      double sd = Math.sqrt(expected[rank] * (1 - expected[rank]) / n);
      assertThat((double) seen[rank] / n).isCloseTo(expected[rank], within(4.5 * sd));
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    NextTokens next = new NextTokens(model);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> next.top(1, 2, 0))
        .withMessage("n must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> next.sample(1, 2, 0, new SplittableRandom(1)))
        .withMessage("temperature must be above 0, but is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NGramTrainer(1 << 21))
        .withMessage("id must be in 0..2097151, but is 2097152");
    assertThatIllegalArgumentException().isThrownBy(() -> new NGramTrainer(0).train());
  }
}
