package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.report.FileFindings;
import ai.tidemark.scan.report.FileFindings.Counts;
import ai.tidemark.scan.report.FileFindings.Listed;
import ai.tidemark.scan.source.Place;
import ai.tidemark.scan.state.DocumentRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Documents are counted by file, the files with most are listed, and nothing is lost. */
final class FileTallyTest {
  private static final Evidence NOTHING = new Evidence(0, new ScoreSum(0, 0));

  private static DocumentRow row(Place place, int tokens, double lnP) {
    return new DocumentRow(place, tokens, 9, TextForm.RAW, 0, NOTHING, lnP, "");
  }

  @Test
  void countsWhatEachFileHoldsAndSumsTheOthers() {
    FileTally tally = new FileTally();
    tally.add(row(Place.line("a.jsonl", 1), 10, -1), true, false);
    tally.add(row(Place.line("a.jsonl", 2), 20, -30), true, true);
    tally.add(row(Place.line("a.jsonl", 3), 5, -40), false, false); // too short: its p is no test
    tally.add(row(Place.whole("b.txt"), 70, -2), true, false);
    tally.add(row(Place.whole("c.txt"), 80, -3), false, false);
    tally.add(row(Place.line("d.jsonl", 1), 100, -50), true, true);
    tally.add(row(Place.line("d.jsonl", 7), 200, -60), true, true);
    FileFindings found = tally.findings();
    assertThat(found.listed())
        .containsExactly(
            new Listed("d.jsonl", 0, new Counts(2, 2, 2, 300, OptionalDouble.of(-60))),
            new Listed("a.jsonl", 0, new Counts(3, 2, 1, 20, OptionalDouble.of(-30))));
    assertThat(found.others())
        .isEqualTo(new FileFindings.Others(2, 0, new Counts(2, 1, 0, 0, OptionalDouble.of(-2))));
  }

  @Test
  void membersCountWithTheirArchive() {
    FileTally tally = new FileTally();
    tally.add(row(Place.whole("x.tar!/a.txt"), 10, -9), true, true);
    tally.add(row(Place.line("x.tar!/b/!/c.jsonl", 1), 10, -8), true, true);
    tally.add(row(Place.line("x.tar!/b/!/c.jsonl", 2), 10, -7), true, false);
    tally.add(row(Place.whole("x.tar.txt"), 10, -6), true, true);
    assertThat(tally.findings().listed())
        .containsExactly(
            new Listed("x.tar", 2, new Counts(3, 3, 2, 20, OptionalDouble.of(-9))),
            new Listed("x.tar.txt", 0, new Counts(1, 1, 1, 10, OptionalDouble.of(-6))));
  }

  @Test
  void nothingAtAllIsNothing() {
    assertThat(new FileTally().findings())
        .isEqualTo(new FileFindings(List.of(), new FileFindings.Others(0, 0, Counts.NONE)));
  }

  /** 3,000 files against all of them sorted. */
  @Test
  void ofManyFilesThoseWithMostAreListedInOrderAndTheRestAddsUp() {
    SplittableRandom random = new SplittableRandom(5);
    List<Listed> all = new ArrayList<>();
    FileTally tally = new FileTally();
    for (int f = 0; f < 3_000; f++) {
      // names beyond the first plane sort after all others, as their code points do
      String name = (f % 3 == 0 ? "\ud83d\ude00" : f % 3 == 1 ? "\uff21" : "a") + f;
      Counts counts = Counts.NONE;
      int documents = 1 + random.nextInt(6);
      for (int d = 0; d < documents; d++) {
        double lnP = -random.nextInt(1, 100);
        boolean flagged = random.nextInt(20) == 0;
        tally.add(row(Place.line(name, d + 1), 10 + d, lnP), true, flagged);
        counts =
            counts.plus(
                new Counts(1, 1, flagged ? 1 : 0, flagged ? 10 + d : 0, OptionalDouble.of(lnP)));
      }
      all.add(new Listed(name, 0, counts));
    }
    List<Listed> sorted =
        all.stream()
            .filter(one -> one.counts().flagged() > 0)
            .sorted(
                (a, b) ->
                    a.counts().flagged() == b.counts().flagged()
                        ? Arrays.compare(
                            a.file().codePoints().toArray(), b.file().codePoints().toArray())
                        : Long.compare(b.counts().flagged(), a.counts().flagged()))
            .toList();
    assertThat(sorted).hasSizeGreaterThan(300);
    FileFindings found = tally.findings();
    assertThat(found.listed()).isEqualTo(sorted.subList(0, FileFindings.MOST));
    assertThat(found.others().files()).isEqualTo(3_000 - FileFindings.MOST);
    assertThat(found.others().withFlagged()).isEqualTo(sorted.size() - FileFindings.MOST);
    Counts whole = found.others().counts();
    for (Listed one : found.listed()) {
      whole = whole.plus(one.counts());
    }
    assertThat(whole).isEqualTo(all.stream().map(Listed::counts).reduce(Counts.NONE, Counts::plus));
  }
}
