package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import ai.tidemark.testkit.engine.StandInModel.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Over fresh keys, the law of the answers through HTTP is that of plain sampling. */
final class KeyedLawTest {
  private static final int TOP_N = 16;
  private static final double LEVEL = 1e-3;
  private static final Prompt PROMPT = new Prompt.Text("the sea and");

  /** All narrow, so that contexts repeat soon; width 3 keeps the unkeyed beginning short. */
  private static final Contexts.Coined NARROW =
      new Contexts.Coined(3, 2, Contexts.Coined.ONE, Contexts.Coined.ONE / 2);

  @Test
  void threeTokensInARowFollowTheProductOfTheirDistributions() {
    int answers = 3000;
    int length = 6; // three plain, three keyed
    StandInModel model = new StandInModel(21, -30, false);
    Sampling sampling = new Sampling(1, 3, 1);
    try (Rig rig = new Rig(model, 8)) {
      Map<List<Integer>, Double> expected = new HashMap<>();
      int[] prompt = rig.engine.ids("the sea and", true, true);
      enumerate(model, prompt, sampling, length, List.of(), 1, expected);
      Map<List<Integer>, Integer> seen = new HashMap<>();
      for (List<Integer> ids : sampled(rig, sampling, length, answers)) {
        seen.merge(ids.subList(length - 3, length), 1, Integer::sum);
      }
      assertThat(expected.keySet()).containsAll(seen.keySet());
      assertThat(chiSquareP(seen, expected, answers)).isGreaterThan(LEVEL);
    }
  }

  /**
   * Where the last two tokens came up before in the same answer, the next token must not remember
   * what it was then. Without the used-context rule the same context draws the same token again.
   */
  @Test
  void aRepeatedContextIsDrawnAfresh() {
    int answers = 250;
    int length = 48;
    StandInModel model = new StandInModel(22, -30, false);
    Sampling sampling = new Sampling(0.6, 2, 1); // few contexts, each soon met again
    int repeats = 0;
    double surplus = 0; // same token as the first time, minus the probability of that
    double variance = 0;
    try (Rig rig = new Rig(model, 8)) {
      int[] prompt = rig.engine.ids("the sea and", true, true);
      for (List<Integer> ids : sampled(rig, sampling, length, answers)) {
        int[] all = Arrays.copyOf(prompt, prompt.length + length);
        for (int i = 0; i < length; i++) {
          all[prompt.length + i] = ids.get(i);
        }
        Map<Long, Integer> first = new HashMap<>();
        for (int i = 3; i < length; i++) { // the first keyed position
          int at = prompt.length + i;
          long context = (long) all[at - 2] << 32 | all[at - 1];
          Integer before = first.putIfAbsent(context, all[at]);
          if (before != null) {
            Distribution distribution = model.next(all, at);
            double[] q = Direct.law(distribution, sampling, TOP_N);
            double p = 0;
            for (int j = 0; j < q.length; j++) {
              p += distribution.ids()[j] == before ? q[j] : 0;
            }
            repeats++;
            surplus += (before == all[at] ? 1 : 0) - p;
            variance += p * (1 - p);
          }
        }
      }
    }
    assertThat(repeats).as("contexts met again").isGreaterThan(300);
    assertThat(surplus / Math.sqrt(variance))
        .as("standard errors of " + repeats + " repeats")
        .isBetween(-3.3, 3.3);
  }

  /** Draws answers under fresh keys, several at a time, and returns their ids. */
  private static List<List<Integer>> sampled(Rig rig, Sampling sampling, int length, int answers) {
    List<Future<String>> texts = new ArrayList<>();
    for (int key = 0; key < answers; key++) {
      long seed = key;
      texts.add(
          rig.start(
              () ->
                  rig.walk(
                          new WalkOptions(TOP_N, new DraftLength.Fixed(6)),
                          new AnswerRequest(PROMPT, sampling, length, List.of()),
                          Rig.marker(NARROW, seed))
                      .text()));
    }
    Map<String, List<Integer>> paths = new TreeMap<>();
    return texts.stream()
        .map(Rig::get)
        .map(text -> paths.computeIfAbsent(text, t -> path(rig.engine, sampling, length, t)))
        .toList();
  }

  /** Finds the one sequence of candidates that spells a text. */
  private static List<Integer> path(
      StandInEngine engine, Sampling sampling, int length, String text) {
    List<List<Integer>> found = new ArrayList<>();
    int[] prompt = engine.ids("the sea and", true, true);
    spell(engine.model(), prompt, sampling, length, text, List.of(), found);
    assertThat(found).as("sequences of candidates that spell the text").hasSize(1);
    return found.getFirst();
  }

  private static void spell(
      StandInModel model,
      int[] ids,
      Sampling sampling,
      int left,
      String text,
      List<Integer> so,
      List<List<Integer>> found) {
    if (left == 0) {
      if (text.isEmpty()) {
        found.add(so);
      }
      return;
    }
    Distribution distribution = model.next(ids, ids.length);
    for (int j = 0; j < Direct.law(distribution, sampling, TOP_N).length; j++) {
      int id = distribution.ids()[j];
      String piece = model.vocabulary().text(id);
      if (text.startsWith(piece)) {
        String rest = text.substring(piece.length());
        spell(model, plus(ids, id), sampling, left - 1, rest, plus(so, id), found);
      }
    }
  }

  private static void enumerate(
      StandInModel model,
      int[] ids,
      Sampling sampling,
      int left,
      List<Integer> so,
      double p,
      Map<List<Integer>, Double> law) {
    if (left == 0) {
      law.merge(so.subList(so.size() - 3, so.size()), p, Double::sum);
      return;
    }
    Distribution distribution = model.next(ids, ids.length);
    double[] q = Direct.law(distribution, sampling, TOP_N);
    for (int j = 0; j < q.length; j++) {
      int id = distribution.ids()[j];
      enumerate(model, plus(ids, id), sampling, left - 1, plus(so, id), p * q[j], law);
    }
  }

  /** Pearson's test; cells that expect fewer than five are one. */
  private static double chiSquareP(
      Map<List<Integer>, Integer> seen, Map<List<Integer>, Double> expected, int n) {
    double statistic = 0;
    int cells = 0;
    double rareExpected = 0;
    int rareSeen = 0;
    for (Map.Entry<List<Integer>, Double> cell : expected.entrySet()) {
      double e = cell.getValue() * n;
      int o = seen.getOrDefault(cell.getKey(), 0);
      if (e < 5) {
        rareExpected += e;
        rareSeen += o;
      } else {
        statistic += (o - e) * (o - e) / e;
        cells++;
      }
    }
    if (rareExpected > 0) {
      statistic += (rareSeen - rareExpected) * (rareSeen - rareExpected) / rareExpected;
      cells++;
    }
    assertThat(cells).as("cells").isGreaterThan(20);
    return Math.exp(GammaTail.lnUpper((cells - 1) / 2.0, statistic / 2));
  }

  private static int[] plus(int[] ids, int id) {
    int[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = id;
    return more;
  }

  private static List<Integer> plus(List<Integer> ids, int id) {
    List<Integer> more = new ArrayList<>(ids);
    more.add(id);
    return more;
  }
}
