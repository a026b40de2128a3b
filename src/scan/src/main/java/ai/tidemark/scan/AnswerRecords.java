package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.scan.source.JsonLines;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * How strongly answers were marked, from the proxy's own records of them (docs/formats/
 * record.schema.json): positions drawn under some keys, and the score that was expected of them
 * when they were drawn. What marked text scores need then not be assumed.
 *
 * @param answers records of marked answers under one of the keys
 * @param positions positions drawn under a key
 * @param expectedScore their expected scores, in nats; unmarked text would have 1 each
 */
public record AnswerRecords(long answers, long positions, BigDecimal expectedScore) {
  /** Fewer positions than this say too little. */
  public static final long LEAST_POSITIONS = 1000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads a file of records. Answers marked under another profile or other keys are passed over.
   *
   * @param keyIds public ids of the keys asked about
   * @throws BadInputException if it cannot be read, a line is no record, or the positions are too
   *     few; names the line
   */
  public static AnswerRecords read(Path file, Profile profile, Set<String> keyIds) {
    Sum sum = new Sum(profile.sha256(), keyIds);
    try (InputStream in = Files.newInputStream(file)) {
      JsonLines.forEach(file.toString(), in, sum);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
    if (sum.positions < LEAST_POSITIONS) {
      throw new BadInputException(
          file.toString(),
          "holds "
              + sum.positions
              + " positions marked under this profile and these keys; at least "
              + LEAST_POSITIONS
              + " are needed");
    }
    return new AnswerRecords(sum.answers, sum.positions, sum.expectedScore);
  }

  /** Returns by how many nats a marked position is expected to score above 1. */
  public double excess() {
    return expectedScore.doubleValue() / positions - 1;
  }

  private static final class Sum implements JsonLines.Sink {
    private final String profile;
    private final Set<String> keyIds;
    private long answers;
    private long positions;
    private BigDecimal expectedScore = BigDecimal.ZERO;

    Sum(String profile, Set<String> keyIds) {
      this.profile = profile;
      this.keyIds = keyIds;
    }

    @Override
    public void line(String where, long number, byte[] line) {
      JsonNode record;
      try {
        record = JSON.readTree(line);
      } catch (JacksonException e) {
        throw new BadInputException(where, "is not valid JSON");
      } catch (IOException e) {
        throw new BadInputException(where, "cannot be read", e);
      }
      if (!record.path("format").asText().equals("tidemark-record-v1")) {
        throw new BadInputException(where, "is not a record of the proxy (tidemark-record-v1)");
      }
      if (!record.path("status").asText().equals("marked")
          || !record.at("/profile/sha256").asText().equals(profile)) {
        return;
      }
      long before = positions;
      add(where, record, "fleet");
      add(where, record, "tenant");
      answers += positions > before ? 1 : 0;
    }

    private void add(String where, JsonNode record, String tier) {
      if (!keyIds.contains(record.at("/keys/" + tier).asText())) {
        return;
      }
      JsonNode drawn = record.at("/positions/" + tier);
      JsonNode score = record.at("/expectedScore/" + tier);
      if (!drawn.canConvertToLong() || drawn.asLong() < 0 || !score.isTextual()) {
        throw new BadInputException(where, "lacks positions or expectedScore of its " + tier);
      }
      try {
        positions += drawn.asLong();
        expectedScore = expectedScore.add(new BigDecimal(score.textValue()));
      } catch (NumberFormatException e) {
        throw new BadInputException(where + "#/expectedScore/" + tier, "must be a decimal number");
      }
    }

    @Override
    public void refused(BadInputException problem) {
      throw problem;
    }
  }
}
