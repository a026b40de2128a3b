package ai.tidemark.benchmarks.nullrun;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.benchmarks.nullrun.Contender.Count;
import ai.tidemark.benchmarks.nullrun.Contender.Tally;
import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OwnContenderTest {
  private final OwnContender contender = new OwnContender();
  private final HumanTexts texts = SamplerTest.random(60, 120);
  private final byte[] seed = Keys.seed("test", 7);

  @Test
  void countsAsTheProductDoes() {
    Tally tally = contender.tally(seed, new Sampler(texts, contender).byTuple(Sampler.WHOLE, 16));
    TupleSet all = new TupleSet(16);
    long perTextN = 0;
    long perTextSum = 0;
    int[] ids = new int[texts.mostIds()];
    TupleSet one = new TupleSet(16);
    for (int text = 0; text < texts.count(); text++) {
      int n = texts.read(text, ids);
      one.clear();
      Grams.forEach(Contexts.Coined.DEFAULT, ids, n, all::add);
      Grams.forEach(Contexts.Coined.DEFAULT, ids, n, one::add);
      Evidence evidence = fleet(one);
      perTextN += evidence.n();
      perTextSum += evidence.sum().toBigInteger().longValueExact();
      assertThat(contender.textKey(seed).count(ids, n)).isEqualTo(count(evidence));
    }
    assertThat(tally.once()).isEqualTo(count(fleet(all)));
    assertThat(tally.perText()).isEqualTo(new Count(perTextN, perTextSum));
    assertThat(tally.all().n()).isGreaterThan(perTextN);
  }

  @Test
  void humanTextsLookLikeChanceAndTheControlDoesNot() {
    CountedTuples tuples = new Sampler(texts, contender).byTuple(Sampler.WHOLE, 16);
    KeyTrials trials = KeyTrials.run(contender, tuples, 400, 2);
    assertThat(Fit.mean(trials.z())).isBetween(-0.2, 0.2);
    assertThat(Fit.sd(trials.z())).isBetween(0.86, 1.14); // 4 standard errors
    assertThat(Fit.distanceP(Fit.distance(trials.p()), 400)).isGreaterThan(0.001);
    assertThat(Fit.sd(trials.zAll())).isGreaterThan(1.5);
    assertThat(Fit.sd(trials.zPerText())).isGreaterThan(1.2);
  }

  private Evidence fleet(TupleSet tuples) {
    DrawKey fleet = DrawKey.copyOf(Arrays.copyOf(seed, DrawKey.BYTES));
    return new Coin(Contexts.Coined.DEFAULT, fleet.coinKey())
        .route(tuples.hi(), tuples.lo(), 0, tuples.size())
        .fleet()
        .evidence(Draws.scalar(fleet));
  }

  private static Count count(Evidence evidence) {
    return new Count(evidence.n(), evidence.sum().toBigInteger().longValueExact());
  }
}
