package ai.tidemark.scan.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.TestKeys;
import ai.tidemark.scan.foreign.ForeignFinding.Form;
import ai.tidemark.scan.foreign.ForeignKey;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TextStreamTest {
  private static final Profile PROFILE = Profile.of(new NumberTokenizer());
  private static final List<Form> IDS = List.of(Form.IDS);

  private final ZipfLanguage language = new ZipfLanguage(1);

  private static ScanKeys keys(long seed) {
    return ScanKeys.of(TestKeys.keys(10 * seed, 1));
  }

  private static TextStream stream(ScanKeys keys, Levels levels) {
    return TextStream.own(PROFILE, keys, levels, IDS);
  }

  private static List<Look> next(TextStream stream, int[] ids) {
    return stream.text(Map.of(Form.IDS, ids));
  }

  private int[] marked(ScanKeys keys, int tokens, long seed) {
    EraKeys era = keys.eras().getFirst();
    DrawKey tenant = era.tenants().getFirst().key();
    return language
        .marked(
            tokens, Contexts.Coined.DEFAULT, era.fleet().key(), tenant, new SplittableRandom(seed))
        .ids();
  }

  @Test
  void markedTextIsShownAsSoonAsThereIsEnoughAndForGood() {
    ScanKeys keys = keys(1);
    TextStream stream = stream(keys, Levels.DEFAULT);
    List<Look> looks = List.of();
    for (int i = 0; i < 40; i++) {
      looks = next(stream, marked(keys, 50, i));
    }
    assertThat(looks)
        .extracting(Look::key)
        .containsExactly("fleet", "tenant-1", "fleet + tenant-1");
    assertThat(looks).extracting(Look::verdict).containsOnly(Verdict.MARKED);
    assertThat(looks).allSatisfy(look -> assertThat(look.stop()).isPresent());
    long atStop = looks.get(0).stop().getAsLong();
    for (int i = 0; i < 200; i++) {
      looks = next(stream, language.plain(50, new SplittableRandom(1000 + i)));
    }
    assertThat(looks.get(0).stop()).hasValue(atStop);
    assertThat(looks.get(0).verdict()).isEqualTo(Verdict.MARKED);
  }

  @Test
  void aTextThatComesAgainAddsNothing() {
    ScanKeys keys = keys(2);
    TextStream stream = stream(keys, Levels.DEFAULT);
    int[] text = marked(keys, 120, 5);
    List<Look> once = next(stream, text);
    assertThat(next(stream, text)).isEqualTo(once);
    assertThat(once.get(0).n() + once.get(1).n()).isEqualTo(once.get(2).n());
    assertThat(once.get(0).sum().add(once.get(1).sum())).isEqualTo(once.get(2).sum());
  }

  @Test
  void lookingAfterEveryTextCostsNothingWhereRepeatedTestingFails() {
    Levels levels = Levels.DEFAULT.withAlpha(0.05, 0.1);
    int streams = 250;
    int shown = 0;
    int atSomeLookByTheExactTest = 0;
    for (int i = 0; i < streams; i++) {
      TextStream stream = stream(keys(1000 + i), levels);
      boolean early = false;
      List<Look> looks = List.of();
      for (int t = 0; t < 40; t++) {
        looks = next(stream, language.plain(40, new SplittableRandom(1_000_000L * i + t)));
        Look fleet = looks.getFirst();
        early |= new NullLaw.ExponentialSum().lnP(fleet.n(), fleet.sum()) <= Math.log(0.05);
      }
      shown += looks.stream().anyMatch(look -> look.verdict() == Verdict.MARKED) ? 1 : 0;
      atSomeLookByTheExactTest += early ? 1 : 0;
    }
    // 5 % and three standard errors of it
    assertThat(shown).isLessThanOrEqualTo((int) (streams * (0.05 + 3 * 0.0138)));
    assertThat(atSomeLookByTheExactTest).isGreaterThan(streams * 12 / 100);
  }

  @Test
  void saysWhatItCouldNotHaveSeen() {
    TextStream stream = stream(keys(3), Levels.DEFAULT);
    List<Look> looks = next(stream, language.plain(40, new SplittableRandom(1)));
    assertThat(looks.getFirst().verdict()).isEqualTo(Verdict.NOT_TESTABLE);
    assertThat(looks.getFirst().power()).isLessThan(0.01);
    for (int i = 0; i < 40; i++) {
      looks = next(stream, language.plain(100, new SplittableRandom(50 + i)));
    }
    assertThat(looks.getFirst().verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(looks.getFirst().power()).isGreaterThan(0.99);
  }

  @Test
  void marksOfOtherProgramsAreWatchedAlike() {
    ForeignKey named =
        foreign(
            "\"vllm-gumbel-philox-v1\",\"parameters\":{\"algorithm\":\"gumbel\","
                + "\"context_width\":4},\"key\":\"5\"");
    TextStream stream = TextStream.foreign(List.of(named), Levels.DEFAULT, IDS);
    List<int[]> texts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      texts.add(language.plain(100, new SplittableRandom(i)));
    }
    Look last = texts.stream().map(ids -> next(stream, ids)).toList().getLast().getFirst();
    ForeignDetector whole = new ForeignDetector(named.key());
    whole.begin();
    texts.forEach(ids -> whole.add(ids, ids.length));
    assertThat(last.n()).isEqualTo(whole.evidence().n());
    assertThat(last.sum()).isEqualTo(whole.evidence().sum()).isGreaterThan(BigInteger.ZERO);
  }

  @Test
  void whereTuplesDependOnEachOtherThereIsNoEarlyLook() {
    ForeignKey table =
        foreign(
            "\"synthid-hf-table16\",\"parameters\":{\"ngram_len\":5,\"sampling_table_size\":65536,"
                + "\"sampling_table_seed\":0,\"statistic\":\"mean\"},\"key\":[1,2,3]");
    assertThatThrownBy(() -> TextStream.foreign(List.of(table), Levels.DEFAULT, IDS))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("detect --pool");
    ForeignKey list =
        foreign(
            "\"unigram-pcg64\",\"parameters\":{\"vocab_size\":50257,\"gamma\":0.5,\"delta\":2.0},"
                + "\"key\":15485863");
    assertThatThrownBy(() -> TextStream.foreign(List.of(list), Levels.DEFAULT, IDS))
        .isInstanceOf(BadInputException.class);
  }

  private static ForeignKey foreign(String fields) {
    byte[] json = ("{\"profile\":" + fields + "}").getBytes(StandardCharsets.UTF_8);
    return new ForeignKey("k.json", ForeignKeyFile.parse("k.json", json).key());
  }
}
