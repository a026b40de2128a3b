package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.service.answer.Answer.Finish;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.walk.Rig.Walked;
import ai.tidemark.testkit.engine.StandInEngine.Seen;
import ai.tidemark.testkit.engine.StandInModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer through HTTP is, for every key, the answer of direct keyed sampling. */
final class WalkLawTest {
  private static final int TOP_N = 16;
  private static final Contexts.Coined CONTEXTS = Contexts.Coined.DEFAULT;
  private static final Prompt PROMPT = new Prompt.Text("the tide and the moon");

  private static final List<Sampling> SAMPLINGS =
      List.of(
          Sampling.DEFAULT,
          new Sampling(0.7, 0, 1),
          new Sampling(1.3, 5, 1),
          new Sampling(1, 0, 0.8),
          new Sampling(0.9, 8, 0.95),
          new Sampling(2, 40, 0.999));

  private static final List<DraftLength> LENGTHS =
      List.of(
          new DraftLength.Fixed(1),
          new DraftLength.Fixed(2),
          new DraftLength.Fixed(3),
          new DraftLength.Fixed(7),
          new DraftLength.Fixed(64),
          new DraftLength.Adaptive(64, 0.65));

  @Test
  void everyKeyGivesTheAnswerOfDirectKeyedSampling() {
    int ended = 0;
    int heldBack = 0;
    try (Rig rig = new Rig(new StandInModel(11, 1.5, true), 4)) {
      for (int key = 0; key < 144; key++) {
        Sampling sampling = SAMPLINGS.get(key % 6);
        Walked walked = compare(rig, sampling, LENGTHS.get(key / 6 % 6), 40, List.of(), key);
        ended += walked.answer().finish() == Finish.STOP ? 1 : 0;
        assertThat(walked.text().substring(0, Math.max(0, walked.text().length() - 1)))
            .as("a limit may cut the last character, nothing else does")
            .doesNotContain("\uFFFD");
      }
      for (Seen seen : rig.engine.completions()) {
        heldBack += seen.forced() && seen.predict() == 1 ? 1 : 0;
      }
    }
    assertThat(ended).as("answers that end by themselves").isBetween(20, 140);
    assertThat(heldBack).as("positions the engine would not show").isGreaterThan(50);
  }

