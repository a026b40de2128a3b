package ai.tidemark.service.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.policy.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordLogTest {
  @TempDir private Path directory;

  private static AnswerRecord marked(String id) {
    return new AnswerRecord(
        new AnswerRecord.Heading(
            id, Instant.parse("2026-11-24T10:00:00.123456Z"), "acme", "chat", "demo", "local"),
        new AnswerRecord.Status.Marked("walk", "tidemark-gumbel-aes-v1", "ab", "f1", "t1"),
        new AnswerRecord.Tokens(OptionalInt.of(12), OptionalInt.of(200)),
        AnswerRecord.Marks.of(new Answer.Marks(90, 106, 150.25, 1e-9, 0.0125)),
        AnswerRecord.Effort.of(new Answer.Effort(40, 310, 39)),
        AnswerRecord.Finish.of(Answer.Finish.LENGTH),
        Duration.ofMillis(1234));
  }

  @Test
  void writesWhatHappenedAndNothingElse() throws IOException {
    Path file = directory.resolve("records.jsonl");
    try (RecordLog log = RecordLog.open(file)) {
      log.append(marked("a1"));
      log.append(
          new AnswerRecord(
              marked("a2").heading(),
              new AnswerRecord.Status.Unmarked(Reason.STRUCTURED_OUTPUT),
              new AnswerRecord.Tokens(OptionalInt.empty(), OptionalInt.empty()),
              AnswerRecord.Marks.NONE,
              AnswerRecord.Effort.UNKNOWN,
              AnswerRecord.Finish.CLIENT_GONE,
              Duration.ZERO));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"format\":\"tidemark-record-v1\",\"contentId\":\"a1\","
                + "\"time\":\"2026-11-24T10:00:00.123Z\",\"tenant\":\"acme\","
                + "\"endpoint\":\"chat\",\"model\":\"demo\",\"upstream\":\"local\","
                + "\"status\":\"marked\",\"reason\":null,\"strategy\":\"walk\","
                + "\"profile\":{\"id\":\"tidemark-gumbel-aes-v1\",\"sha256\":\"ab\"},"
                + "\"keys\":{\"fleet\":\"f1\",\"tenant\":\"t1\"},"
                + "\"tokens\":{\"prompt\":12,\"completion\":200},"
                + "\"positions\":{\"fleet\":90,\"tenant\":106},"
                + "\"expectedScore\":{\"fleet\":\"150.250000\",\"tenant\":\"0.000000\"},"
                + "\"omittedMass\":\"0.012500\",\"calls\":40,\"draftedTokens\":310,"
                + "\"mismatches\":39,\"finish\":\"length\",\"milliseconds\":1234}",
            "{\"format\":\"tidemark-record-v1\",\"contentId\":\"a2\","
                + "\"time\":\"2026-11-24T10:00:00.123Z\",\"tenant\":\"acme\","
                + "\"endpoint\":\"chat\",\"model\":\"demo\",\"upstream\":\"local\","
                + "\"status\":\"unmarked\",\"reason\":\"structured-output\",\"strategy\":null,"
                + "\"profile\":null,\"keys\":null,"
                + "\"tokens\":{\"prompt\":null,\"completion\":null},"
                + "\"positions\":{\"fleet\":0,\"tenant\":0},"
                + "\"expectedScore\":{\"fleet\":\"0.000000\",\"tenant\":\"0.000000\"},"
                + "\"omittedMass\":null,\"calls\":null,\"draftedTokens\":null,"
                + "\"mismatches\":null,\"finish\":\"client-gone\",\"milliseconds\":0}");
  }

  @Test
  void losesNothingOnACleanStop() throws Exception {
    Path file = directory.resolve("records.jsonl");
    try (RecordLog log = RecordLog.open(file)) {
      List<Thread> threads =
          List.of(0, 1, 2, 3).stream()
              .map(
                  t ->
                      Thread.ofVirtual()
                          .start(
                              () -> {
                                for (int i = 0; i < 1000; i++) {
                                  log.append(marked("t" + t + "-" + i));
                                }
                              }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4000);
    assertThat(new HashSet<>(lines)).hasSize(4000);
  }

  @Test
  void appendsAndEndsATornLine() throws IOException {
    Path file = directory.resolve("records.jsonl");
    try (RecordLog log = RecordLog.open(file)) {
      log.append(marked("a1"));
    }
    Files.writeString(file, Files.readString(file) + "{\"format\":\"tidemark-rec");
    try (RecordLog log = RecordLog.open(file)) {
      log.append(marked("a2"));
    }
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"a1\""),
            torn -> assertThat(torn).isEqualTo("{\"format\":\"tidemark-rec"),
            last -> assertThat(last).contains("\"a2\"").endsWith("}"));
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    Path file = directory.resolve("records.jsonl");
    RecordLog.open(file).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> RecordLog.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + ": has mode rw-r--r--, so others than its owner may use it; run: chmod 600 "
                + file);
  }

  @Test
  void hasOneWriter() {
    Path file = directory.resolve("records.jsonl");
    try (RecordLog log = RecordLog.open(file)) {
      assertThat(log.healthy()).isTrue();
      assertThatThrownBy(() -> RecordLog.open(file))
          .isInstanceOf(BadInputException.class)
          .hasMessage(file + ": is being written by another proxy");
    }
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    Path file = directory.resolve("none/records.jsonl");
    assertThatThrownBy(() -> RecordLog.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + ": records cannot be written here: NoSuchFileException");
  }
}
