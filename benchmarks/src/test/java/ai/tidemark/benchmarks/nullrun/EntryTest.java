package ai.tidemark.benchmarks.nullrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntryTest {
  @TempDir Path folder;

  @Test
  void everyProfileHasARow() {
    List<Entry> entries = Entry.read(Path.of("null", "profiles.json"));
    assertThat(entries).extracting(Entry::name).doesNotHaveDuplicates();
    assertThat(entries)
        .extracting(entry -> entry.contender().profile())
        .contains("tidemark-gumbel-aes-v1")
        .containsAll(ForeignProfiles.all().stream().map(profile -> profile.facts().id()).toList());
  }

  @Test
  void refusesARowWithAnUnknownField() throws IOException {
    Path file = folder.resolve("profiles.json");
    Files.writeString(
        file,
        "{\"rows\": [{\"name\": \"a\", \"profile\": \"tidemark-gumbel-aes-v1\","
            + " \"tokens\": \"ids\", \"rate\": 1}]}");
    assertThatThrownBy(() -> Entry.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/rows/0/rate");
  }
}