  @Test
  void stopStringsCutAcrossTokensAndDrafts() {
    List<String> stops = List.of(" STOP", " and ", "s.", "é\n");
    int stopped = 0;
    int partlySeen = 0;
    try (Rig rig = new Rig(new StandInModel(12, -2, true), 4)) {
      for (int key = 0; key < 120; key++) {
        DraftLength length = LENGTHS.get(key % 6);
        Walked walked = compare(rig, new Sampling(1.4, 0, 1), length, 60, stops, 1000 + key);
        if (walked.answer().finish() == Finish.STOP) {
          stopped++;
          partlySeen += walked.marker().size() - walked.answer().completionTokens() >= 2 ? 1 : 0;
        }
        assertThat(stops).noneMatch(walked.text()::contains);
      }
    }
    assertThat(stopped).as("answers that a stop string ends").isGreaterThan(60);
    assertThat(partlySeen).as("stop strings made of several tokens").isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aMismatchAtEveryOffsetOfADraft(int offset) {
    StandInModel model = new StandInModel(13, -30, false);
    try (Rig rig = new Rig(model, 1)) {
      int[] prompt = promptIds(rig);
      for (int key = 0; key < 12; key++) {
        List<Integer> target =
            Direct.sample(
                    model,
                    prompt,
                    Sampling.DEFAULT,
                    TOP_N,
                    30,
                    List.of(),
                    Rig.marker(CONTEXTS, key))
                .ids();
        // the draft is the keyed choice, except at one place of each draft
        rig.engine.drafts(
            (_, n, distribution) -> {
              int at = n - prompt.length;
              int right = at < target.size() ? target.get(at) : distribution.ids()[0];
              int wrong = distribution.ids()[distribution.ids()[0] == right ? 1 : 0];
              return at % (offset + 1) == offset ? wrong : right;
            });
        rig.engine.completions().clear();
        Walked walked =
            compare(rig, Sampling.DEFAULT, new DraftLength.Fixed(6), 30, List.of(), key);
        int drafts = Math.ceilDiv(30, offset + 1);
        assertThat(walked.answer().effort().calls()).isEqualTo(drafts);
        assertThat(walked.answer().effort().mismatches()).isEqualTo(30 / (offset + 1));
        List<Integer> starts = new ArrayList<>();
        rig.engine.completions().forEach(seen -> starts.add(seen.prompt().length));
        for (int draft = 0; draft < drafts; draft++) {
          assertThat(starts.get(draft)).isEqualTo(prompt.length + draft * (offset + 1));
        }
      }
    }
  }

  @Test
  void anEndOfSequenceIsDrawnLikeAnyTokenWhetherDraftedOrNot() {
    int drafted = 0;
    int undrafted = 0;
    int refused = 0;
    StandInModel model = new StandInModel(14, 3.2, false);
    try (Rig rig = new Rig(model, 2)) {
      int[] prompt = promptIds(rig);
      for (int key = 0; key < 120; key++) {
        Walked walked =
            compare(rig, Sampling.DEFAULT, new DraftLength.Fixed(8), 24, List.of(), 500 + key);
        Direct direct = direct(model, prompt, Sampling.DEFAULT, 24, List.of(), 500 + key);
        for (int i = 0; i < direct.ids().size(); i++) {
          int[] before = Arrays.copyOf(prompt, prompt.length + i);
          for (int j = 0; j < i; j++) {
            before[prompt.length + j] = direct.ids().get(j);
          }
          boolean mode = model.next(before, before.length).ids()[0] == 1;
          boolean chosen = direct.ids().get(i) == 1;
          drafted += mode && chosen ? 1 : 0;
          undrafted += !mode && chosen ? 1 : 0;
          refused += mode && !chosen ? 1 : 0;
        }
        assertThat(walked.marker().size())
            .as("the end is a draw")
            .isEqualTo(
                walked.answer().completionTokens()
                    + (walked.answer().finish() == Finish.STOP ? 1 : 0));
      }
    }
    assertThat(drafted).isGreaterThan(5);
    assertThat(undrafted).isGreaterThan(5);
    assertThat(refused).isGreaterThan(5);
  }

  @Test
  void aChatIsPutIntoTheEnginesTemplate() throws Exception {
    StandInModel model = new StandInModel(15, 0, false);
    try (Rig rig = new Rig(model, 1)) {
      Prompt chat =
          new Prompt.Chat(
              List.of(
                  new Prompt.Message("system", "quiet"), new Prompt.Message("user", "the sea")));
      int[] prompt =
          rig.engine.ids(
              "system: quiet<end_of_turn>\nuser: the sea<end_of_turn>\nassistant: ", true, true);
      Walked walked =
          rig.onVirtualThread(
              () ->
                  rig.walk(
                      new WalkOptions(TOP_N, new DraftLength.Fixed(4)),
                      new AnswerRequest(chat, Sampling.DEFAULT, 20, List.of()),
                      Rig.marker(CONTEXTS, 3)));
      assertThat(walked.text())
          .isEqualTo(direct(model, prompt, Sampling.DEFAULT, 20, List.of(), 3).text());
      assertThat(walked.answer().promptTokens()).isEqualTo(prompt.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void anAnswerThatFillsTheEnginesContextEndsThere(int length) {
    try (Rig rig = new Rig(new StandInModel(17, -30, false), 1)) {
      Prompt prompt = new Prompt.Text(" sea".repeat(4096 - 1 - 10)); // and one for the beginning
      Walked walked =
          rig.onVirtualThread(
              () ->
                  rig.walk(
                      new WalkOptions(TOP_N, new DraftLength.Fixed(length)),
                      new AnswerRequest(prompt, Sampling.DEFAULT, 50, List.of()),
                      Rig.marker(CONTEXTS, 3)));
      assertThat(walked.answer().finish()).isEqualTo(Finish.LENGTH);
      assertThat(walked.answer().completionTokens()).isEqualTo(10);
    }
  }

  @Test
  void manyAnswersAtOnceKeepApart() {
    StandInModel model = new StandInModel(16, 0, true);
    try (Rig rig = new Rig(model, 3)) {
      List<Future<Walked>> answers = new ArrayList<>();
      for (int key = 0; key < 40; key++) {
        long seed = key;
        answers.add(
            rig.start(() -> walk(rig, Sampling.DEFAULT, LENGTHS.get(4), 30, List.of(), seed)));
      }
      for (int key = 0; key < 40; key++) {
        assertThat(Rig.get(answers.get(key)).text())
            .isEqualTo(direct(model, promptIds(rig), Sampling.DEFAULT, 30, List.of(), key).text());
      }
      assertThat(rig.engine.completions()).extracting(Seen::slot).contains(0, 1, 2);
    }
  }

  private static Walked compare(
      Rig rig, Sampling sampling, DraftLength length, int maxTokens, List<String> stops, long key) {
    Walked walked = rig.onVirtualThread(() -> walk(rig, sampling, length, maxTokens, stops, key));
    Marker marker = Rig.marker(CONTEXTS, key);
    int[] prompt = promptIds(rig);
    Direct direct =
        Direct.sample(rig.engine.model(), prompt, sampling, TOP_N, maxTokens, stops, marker);
    String what = sampling + ", " + length + ", key " + key;
    assertThat(walked.text()).as(what).isEqualTo(direct.text());
    assertThat(walked.answer().finish()).as(what).isEqualTo(direct.finish());
    assertThat(walked.answer().completionTokens()).as(what).isEqualTo(direct.seen());
    assertThat(walked.answer().promptTokens()).as(what).isEqualTo(prompt.length);
    assertThat(walked.marker().size()).as(what).isEqualTo(direct.ids().size());
    for (Tier tier : Tier.values()) {
      assertThat(walked.marker().keyedPositions(tier)).isEqualTo(marker.keyedPositions(tier));
      assertThat(walked.marker().expectedScore(tier))
          .as("the same distributions")
          .isCloseTo(marker.expectedScore(tier), within(1e-9));
    }
    assertPrefixes(rig, prompt, direct, what);
    return walked;
  }

  /** Whatever was asked for last went on from tokens that direct sampling drew. */
  private static void assertPrefixes(Rig rig, int[] prompt, Direct direct, String what) {
    int[] last = rig.engine.completions().getLast().prompt();
    for (int i = 0; i < last.length; i++) {
      int expected = i < prompt.length ? prompt[i] : direct.ids().get(i - prompt.length);
      assertThat(last[i]).as(what + ", id " + i).isEqualTo(expected);
    }
  }

  private static Direct direct(
      StandInModel model,
      int[] prompt,
      Sampling sampling,
      int maxTokens,
      List<String> stops,
      long key) {
    return Direct.sample(
        model, prompt, sampling, TOP_N, maxTokens, stops, Rig.marker(CONTEXTS, key));
  }

  private static Walked walk(
      Rig rig, Sampling sampling, DraftLength length, int maxTokens, List<String> stops, long key)
      throws Exception {
    return rig.walk(
        new WalkOptions(TOP_N, length),
        new AnswerRequest(PROMPT, sampling, maxTokens, stops),
        Rig.marker(CONTEXTS, key));
  }

  private static int[] promptIds(Rig rig) {
    return rig.engine.ids("the tide and the moon", true, true);
  }
}
