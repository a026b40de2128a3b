package ai.tidemark.demo.story;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the proxy's own records say of the answers, added up.
 *
 * @param answers records
 * @param marked those with the status {@code marked}
 * @param tokens tokens of the answers
 * @param calls generation requests to the engine
 * @param positions positions drawn under a key
 * @param expectedScore their expected scores, in nats; unmarked text would have 1 each
 * @param omittedMass sum over the answers of the mean mass outside the engine's candidates
 */
record Ledger(
    int answers,
    int marked,
    long tokens,
    long calls,
    long positions,
    double expectedScore,
    double omittedMass) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads a file of records.
   *
   * @throws BadInputException if it cannot be read
   */
  static Ledger read(Path file) {
    Ledger sum = new Ledger(0, 0, 0, 0, 0, 0, 0);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sum = sum.plus(JSON.readTree(line));
      }
      return sum;
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "the proxy's records cannot be read", e);
    }
  }

  private Ledger plus(JsonNode line) {
    return new Ledger(
        answers + 1,
        marked + (line.path("status").asText().equals(Reply.MARKED) ? 1 : 0),
        tokens + line.at("/tokens/completion").asLong(0),
        calls + line.path("calls").asLong(0),
        positions + line.at("/positions/fleet").asLong(0) + line.at("/positions/tenant").asLong(0),
        expectedScore
            + line.at("/expectedScore/fleet").asDouble(0)
            + line.at("/expectedScore/tenant").asDouble(0),
        omittedMass + line.path("omittedMass").asDouble(0));
  }

  /** Returns by how many nats a keyed position is expected to score above unmarked text. */
  double excess() {
    return positions == 0 ? 0 : expectedScore / positions - 1;
  }
}
