package ai.tidemark.demo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.demo.text.Gloss;
import ai.tidemark.demo.text.GlossSplit;
import ai.tidemark.demo.text.WordNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class NGramModelTest {
  private static GlossSplit split;
  private static NGramModel model;

  @BeforeAll
  static void train() {
    split = GlossSplit.of(WordNet.glosses());
    model = DemonstrationModel.train(Cl100k.get(), split);
  }

  private static History after(int... ids) {
    History history = new History(model);
    for (int id : ids) {
      history.add(id);
    }
    return history;
  }

  private static History after(String text) {
    return after(Cl100k.get().encode(text));
  }

  /** Every kind of context: start of a text, seen, only its last token seen, not seen at all. */
  private static List<History> histories() {
    List<History> histories = new ArrayList<>();
    histories.add(after());
    histories.add(after(100_257));
    histories.add(after(99_999, 264));
    histories.add(after(264, 99_999));
    histories.add(after(99_999, 99_998));
    for (int i = 0; i < 40; i++) {
      String text = split.heldOut().get(i).sentences().getFirst();
      histories.add(after(text.substring(0, text.length() / 2)));
    }
    assertThat(model.knows(99_999)).as("an unseen token").isFalse();
    assertThat(model.knows(99_998)).as("an unseen token").isFalse();
    return histories;
  }

  @Test
  void probabilitiesSumToOne() {
    for (History history : histories()) {
      double sum = 0;
      for (int id : model.vocabulary) {
        double p = model.probability(history, id);
        assertThat(p).isPositive();
        sum += p;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void topCandidatesAreTheMostProbableTokens() {
    NextTokens next = new NextTokens(model);
    for (History history : histories()) {
      double[] all = new double[model.vocabularySize()];
      for (int i = 0; i < all.length; i++) {
        all[i] = model.probability(history, model.vocabulary[i]);
      }
      Arrays.sort(all);
      next.top(history, 64);
      assertThat(next.size()).isEqualTo(64);
      int[] ids = new int[64];
      for (int rank = 0; rank < 64; rank++) {
        ids[rank] = next.id(rank);
        assertThat(next.p(rank))
            .isCloseTo(model.probability(history, next.id(rank)), within(1e-15))
            .isCloseTo(all[all.length - 1 - rank], within(1e-15));
      }
      assertThat(ids).doesNotHaveDuplicates();
    }
    next.top(after(), Integer.MAX_VALUE);
    assertThat(next.size()).isEqualTo(model.vocabularySize());
  }

  /** What one more order of context is worth on text the model never saw. */
  @Test
  void eachOrderPredictsHeldOutTextBetter() {
    double[] nats = new double[4]; // with topic, 3-gram, 2-gram, 1-gram
    int known = 0;
    int unknown = 0;
    int[] rows = new int[3];
    for (Gloss gloss : split.heldOut().subList(0, 4_000)) {
      int[] ids = Cl100k.get().encode(" " + String.join(" ", gloss.sentences()));
      for (int i = 2; i < ids.length; i++) {
        model.rows(gloss.topic(), model.index(ids[i - 2]), model.index(ids[i - 1]), rows);
        if (!model.knows(ids[i])) {
          unknown++;
          continue;
        }
        known++;
        for (int order = 0; order < nats.length; order++) {
          nats[order] -= Math.log(model.probability(rows, order, ids[i]));
        }
      }
    }
    double[] perplexity = new double[nats.length];
    for (int order = 0; order < nats.length; order++) {
      perplexity[order] = Math.exp(nats[order] / known);
    }
    System.out.printf(
        "%s: trained on %,d tokens, %,d known; held-out perplexity %.0f, 3-gram %.0f, 2-gram %.0f,"
            + " 1-gram %.0f on %,d tokens; %,d more are unknown to it%n",
        DemonstrationModel.NAME,
        model.trainingTokens(),
        model.vocabularySize(),
        perplexity[0],
        perplexity[1],
        perplexity[2],
        perplexity[3],
        known,
        unknown);
    assertThat(perplexity[0]).isLessThan(0.95 * perplexity[1]).isLessThan(400);
    assertThat(perplexity[1]).isLessThan(0.9 * perplexity[2]);
    assertThat(perplexity[2]).isLessThan(0.5 * perplexity[3]);
  }

  @Test
  void theOpeningOfATextDecidesItsTopic() {
    assertThat(after("About the bread.").topic()).as("noun.food").isEqualTo(13);
    assertThat(after("About the money.").topic()).as("noun.possession").isEqualTo(21);
    assertThat(after("About the rain.").topic()).as("verb.weather").isEqualTo(43);
    assertThat(after("About the bone.").topic()).as("noun.body").isEqualTo(8);
    NextTokens next = new NextTokens(model);
    int dish = Cl100k.get().encode(" dish")[0];
    assertThat(next.probability(after("About the bread. A"), dish))
        .isGreaterThan(20 * next.probability(after("About the money. A"), dish));
  }

  @Test
  void followsTheFormulaOnATextSmallEnoughToCountByHand() {
    NGramTrainer trainer = new NGramTrainer(0);
    TokenBuffer text = new TokenBuffer();
    for (int id : new int[] {1, 2, 1, 2, 3}) {
      text.add(id);
    }
    trainer.add(text, 0);
    NGramModel small = trainer.train();
    // trigrams: 001 012 121 212 123 230, each once: D4 = D3 = 1/2 (no count of 2: the default)
    // N1+(.vw): 01:1 12:2 21:1 23:1 30:1 -> n1 = 4, n2 = 1, D2 = 4/6
    // N1+(.w): 1:2 2:1 3:1 0:1 -> n1 = 3, n2 = 1, D1 = 3/5; N1+(..) = 5, V = 4
    double d1 = 3.0 / 5;
    double d2 = 4.0 / 6;
    double p1 = (1 - d1) / 5 + d1 * 4 / 5 / 4;
    double p2 = (1 - d2) / 2 + d2 * 2 / 2 * p1; // after 2: 1 and 3
    double p3 = 0.5 / 2 + 0.5 * 2 / 2 * p2; // after 1 2: 1 and 3
    double p4 = 0.5 / 2 + 0.5 * 2 / 2 * p3;
    assertThat(p(small, 0, 1, 2)).isCloseTo(p4, within(1e-7));
    assertThat(p(small, 1, 1, 2)).as("another topic").isCloseTo(p3, within(1e-7));
    assertThat(p(small, 0, 3, 2)).as("unseen pair").isCloseTo(p2, within(1e-7));
    assertThat(p(small, 0, 3, 9)).as("unseen token").isCloseTo(p1, within(1e-7));
    assertThat(small.probability(new History(small), 9)).as("cannot be produced").isZero();
  }

  private static double p(NGramModel small, int topic, int u, int v) {
    int[] rows = new int[3];
    small.rows(topic, small.index(u), small.index(v), rows);
    return small.probability(rows, 0, 3);
  }

  @Test
  void samplesFollowTheDistributionAtATemperature() {
    NextTokens next = new NextTokens(model);
    History history = after("About the bread. The");
    next.top(history, Integer.MAX_VALUE);
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
      int id = next.sample(history, 0.5, random);
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
        .isThrownBy(() -> next.top(after(), 0))
        .withMessage("n must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> next.sample(after(), 0, new SplittableRandom(1)))
        .withMessage("temperature must be above 0, but is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NGramTrainer(0).add(new TokenBuffer(), 64))
        .withMessage("topic must be in 0..63, but is 64");
    assertThatIllegalArgumentException().isThrownBy(() -> new NGramTrainer(0).train());
  }
}
