package ai.tidemark.demo.acceptance;

import ai.tidemark.core.gumbel.Block;
import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.demo.model.History;
import ai.tidemark.demo.model.NGramModel;
import ai.tidemark.demo.model.NGramTrainer;
import ai.tidemark.demo.model.NextTokens;
import ai.tidemark.demo.text.Documents;
import ai.tidemark.demo.text.GlossSplit;
import ai.tidemark.demo.text.WordNet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A teacher whose answers are marked, and students trained on human text with a share of these
 * answers: 3-gram models, so that what they inherit is inherited through their training alone.
 */
final class Students {
  /** Every position is the fleet's, a quarter of them with narrow contexts. */
  static final Contexts.Coined CONTEXTS =
      new Contexts.Coined(4, 2, Contexts.Coined.ONE >>> 2, Contexts.Coined.ONE);

  private static final int END_OF_TEXT = 100_257;
  private static final int TOP = 64;
  private static final int ANSWER = 240;
  private static final int QUOTED = 20;

  private final List<int[]> human = new ArrayList<>();
  private final NGramModel teacher;

  Students() {
    GlossSplit split = GlossSplit.of(WordNet.glosses());
    Cl100k cl100k = Cl100k.get();
    List<int[]> training = new ArrayList<>();
    for (Documents.Text text : Documents.training(split)) {
      training.add(cl100k.encode(text.text()));
    }
    teacher = train(training);
    for (String document : Documents.human(split, Documents.HUMAN)) {
      human.add(cl100k.encode(document));
    }
  }

  /** Returns human documents, as cl100k ids. */
  List<int[]> human() {
    return human;
  }

  static DrawKey key(String kind, long number) {
    ByteBuffer bytes = ByteBuffer.allocate(DrawKey.BYTES);
    bytes.putLong(kind.hashCode() * 0x9E3779B97F4A7C15L).putLong(number * 0xBF58476D1CE4E5B9L);
    return DrawKey.copyOf(bytes.array());
  }

  private static NGramModel train(List<int[]> texts) {
    NGramTrainer trainer = new NGramTrainer(END_OF_TEXT);
    for (int[] text : texts) {
      TokenBuffer ids = new TokenBuffer(text.length + 1);
      for (int id : text) {
        ids.add(id);
      }
      trainer.add(ids, 0);
    }
    return trainer.train();
  }

  /** Returns marked answers of the teacher with at least so many tokens in all. */
  List<int[]> answers(DrawKey key, int tokens, RandomGenerator random) {
    List<int[]> answers = new ArrayList<>();
    NextTokens next = new NextTokens(teacher);
    for (int total = 0; total < tokens; total += ANSWER) {
      Marker marker = new Marker(CONTEXTS, key, key, random);
      History history = new History(teacher);
      int[] ids = new int[ANSWER];
      for (int i = 0; i < ANSWER; i++) {
        ids[i] = step(next, history, marker);
        history.add(ids[i]);
      }
      answers.add(ids);
    }
    return answers;
  }

  private static int step(NextTokens next, History history, Marker marker) {
    next.top(history, TOP);
    int n = next.size();
    int[] candidates = new int[n];
    double[] q = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      candidates[i] = next.id(i);
      q[i] = next.p(i);
      sum += q[i];
    }
    for (int i = 0; i < n; i++) {
      q[i] /= sum;
    }
    return candidates[marker.choose(candidates, q, n)];
  }

  /**
   * Returns a student trained on {@code tokens} tokens, of which a share are the answers'.
   *
   * @param share in [0, 1]
   */
  NGramModel student(List<int[]> answers, double share, int tokens, SplittableRandom random) {
    List<int[]> texts = new ArrayList<>();
    int marked = 0;
    for (int i = 0; marked < share * tokens && i < answers.size(); i++) {
      texts.add(answers.get(i));
      marked += answers.get(i).length;
    }
    int all = marked;
    while (all < tokens) {
      int[] text = human.get(random.nextInt(human.size()));
      texts.add(text);
      all += text.length;
    }
    return train(texts);
  }

  /** Returns plain samples of a model, one text of so many tokens each. */
  static List<int[]> samples(NGramModel model, int texts, int length, RandomGenerator random) {
    List<int[]> samples = new ArrayList<>();
    NextTokens next = new NextTokens(model);
    for (int t = 0; t < texts; t++) {
      History history = new History(model);
      int[] ids = new int[length];
      for (int i = 0; i < length; i++) {
        ids[i] = plain(next, history, random);
        history.add(ids[i]);
      }
      samples.add(ids);
    }
    return samples;
  }

  private static int plain(NextTokens next, History history, RandomGenerator random) {
    next.top(history, TOP);
    double sum = 0;
    for (int i = 0; i < next.size(); i++) {
      sum += next.p(i);
    }
    double at = random.nextDouble() * sum;
    for (int i = 0; i < next.size() - 1; i++) {
      at -= next.p(i);
      if (at < 0) {
        return next.id(i);
      }
    }
    return next.id(next.size() - 1);
  }

  /**
   * Returns answers to prompts by a model that quotes its prompt, as models in use do: twenty
   * tokens of its own, then twenty of the prompt, and so on.
   */
  static List<int[]> quoting(
      NGramModel model, List<int[]> prompts, int length, RandomGenerator random) {
    List<int[]> answers = new ArrayList<>();
    NextTokens next = new NextTokens(model);
    for (int[] prompt : prompts) {
      History history = new History(model);
      int[] ids = new int[length];
      int from = 0;
      for (int i = 0; i < length; i++) {
        if (i % QUOTED == 0) {
          from = random.nextInt(prompt.length - QUOTED);
        }
        boolean quotes = i / QUOTED % 2 == 1;
        ids[i] = quotes ? prompt[from + i % QUOTED] : plain(next, history, random);
        history.add(ids[i]);
      }
      answers.add(ids);
    }
    return answers;
  }

  /**
   * Returns the distinct tuples of some texts.
   *
   * @param prompts one per text: a tuple whose context stands in its own prompt is left out; empty
   *     leaves nothing out
   */
  static TupleSet tuples(List<int[]> texts, List<int[]> prompts) {
    TupleSet tuples = new TupleSet(1 << 12);
    TupleSet contexts = new TupleSet(1 << 10);
    for (int t = 0; t < texts.size(); t++) {
      contexts.clear();
      if (!prompts.isEmpty()) {
        int[] prompt = prompts.get(t);
        Grams.forEach(CONTEXTS, prompt, prompt.length, (hi, lo) -> contexts.add(hi, context(lo)));
      }
      int[] text = texts.get(t);
      Grams.forEach(
          CONTEXTS,
          text,
          text.length,
          (hi, lo) -> {
            if (!contexts.contains(hi, context(lo))) {
              tuples.add(hi, lo);
            }
          });
    }
    return tuples;
  }

  private static long context(long lo) {
    return lo & -(long) Block.ID_LIMIT;
  }

  /** Returns what a key shows on tuples. */
  static Evidence evidence(TupleSet tuples, DrawKey key) {
    Coin coin = new Coin(CONTEXTS, key.coinKey());
    return coin.route(tuples.hi(), tuples.lo(), 0, tuples.size()).fleet().evidence(Draws.bulk(key));
  }
}
