package ai.tidemark.demo.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.demo.text.Gloss;
import ai.tidemark.demo.text.GlossSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTest {
  private static final int END = 100_257;
  private static final GlossSplit SPLIT =
      new GlossSplit(
          List.of(
              new Gloss(
                  'n', 1, 6, List.of("dinghy"), List.of("A small boat.", "The boat was small.")),
              new Gloss('n', 2, 3, List.of("ship"), List.of("A large boat with sails."))),
          List.of());

  @TempDir private Path folder;

  private static NGramModel load(GlossSplit split, Path folder) {
    return DemonstrationModel.load(Cl100k.get(), split, folder);
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).as("one file, nothing left over").hasSize(1);
      return all.getFirst();
    }
  }

  private static void assertSame(NGramModel a, NGramModel b) {
    assertThat(b.vocabulary).isEqualTo(a.vocabulary);
    assertThat(b.p1).isEqualTo(a.p1);
    assertThat(b.order1).isEqualTo(a.order1);
    assertThat(b.levels).usingRecursiveComparison().isEqualTo(a.levels);
    assertThat(b.topics).usingRecursiveComparison().isEqualTo(a.topics);
    assertThat(b.endOfTextId()).isEqualTo(a.endOfTextId()).isEqualTo(END);
    assertThat(b.trainingTokens()).isEqualTo(a.trainingTokens());
  }

  @Test
  void comesBackFromTheCacheAsItWas() throws IOException {
    NGramModel trained = load(SPLIT, folder.resolve("."));
    byte[] written = Files.readAllBytes(only());
    Files.setLastModifiedTime(only(), FileTime.fromMillis(1_000));
    assertSame(trained, load(SPLIT, folder));
    assertThat(Files.getLastModifiedTime(only()).toMillis())
        .as("read, not rewritten")
        .isEqualTo(1_000);
    assertThat(Files.readAllBytes(only())).isEqualTo(written);
  }

  @Test
  void anyDamageMeansTrainingAgain() throws IOException {
    NGramModel trained = load(SPLIT, folder);
    Path file = only();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 7) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertSame(trained, load(SPLIT, folder));
      assertThat(Files.readAllBytes(only())).isEqualTo(whole);
    }
    for (int length : new int[] {0, 7, 40, 71, 72, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertSame(trained, load(SPLIT, folder));
      assertThat(Files.readAllBytes(only())).isEqualTo(whole);
    }
  }

  @Test
  void otherTextsMeanAnotherFile() throws IOException {
    load(SPLIT, folder);
    Path first = only();
    GlossSplit other = new GlossSplit(List.of(SPLIT.training().getFirst()), List.of());
    NGramModel model = load(other, folder);
    assertThat(model.knows(Cl100k.get().encode(" sails")[0])).isFalse();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2).contains(first);
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("in-the-way"), "not a folder");
    assertThat(load(SPLIT, file).trainingTokens()).isPositive();
    assertThat(only()).isEqualTo(file);
  }
}
