package ai.tidemark.demo.story;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which documents a scan flagged, told apart by what they really are.
 *
 * @param flagged how many of each kind
 */
public record Found(Map<Kind, Integer> flagged) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Copies. */
  public Found {
    flagged = Map.copyOf(flagged);
  }

  /**
   * Reads a scan's {@code flagged.jsonl}.
   *
   * @throws BadInputException if it cannot be read, or names a line that the corpus has not
   */
  public static Found read(Path file, Haystack haystack) {
    Map<Kind, Integer> flagged = new EnumMap<>(Kind.class);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int number = JSON.readTree(line).path("line").asInt(0);
        if (number < 1 || number > haystack.documents().size()) {
          throw new BadInputException(file.toString(), "names line " + number + " of the corpus");
        }
        flagged.merge(haystack.documents().get(number - 1).kind(), 1, Integer::sum);
      }
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
    return new Found(flagged);
  }

  /** Returns how many documents of a kind were flagged. */
  public int of(Kind kind) {
    return flagged.getOrDefault(kind, 0);
  }

  /** Returns how many documents were flagged. */
  public int total() {
    return flagged.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the share of the flagged documents that people wrote; 0 if none was flagged. */
  public double falseDiscoveryShare() {
    return total() == 0 ? 0 : (double) of(Kind.HUMAN) / total();
  }
}
