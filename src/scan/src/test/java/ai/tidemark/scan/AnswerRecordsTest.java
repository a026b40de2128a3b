package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.testkit.language.NumberTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnswerRecordsTest {
  private static final Profile PROFILE = Profile.of(new NumberTokenizer());

  @TempDir private Path folder;

  private static String record(String status, String sha256, String fleet, String tenant) {
    return "{\"format\":\"tidemark-record-v1\",\"status\":\""
        + status
        + "\",\"profile\":{\"sha256\":\""
        + sha256
        + "\"},\"keys\":{\"fleet\":\""
        + fleet
        + "\",\"tenant\":\""
        + tenant
        + "\"},\"positions\":{\"fleet\":600,\"tenant\":500},"
        + "\"expectedScore\":{\"fleet\":\"900.000000\",\"tenant\":\"700.250000\"}}\n";
  }

  private AnswerRecords read(String lines) throws IOException {
    Path file = Files.writeString(folder.resolve("records.jsonl"), lines);
    return AnswerRecords.read(file, PROFILE, Set.of("f", "t"));
  }

  @Test
  void addsUpWhatWasMarkedUnderTheseKeysAndThisProfile() throws IOException {
    String own = PROFILE.sha256();
    AnswerRecords records =
        read(
            record("marked", own, "f", "t")
                + record("marked", own, "f", "another")
                + record("marked", own, "other", "another")
                + record("unmarked", own, "f", "t")
                + record("marked", "0".repeat(64), "f", "t"));
    assertThat(records.answers()).isEqualTo(2);
    assertThat(records.positions()).isEqualTo(1700);
    assertThat(records.expectedScore()).isEqualByComparingTo("2500.25");
    assertThat(records.excess()).isCloseTo(2500.25 / 1700 - 1, Offset.offset(1e-15));
  }

  @Test
  void tooFewPositionsAndWhatIsNoRecordAreRefusedByLine() {
    String few = record("marked", PROFILE.sha256(), "f", "another");
    assertThatThrownBy(() -> read(few))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("600 positions")
        .hasMessageContaining("at least 1000");
    assertThatThrownBy(() -> read(few + "{}\n")).hasMessageContaining("records.jsonl:2");
    assertThatThrownBy(() -> read(few + "no\n")).hasMessageContaining("records.jsonl:2");
    assertThatThrownBy(() -> read(few.replace("\"900.000000\"", "900")))
        .hasMessageContaining("lacks positions or expectedScore");
  }
}
