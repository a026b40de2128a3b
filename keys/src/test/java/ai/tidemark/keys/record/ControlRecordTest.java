package ai.tidemark.keys.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.VectorFile;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ControlRecordTest {
  private static final Path SCHEMA =
      Path.of(
          System.getProperty("tidemark.root", "../.."),
          "docs",
          "formats",
          "control-record.schema.json");

  private static List<JsonNode> tests() {
    return VectorFile.tests("control-record", "ControlRecord");
  }

  private static byte[] entry(JsonNode test) {
    return test.get("entry").asText().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyRecordComesBackAsItWas() {
    Set<Class<?>> seen = new HashSet<>();
    for (JsonNode test : tests()) {
      if (VectorFile.valid(test)) {
        ControlRecord record = ControlRecord.parse("entry", entry(test));
        assertThat(record.canonicalJson()).isEqualTo(entry(test));
        assertThat(record.leafHash()).isEqualTo(test.get("leafHash").asText());
        assertThat(record.time()).isEqualTo(Instant.parse("2026-11-24T11:30:00Z"));
        seen.add(record.getClass());
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(ControlRecord.class.getPermittedSubclasses());
  }

  @Test
  void everyInvalidEntryIsRefused() {
    int refused = 0;
    for (JsonNode test : tests()) {
      if (!VectorFile.valid(test)) {
        assertThatThrownBy(() -> ControlRecord.parse("entry 7", entry(test)))
            .as("tcId %s: %s", test.get("tcId"), test.get("comment"))
            .isInstanceOf(BadInputException.class)
            .hasMessageStartingWith("entry 7");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(35);
  }

  /** What the schema can say, it says: fields, values and times, not order and not arithmetic. */
  @Test
  void theSchemaKnowsTheSameRecords() {
    for (JsonNode test : tests()) {
      if (VectorFile.valid(test)) {
        assertThat(SchemaCheck.problems(SCHEMA, entry(test)))
            .as(test.get("comment").asText())
            .isEmpty();
      } else if (Set.of("an unknown field", "a missing field", "upper-case hex", "an unknown type")
          .contains(test.get("comment").asText())) {
        assertThat(SchemaCheck.problems(SCHEMA, entry(test))).isNotEmpty();
      }
    }
  }

  /** No single changed byte leaves a record that reads as the same one. */
  @Test
  void anyChangedByteIsAnotherRecordOrNone() {
    for (JsonNode test : tests()) {
      if (!VectorFile.valid(test)) {
        continue;
      }
      byte[] good = entry(test);
      String leafHash = test.get("leafHash").asText();
      for (int i = 0; i < good.length; i++) {
        byte[] bad = good.clone();
        bad[i] ^= 1;
        try {
          assertThat(ControlRecord.parse("entry", bad).leafHash()).isNotEqualTo(leafHash);
        } catch (BadInputException e) {
          assertThat(e).hasMessageStartingWith("entry");
        }
      }
    }
  }

  @Test
  void recordsFitIntoAnEntry() {
    Instant time = Instant.parse("2026-11-24T11:30:00Z");
    List<String> eras =
        IntStream.range(0, 1000).mapToObj(i -> "%064x".formatted(i)).sorted().toList();
    PlanRecord plan = new PlanRecord(time, "0".repeat(64), eras, PlanRecord.PATHS);
    assertThatIllegalArgumentException()
        .isThrownBy(plan::canonicalJson)
        .withMessageContaining("at most 65535 bytes");
    byte[] large = new byte[ControlRecord.MOST_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    assertThatThrownBy(() -> ControlRecord.parse("entry", large))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("65536 bytes");
    PlanRecord small = new PlanRecord(time, "0".repeat(64), eras.subList(0, 900), PlanRecord.PATHS);
    assertThat(ControlRecord.parse("entry", small.canonicalJson())).isEqualTo(small);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlanRecord(time, "0".repeat(64), eras.reversed(), "paths"))
        .withMessageContaining("sorted");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PlanRecord(
                    time, "0".repeat(64), Collections.nCopies(2, "0".repeat(64)), "paths"));
  }

  @Test
  void timesHaveOneForm() {
    Instant time = Instant.parse("2026-11-24T11:30:00Z");
    assertThat(RecordTime.format(time)).isEqualTo("2026-11-24T11:30:00Z");
    assertThat(RecordTime.parse("2026-11-24T11:30:00Z")).isEqualTo(time);
    assertThat(RecordTime.parse("0000-01-01T00:00:00Z")).isBefore(time);
    assertThat(RecordTime.wholeSeconds(time.plusNanos(999_999_999))).isEqualTo(time);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordTime.format(time.plusMillis(1)))
        .withMessageContaining("whole seconds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordTime.format(Instant.parse("+10000-01-01T00:00:00Z")));
  }
}
